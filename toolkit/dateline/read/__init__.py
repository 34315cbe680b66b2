"""The outside world's files, read: tables as text, projects as declarations."""
