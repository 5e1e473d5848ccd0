"""Forms in YAML: text becomes nodes with places; what traps people who type Chinese is repaired and told."""
