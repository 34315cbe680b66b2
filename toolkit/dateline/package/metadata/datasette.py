"""datasette.json: what Datasette shows beside the tables of the SQLite database.

Format: https://docs.datasette.io/en/stable/metadata.html. Datasette shows all texts as plain
text; the addresses become links, so only those of the web are handed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.package.metadata.facts import Facts

NAME: Final = "datasette.json"


def datasette(facts: Facts) -> dict[str, Any] | None:
    """Return the metadata document, as JSON values; None if the release has no SQLite database."""
    files = (facts.descriptor.get("dateline") or {}).get("files") or ()
    path = next((str(each["path"]) for each in files if each.get("format") == "sqlite"), None)
    if path is None:
        return None
    whole = _whole(facts)
    tables = {str(each["name"]): _table(each) for each in facts.tables}
    return {**whole, "databases": {path.removesuffix(".sqlite"): {**whole, "tables": tables}}}


def _whole(facts: Facts) -> dict[str, object]:
    """Describe the release; Datasette has room for one licence and one source."""
    licence = facts.licences[0] if facts.licences else None
    origin = facts.origins[0] if len(facts.origins) == 1 else None
    return without_nothing(
        {
            "title": " ".join(filter(None, (facts.title, facts.version))),
            "description": facts.description,
            "license": " AND ".join(each.title for each in facts.licences) or None,
            "license_url": licence and _web(licence.address) if len(facts.licences) == 1 else None,
            "source": origin and origin.title,
            "source_url": origin and _web(origin.address),
            "about": "Home" if _web(facts.homepage) else None,
            "about_url": _web(facts.homepage),
        }
    )


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None


def _table(table: Mapping[str, Any]) -> dict[str, object]:
    fields = table["schema"]["fields"]
    said = {str(each["name"]): _words(each) for each in fields}
    return without_nothing(
        {
            "title": table.get("title"),
            "description": table.get("description"),
            "columns": {name: words for name, words in said.items() if words},
        }
    )


def _words(field: Mapping[str, Any]) -> str:
    """Say what a column is: its title, where it says more than its name, and its description."""
    title = str(field.get("title") or "")
    return ": ".join(filter(None, (title, str(field.get("description") or ""))))
