"""The page on packages tells what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.foreign.content import MAX_JSON
from dateline.foreign.form import COMPRESSIONS
from dateline.foreign.load import MAX_BYTES
from dateline.read.layout import RECORD_LIMIT
from dateline.rules.ids import CELLS, FILES, PACKAGES

PAGE = (Path(__file__).parents[2] / "docs" / "packages.md").read_text("utf-8")


def test_every_rule_on_packages_is_named() -> None:
    """The page names all rules on descriptors, and no rule that there is not."""
    rows = PAGE.partition("| what | rules |")[2].partition("\n\n")[0].splitlines()[2:]
    named = {each for row in rows for each in re.findall(r"`([a-z-]+)`", row.split(" | ")[-1])}
    assert named >= PACKAGES
    assert named <= PACKAGES | FILES | CELLS


def test_limits_are_those_of_the_code() -> None:
    """Sizes on the page are the code's."""
    assert f"A JSON file may have {MAX_JSON // 1_000_000} MB" in PAGE
    assert f"A descriptor has at most {MAX_BYTES // 1_000_000} MB" in PAGE
    assert f"at most {RECORD_LIMIT // 2**20} million characters" in PAGE
    assert COMPRESSIONS == ("gz", "zip", "bz2", "xz")
