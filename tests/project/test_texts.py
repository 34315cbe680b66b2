"""The real records against the real texts, for those who hold them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import dateline
from dateline.evidence import Text, WordIndex
from dateline.project.evidence import verify_evidence

ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("DATELINE_ARTICLES")
needs_texts = pytest.mark.skipif(
    FOLDER is None, reason="DATELINE_ARTICLES names no folder of the coded texts"
)
PRINTED = re.compile(r"^(title|url_\w+)$")
"""Fields that hold what was printed as a headline, or an address made of it."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a copy of the texts."""
    assert FOLDER is not None
    return Path(shutil.copytree(FOLDER, tmp_path / "texts"))


@needs_texts
def test_every_cited_passage_stands_in_its_text(texts: Path) -> None:
    """All hashes of the committed records agree, none copies a text, and quotations have their marks."""
    report = verify_evidence(texts, ROOT / "datasets/dprk-security-reports")
    assert report.findings == ()
    assert report.notes[0] == "93 cited passages in 5 texts: 93 agree"


@needs_texts
def test_moved_passages_are_written_there_and_back(project: Path, texts: Path) -> None:
    """With words put before every text all passages move; taken away again, the files are as before."""
    dataset = project / "datasets/dprk-security-reports"
    files = {path: path.read_bytes() for path in dataset.rglob("*.csv")}
    for path in texts.glob("*.txt"):
        path.write_text("One line more.\n\n" + path.read_text("utf-8"), "utf-8")
    report = verify_evidence(texts, dataset, fix=True)
    assert report.counts() == {"evidence-moved": 1, "text-hash": 5, "text-paragraphs": 5}
    assert report.notes[1] == "93 cited passages in 5 texts: 92 agree, 1 moved", (
        "one stands twice in its text"
    )
    for path in texts.glob("*.txt"):
        path.write_text(path.read_text("utf-8").removeprefix("One line more.\n\n"), "utf-8")
    assert verify_evidence(texts, dataset, fix=True).findings == ()
    assert {path: path.read_bytes() for path in files} == files


@needs_texts
def test_one_changed_character_of_a_text_is_found(texts: Path) -> None:
    """A text with one letter changed is named, whichever text it is."""
    for path in sorted(texts.glob("*.txt")):
        whole = path.read_text("utf-8")
        middle = next(i for i in range(len(whole) // 2, len(whole)) if whole[i].isalpha())
        path.write_text(f"{whole[:middle]}X{whole[middle + 1 :]}", "utf-8")
        report = dateline.check(ROOT / "datasets/dprk-security-reports", texts=texts)
        assert report.counts()["text-hash"] == 1
        path.write_text(whole, "utf-8")


@needs_texts
def test_no_file_of_the_repository_repeats_eight_words_of_a_text() -> None:
    """No sentence of an article is committed; articles.csv has headlines and addresses as printed."""
    assert FOLDER is not None
    index = WordIndex({path.name: Text.of(path.read_text("utf-8")) for path in Path(FOLDER).glob("*.txt")})
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in {".csv", ".md", ".yaml", ".py", ".toml", ".txt", ".j2"} and path.is_file():
            overlaps = index.overlaps(_own_words(path))
            assert not overlaps, f"{name}: {overlaps[0].message}"


def _own_words(path: Path) -> str:
    """Return a file's text, without the printed headlines and addresses of articles."""
    if path.name != "articles.csv":
        return path.read_text("utf-8")
    import csv  # noqa: PLC0415 - for these files only

    with path.open(encoding="utf-8", newline="") as file:
        rows = [" | ".join(v for k, v in row.items() if not PRINTED.match(k)) for row in csv.DictReader(file)]
    return "\n".join(rows)
