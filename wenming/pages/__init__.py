"""A context and a template become pages that fit."""
