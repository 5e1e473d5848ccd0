"""What documents share: head, signature, colophon, outline, tables, sentences."""
