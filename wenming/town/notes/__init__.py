"""What is probably wrong in the forms of a town and no rule forbids: told, and the documents are written."""
