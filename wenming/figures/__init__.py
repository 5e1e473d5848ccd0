"""Records become figures: how far tasks and villages are, which problems are open."""
