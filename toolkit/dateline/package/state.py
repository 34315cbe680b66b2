"""What a release would hold, as hashes: enough to see that nothing changed since another one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from dateline.dataset.releases import TableState
from dateline.package import canonical
from dateline.package.descriptor import head
from dateline.table.essence import essence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.dataset import Dataset
    from dateline.dataset.releases import Released
    from dateline.package.model import TableContent


@dataclass(frozen=True, slots=True)
class State:
    """A dataset as it would be published: hashes of its metadata and of each table, by name."""

    metadata: str
    tables: Mapping[str, TableState]

    def is_of(self, entry: Released) -> bool:
        """Whether a release of the ledger held the same."""
        return self.metadata == entry.metadata and dict(self.tables) == dict(entry.tables)


def state_of(dataset: Dataset, contents: Iterable[TableContent]) -> State:
    """Hash what would be published; each table is read once."""
    return State(_hash(head(dataset)), {each.table.name: _table(each) for each in contents})


def _table(content: TableContent) -> TableState:
    rows, digest = canonical.fingerprint(content.table, content.text)
    return TableState(rows, digest, _hash(essence(content.table.descriptor)))


def _hash(value: object) -> str:
    """Hash JSON values in one form, whatever the order of keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
