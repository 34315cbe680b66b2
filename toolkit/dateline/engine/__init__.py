"""The engine: every check of a table in one streaming scan, and pandera schemas that use it."""
