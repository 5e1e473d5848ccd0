"""docxtpl's language in Word files: compiled once, filled many times, every fault placed."""
