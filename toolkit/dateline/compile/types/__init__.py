"""How each type of Table Schema reads text and writes it, as Polars expressions."""
