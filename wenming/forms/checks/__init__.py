"""What no schema can see: forms against each other, sums, dates, names."""
