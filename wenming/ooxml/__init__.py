"""Word files as they are: zip, parts, relationships, runs, ids; nothing here knows a tag or a town."""
