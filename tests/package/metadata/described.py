"""Descriptors with everything, with nothing and with hostile texts, and their documents beside the data."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from dateline.package import Written
from dateline.package.metadata import metadata_documents

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = 'a "b" \\{c} }\n@article{x, \u202egnp\x07 </script><!-- %$&#_~^ ER  - '
"""Ends strings, braces, elements, lines and references; turns text around; rings a bell."""

ODD_FIELDS = ["a/b", "..", "white space", '"<q>"', "c", "날짜", HOSTILE.replace("\n", " ")]
"""Names that a field may have, and an address may not."""
ODD_ROWS = [["1", "x", "y y", "", "2020-01-02", "b", "z"], ["2", "NaN-like", "é", "q", "", "b", "z"]]

TINY = {
    "name": "tiny",
    "created": "2024-11-02T03:04:05Z",
    "resources": [
        {
            "name": "odd",
            "path": "data/odd.csv",
            "mediatype": "text/csv",
            "rows": 2,
            "schema": {
                "fields": [{"name": name, "type": "date" if name == "c" else "string"} for name in ODD_FIELDS]
            },
        }
    ],
}
"""A package that says next to nothing of itself."""

FULL = {
    **TINY,
    "title": "Everything",
    "description": "A package that says all it can.",
    "version": "2.10.0",
    "homepage": "https://doi.org/10.5281/zenodo.1234",
    "licenses": [
        {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
        {"name": "ODbL-1.0"},
        {"name": "LicenseRef-House-Rules", "title": "House rules"},
    ],
    "contributors": [
        {
            "title": "Ada Lovelace",
            "givenName": "Ada",
            "familyName": "Lovelace",
            "organization": "Analytical Society",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "email": "ada@example.org",
            "roles": ["creator", "contact", "dataCurator"],
        },
        {"title": "Harbour Desk, and Friends", "roles": ["author"], "path": "https://example.org/desk"},
        {"title": "Harbour Press", "roles": ["publisher"]},
        {"title": "Somebody Else"},
    ],
    "keywords": ["harbours", "incidents, small", "harbours"],
    "sources": [
        {"title": "The Daily", "path": "https://example.org/daily"},
        {"title": "Other data", "path": "https://doi.org/10.1234/other"},
        {"title": "Hearsay"},
    ],
    "coverage": {"temporal": "2020-05~/..", "spatial": ["Busan", "Pohang"]},
}
"""A package with every optional property, some of them twice."""

EVIL = {
    **FULL,
    "title": HOSTILE,
    "description": f"{HOSTILE}\n\n{HOSTILE}",
    "homepage": 'https://example.org/"}<{\\|^`é?q=%zz',
    "licenses": [{"name": "CC0-1.0", "title": HOSTILE}],
    "contributors": [
        {"title": HOSTILE, "roles": ["creator", HOSTILE]},
        {"title": "x", "familyName": f"and {HOSTILE}", "givenName": "Ada, and", "roles": ["creator"]},
    ],
    "keywords": [HOSTILE, "a,b"],
    "sources": [{"title": HOSTILE, "path": "https://example.org/{a}"}],
    "coverage": {"temporal": HOSTILE, "spatial": [HOSTILE]},
}
"""A package whose texts try to be something else."""

MADE = {"tiny": TINY, "full": FULL, "evil": EVIL}


def measured(folder: Path) -> dict[str, Written]:
    """Return size and hash of every file of a folder."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {
        each.relative_to(folder).as_posix(): Written(
            each.stat().st_size, hashlib.sha256(each.read_bytes()).hexdigest()
        )
        for each in files
    }


def written(folder: Path, descriptor: dict[str, Any] | None = None) -> Path:
    """Write the documents beside the files of a folder, of its own descriptor or of another."""
    told = descriptor or json.loads((folder / "datapackage.json").read_bytes())
    for document in metadata_documents(told, measured(folder)):
        (folder / document.path).write_bytes(document.content)
    return folder


def odd_folder(folder: Path, descriptor: dict[str, Any]) -> Path:
    """Write the odd table, and the documents of a descriptor that has it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([ODD_FIELDS, *ODD_ROWS])
    (folder / "data").mkdir()
    (folder / "data/odd.csv").write_text(text.getvalue(), "utf-8")
    return written(folder, descriptor)


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a table's CSV file."""
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_json(folder: Path, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a JSON file holds."""
    return json.loads((folder / name).read_bytes())


def data_files(folder: Path) -> set[str]:
    """Return the files that the descriptor beside them describes, of those that are there."""
    said = in_json(folder, "datapackage.json")
    twins = [each["dateline"]["parquet"]["path"] for each in said["resources"] if "dateline" in each]
    further = [each["path"] for each in said.get("dateline", {}).get("files", ())]
    named = {*(each["path"] for each in said["resources"]), *twins, *further}
    return {each for each in named if (folder / each).is_file()}
