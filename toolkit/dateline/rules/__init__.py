"""What must hold of each row: rules as named expressions."""
