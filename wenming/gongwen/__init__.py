"""The standard, GB/T 9704-2012: measures, styles, Chinese, blocks of text and their XML; plugged into the engine."""
