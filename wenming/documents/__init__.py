"""Records and figures become what a template is filled with: one module a kind of document."""
