"""Pages that are laid out become a PDF, and pictures of pages."""
