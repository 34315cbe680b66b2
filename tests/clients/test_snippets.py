"""Which snippets there are, and what stands in them."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clients.reading import of_page, of_readme, run
from dateline.package.markdown import fenced
from dateline.package.snippets import BASE, Snippet, snippets
from dateline.table import read_schema

if TYPE_CHECKING:
    from clients.reading import Site

FILES = ["d.sqlite", "d.xlsx", "datasette.json", "data/t.ndjson"]
ODD = ['a"b', "c\\d", "`e`", "if", "TRUE", "f g", "날짜", "$h", "'i'", "%in%", "```"]


def _told(fields: list[dict[str, Any]], files: list[str] = FILES, **more: object) -> dict[str, Snippet]:
    table = read_schema(json.dumps({"fields": fields, **more}), "t.yaml", "t")
    found = snippets(table, table.names, "d", files)
    return {each.tool: each for each in found}


def test_readme_and_page_tell_the_same(site: Site) -> None:
    """The two files name the same tools in the same order, with addresses of this release and of no other."""
    readme = of_readme((site.folder / "README.md").read_text("utf-8"))
    page = of_page((site.folder / "index.html").read_text("utf-8"))
    assert list(readme) == list(page)
    for code in (*readme.values(), *page.values()):
        assert BASE not in code
        for address in re.findall(r"https?://[^'\"\s]+", code):
            assert address.startswith(site.address)


def test_every_snippet_is_run(site: Site) -> None:
    """Each tool that a release names is run by a test of this folder."""
    files = (each for each in Path(__file__).parent.glob("test_*.py") if each != Path(__file__))
    tests = "".join(each.read_text("utf-8") for each in files)
    for tool in of_readme((site.folder / "README.md").read_text("utf-8")):
        assert re.search(rf"snippets\[['\"]{re.escape(tool)}['\"]\]", tests), tool


def test_names_of_columns_are_read_by_r_as_they_are(tmp_path: Path) -> None:
    """Whatever a column is called, R reads its lines, and the column has its type."""
    if shutil.which("Rscript") is None:
        pytest.skip("install r-base-core and r-cran-readr (Debian)")
    code = _told([{"name": each, "type": "date"} for each in ODD])["R"].beside("")
    (tmp_path / "data").mkdir()
    with (tmp_path / "data/t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([ODD, ["2020-01-31"] * len(ODD)])
    more = 'stopifnot(vapply(frame, inherits, TRUE, "Date")); cat(names(frame), sep = "\\n")'
    said = run(["Rscript", "--vanilla", "-e", f"options(warn = 2)\n{code}\n{more}"], tmp_path)
    assert said.splitlines() == ODD


def test_values_of_every_type_are_read_by_r(tmp_path: Path) -> None:
    """The ways in which Table Schema writes values are read by R without a warning, and none is lost."""
    if shutil.which("Rscript") is None:
        pytest.skip("install r-base-core and r-cran-readr (Debian)")
    values = {
        "boolean": ["true", "1", "False", "0"],
        "integer": ["5", "-3", "+7", "2147483648"],
        "number": ["1.5", "NaN", "-INF", "1E5"],
        "date": ["2020-01-31", "1950-06-25", "0044-03-15", "2020-02-29"],
        "datetime": ["2020-01-31T10:00:00Z", "2020-01-31T10:00:00+09:00", "2020-01-31T10:00:00.5"] * 2,
        "time": ["09:00:00", "23:59:59.5", "00:00:00", "12:30:00"],
        "year": ["2020", "-0044", "1950", "2024"],
        "yearmonth": ["2020-01", "1950-06", "2024-12", "2000-02"],
        "duration": ["P1Y", "PT5M", "P2W", "P1D"],
    }
    code = _told([{"name": each, "type": each} for each in values])["R"].beside("")
    (tmp_path / "data").mkdir()
    with (tmp_path / "data/t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(values), *zip(*values.values(), strict=False)])
    more = "frame$number[2] <- 0; stopifnot(!is.na(frame)); cat(sapply(frame, function(each) class(each)[1]))"
    said = run(["Rscript", "--vanilla", "-e", f"options(warn = 2)\n{code}\n{more}"], tmp_path)
    kinds = "logical numeric numeric Date POSIXct hms numeric character character"
    assert said == kinds


def test_types_with_a_way_of_writing_of_their_own_stay_text() -> None:
    """R is told the type of a column only where it reads it as the schema means it."""
    fields = [
        {"name": "plain", "type": "integer"},
        {"name": "day", "type": "date", "format": "%d/%m/%Y"},
        {"name": "share", "type": "number", "decimalChar": ","},
        {"name": "sure", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        {"name": "count", "type": "integer", "missingValues": ["-1"]},
    ]
    code = _told(fields, missingValues=["-", ""])["R"].code
    assert '.default = "c", "plain" = "d"\n' in code
    assert 'na = c("", "-")' in code


@pytest.mark.parametrize(
    ("fields", "more", "node", "r"),
    [
        ([{"name": "a", "type": "string"}], {}, True, True),
        ([{"name": "a", "type": "geojson"}], {}, False, True),
        ([{"name": "a", "type": "list"}], {}, False, False),
        ([{"name": "a", "type": "string", "missingValues": ["-"]}], {}, False, False),
        ([{"name": "a", "type": "string"}], {"missingValues": [{"value": "", "label": "no"}]}, False, False),
    ],
)
def test_clients_of_version_1_are_named_where_they_can_read(
    fields: list[dict[str, Any]], more: dict[str, Any], *, node: bool, r: bool
) -> None:
    """A client that knows version 1 of the standard alone is left out where the table needs version 2."""
    told = _told(fields, **more)
    assert ("Node with datapackage" in told) == node
    assert ("R with frictionless" in told) == r


def test_files_that_are_not_there_have_no_snippet() -> None:
    """Without the further formats, what needs them is left out, and Excel is led to the CSV file."""
    told = _told([{"name": "a", "type": "string"}], [])
    assert told.keys().isdisjoint({"SQLite", "Datasette", "JavaScript"})
    assert told["Excel"].at("x") == "x/data/t.csv"
    assert "65001" in told["Excel"].note


def test_table_that_sqlite_calls_otherwise_is_not_asked_for() -> None:
    """The lines do not ask SQLite for a table by a name that SQLite keeps for itself."""
    table = read_schema('{"fields": [{"name": "a", "type": "string"}]}', "sqlite_t.yaml", "sqlite_t")
    assert "SQLite" not in {each.tool for each in snippets(table, table.names, "d", FILES)}


def test_files_are_fetched_only_where_they_are_not_at_hand() -> None:
    """From anywhere, a tool that reads no address gets its files first; beside them it does not."""
    told = _told([{"name": "a", "type": "string"}])["SQLite"]
    assert told.at("https://example.org/d").startswith(
        'curl -fsS -O "https://example.org/d/d.sqlite"\nsqlite3'
    )
    assert told.beside("https://example.org/d").startswith("sqlite3")


def test_fence_is_longer_than_any_in_the_code() -> None:
    """No line of code ends its block of Markdown."""
    code = "a\n````\nb"
    assert of_readme(f"**x**: y\n\n{fenced(code, 'r')}\n") == {"x": code}
