"""Packages of other publishers, written for one test each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import dateline
from dateline.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.findings import Finding, Report

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Maker:
    """Writes packages into one folder."""

    folder: Path

    def write(self, files: Files) -> None:
        """Write files below the folder."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def package(self, *resources: Any, files: Files | None = None, **said: Any) -> Path:  # noqa: ANN401 - JSON holds any value
        """Write a package of the standard's second version; return its descriptor's path."""
        self.write(files or {})
        descriptor = {"$schema": V2, **said, "resources": list(resources)}
        path = self.folder / "datapackage.json"
        path.write_text(json.dumps(descriptor, indent=1, ensure_ascii=False), encoding="utf-8")
        return path

    def check(self, *resources: Any, files: Files | None = None, **said: Any) -> Report:  # noqa: ANN401 - as above
        """Write a package and check it."""
        return dateline.check(self.package(*resources, files=files, **said))


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Return what writes packages into the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    return Maker(tmp_path)


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Return a function that runs the command line in this process."""

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(arguments)
        printed = capsys.readouterr()
        return Done(int(left.value.code or 0), printed.out, printed.err)

    return run


def table(name: str = "t", path: str | list[str] = "t.csv", /, *fields: Any, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return a resource; fields are `name:type` or whole descriptors."""
    listed = [_field(each) for each in fields or ("id:integer", "word:string")]
    schema = said.pop("schema", {})
    if not isinstance(schema, dict):
        return {"name": name, "path": path, "schema": schema, **said}
    return {"name": name, "path": path, "schema": {"fields": listed, **schema}, **said}


def _field(said: Any) -> Any:  # noqa: ANN401 - as above
    if not isinstance(said, str):
        return said
    name, _, kind = said.partition(":")
    return {"name": name, "type": kind}


def places(report: Report) -> list[tuple[str, str | None, int | None, str | None]]:
    """Return rule, file, line and field of each finding."""
    return [(each.rule, each.file, each.line, each.field) for each in report.findings]


def only(report: Report) -> Finding:
    """Return the only finding of a report."""
    assert len(report.findings) == 1, report.findings
    return report.findings[0]
