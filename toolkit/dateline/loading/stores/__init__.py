"""Where packages stand: in a folder, in a zip archive, on the web, in a bucket."""

from dateline.loading.stores.folder import FolderStore
from dateline.loading.stores.opening import is_address, open_store
from dateline.loading.stores.store import DATA_LIMIT, DESCRIPTOR_LIMIT, INDEX_LIMIT, SUMS_LIMIT, Store

__all__ = [
    "DATA_LIMIT",
    "DESCRIPTOR_LIMIT",
    "INDEX_LIMIT",
    "SUMS_LIMIT",
    "FolderStore",
    "Store",
    "is_address",
    "open_store",
]
