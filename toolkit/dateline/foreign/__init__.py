"""Data Packages of any publisher: their descriptors, files and records, opened leniently and safely."""

from dateline.foreign.opening import Described, contents_of, open_described, open_descriptor

__all__ = ["Described", "contents_of", "open_described", "open_descriptor"]
