"""A draft record of Zenodo, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dateline.errors import Problem, PublishError
from dateline.publishing.deposit import Held

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.publishing.http import Client


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft record. A `deposit.Draft`.

    Args:
        api: the connection.
        id: its number.

    """

    api: Client
    id: str

    @property
    def place(self) -> str:
        """The target and the record."""
        return f"{self.api.place} record {self.id} (draft)"

    @property
    def own(self) -> bool:
        """Files of a record that another run has published cannot be removed: the server refuses."""
        return True

    @property
    def _path(self) -> str:
        return f"/records/{self.id}/draft/files"

    def files(self) -> dict[str, Held]:
        """Return the files that it holds."""
        entries = self.api.json("GET", self._path)["entries"]
        return {
            each["key"]: Held(
                each.get("size") or 0, each.get("checksum") if each["status"] == "completed" else None
            )
            for each in entries
        }

    def upload(self, name: str, file: Path) -> None:
        """Add a file in the three steps of the API: announce, send, commit."""
        self.api.json("POST", self._path, [{"key": name}])
        self.api.send("PUT", f"{self._path}/{quote(name)}/content", file)
        self.api.json("POST", f"{self._path}/{quote(name)}/commit")

    def delete(self, name: str) -> None:
        """Remove a file."""
        self.api.json("DELETE", f"{self._path}/{quote(name)}")


def described(api: Client, number: str, wanted: dict[str, Any]) -> Draft:
    """Have a draft say what it is to say.

    Args:
        api: the connection.
        number: the draft's.
        wanted: see `zenodo_metadata.draft_of`.

    Raises:
        PublishError: if the server finds fault with it.

    """
    answer = api.json("PUT", f"/records/{number}/draft", wanted)
    problems = [
        Problem(
            f"the server finds fault with {each.get('field')}: {', '.join(each.get('messages') or [])}",
            api.place,
        )
        for each in answer.get("errors") or []
    ]
    if problems:
        raise PublishError(*problems)
    return Draft(api, number)
