"""A town's folder: its forms, its weeks, its photos."""
