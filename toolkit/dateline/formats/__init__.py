"""The further data formats of a release, each made of its written, proven data files."""

from dateline.formats.write import write_formats

__all__ = ["write_formats"]
