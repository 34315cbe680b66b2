"""Files of YAML or JSON as values with positions, and what is read from them."""

from dateline.document.json_text import parse_json
from dateline.document.node import Node, read_each
from dateline.document.reading import TOP, Document, Mark, parse
from dateline.document.words import Words, did_you_mean, most_like, nearest, numbers, quoted
from dateline.document.writing import as_yaml

__all__ = [
    "TOP",
    "Document",
    "Mark",
    "Node",
    "Words",
    "as_yaml",
    "did_you_mean",
    "most_like",
    "nearest",
    "numbers",
    "parse",
    "parse_json",
    "quoted",
    "read_each",
]
