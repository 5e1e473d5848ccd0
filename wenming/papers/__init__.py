"""An old paper is read: a Word file, a text, a PDF become lines and tables, and these the parts of a 公文."""
