"""Loading with R, as README.md and the page of a release say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from clients.reading import of_readme, run

if TYPE_CHECKING:
    from pathlib import Path

    from clients.reading import Site, Told

STRICT = "options(warn = 2)\n"
INSTALLED = """
names <- c("readr", "jsonlite", "curl", "frictionless")
cat(Filter(function(each) requireNamespace(each, quietly = TRUE), names))
"""
ALL = """
types <- list(
  boolean = readr::col_logical(), date = readr::col_date("%Y-%m-%d"), integer = readr::col_double(),
  number = readr::col_double(), string = readr::col_character(), geojson = readr::col_character()
)
column <- function(field) {
  enum <- unlist(field$constraints$enum)
  if (is.null(enum)) types[[field$type]] else readr::col_factor(levels = as.character(enum))
}
package <- jsonlite::fromJSON("datapackage.json", simplifyDataFrame = FALSE, simplifyVector = TRUE)
for (each in package$resources) {
  stopifnot(each$profile == "tabular-data-resource")
  fields <- each$schema$fields
  names <- vapply(fields, function(field) field$name, "")
  absent <- if (is.null(each$schema$missingValues)) "" else each$schema$missingValues
  columns <- lapply(fields, column)
  names(columns) <- names
  stopifnot(is.character(absent), !vapply(columns, is.null, TRUE))
  frame <- readr::read_delim(
    each$path, delim = each$dialect$delimiter, quote = each$dialect$quoteChar,
    escape_double = each$dialect$doubleQuote, escape_backslash = FALSE,
    col_names = names, col_types = do.call(readr::cols, columns),
    locale = readr::locale(encoding = each$encoding), na = absent, trim_ws = FALSE, skip = 1
  )
  stopifnot(nrow(readr::problems(frame)) == 0)
  cat(each$name, nrow(frame), "\\n")
}
"""


@pytest.fixture(scope="session")
def library() -> set[str]:
    """Return which of the packages that the tests use R has."""
    if shutil.which("Rscript") is None:
        pytest.skip("install r-base-core, r-cran-readr, r-cran-jsonlite and r-cran-curl (Debian)")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", INSTALLED], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def _insist(library: set[str], *names: str) -> None:
    missing = [f"r-cran-{name}" for name in names if name not in library]
    if missing:
        pytest.skip(f"install {', '.join(missing)} (Debian)")


def test_readr_reads_the_types(told: Told, library: set[str]) -> None:
    """Read by readr, the main table has the types of the schema, and no cell is a problem."""
    _insist(library, "readr", "curl")
    more = (
        "stopifnot(nrow(readr::problems(frame)) == 0)\n"
        "cat(nrow(frame), sort(unique(unlist(lapply(frame, class))), method = 'radix'))"
    )
    said = _run(told.folder, f"{told.snippets['R']}\n{more}")
    classes = "Date character logical numeric" if told.site.main == "events" else "character numeric"
    assert said == f"{told.site.rows} {classes}"


def test_readr_keeps_the_code_of_namibia(sites: dict[str, Site], library: set[str], tmp_path: Path) -> None:
    """With the lines as they are, the text NA stays text, and no space is lost."""
    _insist(library, "readr")
    readme = of_readme((sites["dprk-security-reports"].folder / "README.md").read_text("utf-8"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/events.csv").write_text("summary\nNA\n x\n", "utf-8")
    types = re.compile(r'(\.default = "c").*?"person_level" = "l"', re.DOTALL)
    code, found = types.subn(r"\1", readme["R"])
    assert found == 1
    assert _run(tmp_path, f'{code}\ncat(frame$summary, sep = "|")') == "NA| x"


def test_every_table_is_read_as_frictionless_for_r_reads_it(site: Site, library: set[str]) -> None:
    """Each table is read by the types to which R's frictionless maps the schema, without a problem."""
    _insist(library, "readr", "jsonlite")
    tables = json.loads((site.folder / "datapackage.json").read_bytes())["resources"]
    expected = [f"{each['name']} {each['rows']} " for each in tables]
    assert _run(site.folder, ALL).splitlines() == expected


def test_frictionless_reads_the_package(told: Told, library: set[str]) -> None:
    """R's own client of Data Packages reads the main table."""
    if "frictionless" not in library:
        pytest.skip("install frictionless (CRAN)")
    code = told.snippets["R with frictionless"]
    assert _run(told.folder, f"{code}\ncat(nrow(frame))") == str(told.site.rows)


def _run(folder: Path, code: str) -> str:
    """Run R code in which every warning is an error; it may not say a word either."""
    return run(["Rscript", "--vanilla", "-e", STRICT + code], folder)
