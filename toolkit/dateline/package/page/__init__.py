"""The pages of a release: the dataset's own, and its codebook. Pure: values in, bytes out."""

from dateline.package.page.codebook import codebook_page
from dateline.package.page.downloads import PLACEHOLDER, base, beside
from dateline.package.page.index import index_page
from dateline.package.page.model import Accepted, Geometry, PageInput, Quality

__all__ = [
    "PLACEHOLDER",
    "Accepted",
    "Geometry",
    "PageInput",
    "Quality",
    "base",
    "beside",
    "codebook_page",
    "index_page",
]
