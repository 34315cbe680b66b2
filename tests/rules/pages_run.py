"""Runs a page's example: its files are laid down as a project or a package, and checked."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from dateline.evidence import Text, digest
from dateline.project.checking import check
from dateline.project.since import check_since

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.findings import Report
    from dateline.rules.pages import Page

FIRST = {"csv": "records/events.csv", "json": "datapackage.json", "yaml": "dataset.yaml"}
"""What an example without a file's name is, by its form."""
EARLIER = "earlier/"
PICTURES = {0x2400 + code: code for code in range(0x20)}
"""Signs that stand for what cannot be seen."""
_NAME = re.compile(r"# (\S+\.\w+)")
_CUT = re.compile(r"\b([0-9a-f]{6})…")
DATASET: dict[str, Any] = {
    "name": "made-up",
    "title": "Made up",
    "description": "An example",
    "version": "1.0.0",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Nobody", "roles": ["creator"]}],
}


def files_of(text: str, first: str) -> dict[str, str]:
    """Return the files that an example shows, by their names."""
    files: dict[str, list[str]] = {}
    current = first
    for line in text.splitlines():
        if name := _NAME.fullmatch(line):
            current = name[1]
        else:
            files.setdefault(current, []).append(line)
    return {
        name: "".join(f"{line}\n" for line in _trimmed(lines))
        for name, lines in (files or {first: []}).items()
    }


def _trimmed(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and not lines[-1] else lines


def run(page: Page, example: str, folder: Path) -> Report:
    """Check an example of a page in an empty folder, all its findings listed."""
    files = files_of(example, FIRST[page.form])
    files = {name: text.replace(r"\ufeff", "\ufeff").translate(PICTURES) for name, text in files.items()}
    if "datapackage.json" in files:
        _write(folder, files)
        return check(folder / "datapackage.json", examples=None)
    earlier = {name: text for name, text in files.items() if name.startswith(EARLIER)}
    now = {name: text for name, text in files.items() if name not in earlier}
    if earlier:
        before = {name: text for name, text in now.items() if name != "changes.yaml"}
        before |= {name.removeprefix(EARLIER): text for name, text in earlier.items()}
        _lay_project(page, before, folder / "earlier")
        _lay_project(page, now, folder / "now")
        return check_since(folder / "now", since=str(folder / "earlier" / "datasets" / "made-up"))
    _lay_project(page, files, folder)
    texts = folder / "datasets" / "made-up" / "texts"
    return check(folder, texts=texts if texts.is_dir() else None, examples=None)


def _lay_project(page: Page, files: dict[str, str], folder: Path) -> None:
    good = files_of(page.good, FIRST[page.form])
    said = files_of(page.schema or "", "schemas/events.yaml")
    tables = [
        name.removeprefix("records/").removesuffix(".csv") for name in good if name.startswith("records/")
    ]
    for table in tables:
        schema = yaml.safe_load(said.get(f"schemas/{table}.yaml", "")) or {}
        labels = next(csv.reader(good[f"records/{table}.csv"].splitlines()))
        fields = {each["name"]: each for each in schema.get("fields", [])}
        schema["fields"] = [fields.get(label, {"name": label, "type": "string"}) for label in labels]
        assert fields.keys() <= set(labels), "the schema has fields that the example lacks"
        _write(folder, {f"schemas/{table}.yaml": json.dumps(schema)})
    paths = {table: {"path": f"records/{table}.csv"} for table in tables}
    dataset = DATASET | {"tables": paths} | (yaml.safe_load(files.get("dataset.yaml", "")) or {})
    whole = _whole_hashes({name: text for name, text in files.items() if name.startswith("texts/")})
    expanded = {
        name: _CUT.sub(lambda cut: whole.get(cut[1], cut[1].ljust(64, "0")), t) for name, t in files.items()
    }
    _write(folder / "datasets" / "made-up", expanded | {"dataset.yaml": json.dumps(dataset)})


def _whole_hashes(texts: dict[str, str]) -> dict[str, str]:
    """Return the hash of every passage of the texts by its first digits."""
    found = {}
    for raw in texts.values():
        text = Text.of(raw).text
        passages = {text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1)}
        found |= {digest(each)[:6]: digest(each) for each in (*passages, text)}
    return found


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode().replace("\N{REPLACEMENT CHARACTER}".encode(), b"\xe9"))
