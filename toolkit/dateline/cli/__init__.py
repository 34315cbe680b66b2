"""The command line: arguments in, one call to the library, words out."""

from dateline.cli.main import main

__all__ = ["main"]
