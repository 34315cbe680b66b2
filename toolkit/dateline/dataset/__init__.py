"""Datasets: the noun of a dataset file."""

from dateline.dataset.model import (
    Contributor,
    Coverage,
    Dataset,
    Expectation,
    License,
    Source,
    TableFiles,
)
from dateline.dataset.parse import read_dataset

__all__ = [
    "Contributor",
    "Coverage",
    "Dataset",
    "Expectation",
    "License",
    "Source",
    "TableFiles",
    "read_dataset",
]
