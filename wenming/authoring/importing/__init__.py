"""Last year's paper becomes this year's form: what was read, what was guessed, and what was left."""
