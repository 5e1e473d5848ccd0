"""wenming（文明）: forms in YAML become Chinese official documents laid out by GB/T 9704-2012."""

__version__ = "0.1.0"
