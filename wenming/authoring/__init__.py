"""For whoever makes templates: which are used, what they may hold, what is wrong with them, learning them."""
