"""docs/changes.md shows what happens."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.dataset.ledger import CHANGES, KEYS, read_ledger
from git.test_commit import plain_git
from project import ledgered

if TYPE_CHECKING:
    import pytest

    from project.conftest import Run

__all__ = ["plain_git"]

PAGE = Path(__file__).parents[2] / "docs" / "changes.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


def blocks(kind: str) -> list[str]:
    """Return the page's examples of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_each_command_prints_what_is_shown(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's story, played in a made-up project, looks as on the page."""
    ledgered.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def shell(command: str) -> str:
        name, *arguments = shlex.split(command)
        if name == "dateline":
            done = run(*arguments)
            return done.out + done.err
        return subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout

    shown = blocks("console")
    assert len(shown) > 5
    for block in shown:
        commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        printed = "".join(f"$ {command}\n{shell(command)}" for command in commands)
        assert SECONDS.sub("N", printed) == SECONDS.sub("N", block)


def test_the_entry_on_the_page_is_one() -> None:
    """What the page shows can be copied, and every key and change is told."""
    (entry,) = read_ledger(blocks("yaml")[0], "changes.yaml", date(2026, 11, 22))
    assert (entry.record, entry.change, entry.into) == ("E05", "merged", ("E04",))
    assert all(f"`{each}`" in TEXT for each in (*KEYS, *CHANGES))


def test_old_citations_are_brought_up_to_date_by_the_query() -> None:
    """A retracted record is left out, a merged one replaced, a split one doubled, all others stay."""
    base = sqlite3.connect(":memory:")
    base.executescript(
        """
        CREATE TABLE mine (event_id TEXT);
        INSERT INTO mine VALUES ('E1'), ('E2'), ('E3'), ('E4');
        CREATE TABLE retractions ("table" TEXT, record TEXT, change TEXT, "into" TEXT);
        INSERT INTO retractions VALUES ('events', 'E1', 'retracted', NULL), ('events', 'E2', 'merged', 'E9'),
            ('events', 'E3', 'split', 'E7'), ('events', 'E3', 'split', 'E8'),
            ('claims', 'E4', 'retracted', NULL);
        """
    )
    found = sorted(base.execute(blocks("sql")[0]).fetchall())
    base.close()
    assert found == [("E2", "E9"), ("E3", "E7"), ("E3", "E8"), ("E4", "E4")]
