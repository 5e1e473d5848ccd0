"""Forms: a file that a clerk filled in becomes a record, or the list of its faults."""
