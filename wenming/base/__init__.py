"""What every room uses: faults, words in the clerk's language, the cache, our own files."""
