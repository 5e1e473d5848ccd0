"""The script that makes the built-in templates."""
