"""The typefaces of this PC: which there are, which stands in for which, and what is drawn in them."""
