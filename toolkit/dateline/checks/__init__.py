"""Records in, findings out: the check of a table, and of tables together."""
