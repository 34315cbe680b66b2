"""A table as schemas for others: pandera's, and the rules for reading its cells."""
