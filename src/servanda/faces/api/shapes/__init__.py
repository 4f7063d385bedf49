"""What programs get, field by field: the schemas of every answer in the description of the interface."""
