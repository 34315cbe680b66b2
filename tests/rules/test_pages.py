"""Every rule has a page, and what its page shows is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.render.explain import whole
from dateline.rules import ids
from dateline.rules.pages import GROUPS, Page, page, pages
from rules.pages_run import run

NOT_RUN = {
    "evidence-copied": "no check of a dataset compares words yet",
    "file-changed": "the file has to change while it is read: tests/read, tests/loading",
    "file-unreadable": "a damaged archive is no text: tests/read",
    "record-too-long": "64 million characters are too many for a page: tests/read",
}
"""Pages whose example cannot be laid down as files, and why; releases are tested in tests/loading."""
RUN = [each for each in pages() if each.form != "text" and each.id not in NOT_RUN]
DOCS = Path(__file__).parents[2] / "docs"


def test_every_rule_has_one_page_in_its_group() -> None:
    """The ids on pages are those of `dateline.rules.ids`, group by group, each once."""
    found = [(each.group, each.id) for each in pages()]
    assert sorted(found) == sorted((group, rule) for group, rules in ids.GROUPS.items() for rule in rules)


def test_groups_are_those_of_the_ids() -> None:
    """Groups have titles in the order in which the ids list them; no rule stands in two."""
    assert list(GROUPS) == list(ids.GROUPS)
    assert len(ids.OWN) == sum(map(len, ids.GROUPS.values()))


def test_page_is_found_by_its_id() -> None:
    """An id leads to its page, and what is no id to none."""
    assert all(page(each.id) is each for each in pages())
    assert page("no-such-rule") is None


@pytest.mark.parametrize("shown", RUN, ids=lambda each: each.id)
def test_wrong_example_breaks_the_rule_and_no_other(shown: Page, tmp_path: Path) -> None:
    """What a page shows as wrong is found by this rule alone of our own, with the page's severity."""
    found = [each for each in run(shown, shown.bad, tmp_path).findings if each.rule in ids.OWN]
    assert {each.rule for each in found} == {shown.id}
    assert {each.severity for each in found} <= set(shown.severity.split(" or "))


@pytest.mark.parametrize("shown", RUN, ids=lambda each: each.id)
def test_right_example_is_sound(shown: Page, tmp_path: Path) -> None:
    """What a page shows as right has no finding of any rule."""
    assert run(shown, shown.good, tmp_path).findings == ()


def test_what_is_not_run_is_little() -> None:
    """Rules for cells and dates are run, all of them; what is left out has a page."""
    assert not (ids.CELLS | ids.DATES) & NOT_RUN.keys()
    assert NOT_RUN.keys() <= ids.OWN


@pytest.mark.parametrize("shown", pages(), ids=lambda each: each.id)
def test_page_is_well_formed(shown: Page) -> None:
    """A summary is one short line, paragraphs are sentences, examples are whole lines that fit."""
    assert re.fullmatch(r"[^\n]{1,100}[^\n.]", shown.summary)
    for words in (shown.why, shown.fix, shown.waive):
        assert re.fullmatch(r"[A-Z`][^\n]*[.]", words)
        assert words.count("`") % 2 == 0
        assert "  " not in words
    for lines in (shown.bad, shown.good, shown.schema):
        assert not lines or lines.endswith("\n")
        assert all(len(line) <= 110 for line in (lines or "").splitlines())
    assert shown.bad != shown.good


@pytest.mark.parametrize(
    "shown", [each for each in pages() if each.schema and each.group != "datasets"], ids=lambda each: each.id
)
def test_schema_has_the_property_that_attaches_the_rule(shown: Page) -> None:
    """The property on the page stands in the schema beside it."""
    assert shown.property is not None
    assert shown.property.partition(":")[0] in (shown.schema or "")


def test_docs_have_every_page_as_it_is() -> None:
    """docs/rules.md is what `dateline explain --all --format markdown` prints: else run `make docs`."""
    written = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert written == "".join(f"{line}\n" for line in whole(pages(), "markdown"))


def test_links_of_the_docs_lead_to_headings() -> None:
    """Each id in the table links to the heading of its page."""
    written = (DOCS / "rules.md").read_text(encoding="utf-8")
    links = re.findall(r"^\| \[`([a-z-]+)`\]\(#([a-z-]+)\) \|", written, re.MULTILINE)
    assert [name for name, _ in links] == [anchor for _, anchor in links]
    assert [name for name, _ in links] == re.findall(r"^### `([a-z-]+)`$", written, re.MULTILINE)
    assert len(links) == len(ids.OWN)


def test_no_check_waits_for_the_pages() -> None:
    """The command line, and the check of a dataset, import no page."""
    code = (
        "import sys, dateline.cli, dateline.project.checking, dateline.cli.printing\n"
        "print([name for name in sys.modules if name.startswith('dateline.rules.pages')])"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "[]\n"
