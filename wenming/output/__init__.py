"""Finished documents in their folder: an edit is kept, and where each came from is known."""
