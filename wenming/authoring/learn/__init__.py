"""A finished document of last year becomes a template."""
