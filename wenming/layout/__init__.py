"""GB/T 9704-2012 as data: measures, named Word styles, and the script that makes the built-in templates."""
