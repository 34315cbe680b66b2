"""Loading with Python, SQLite and the shell, as README.md and the page of a release say."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from clients.reading import run, surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from clients.reading import Site, Told

STRICT = [sys.executable, "-X", "utf8", "-W", "error", "-c"]
TYPES = "print(len(frame), *sorted({str(each) for each in frame.dtypes}))\n"
TEXT = "print(len(text), *{str(each) for each in text.dtypes})\n"


def test_python_reads_the_types(told: Told) -> None:
    """Each library finds all rows and the dates of the schema; CSV is read as it is written."""
    pytest.importorskip("pyarrow", reason="install pyarrow (pip)")
    snippets = told.snippets
    lines = [snippets["Python"], TYPES, snippets["Polars"], TYPES, snippets["pandas"], TYPES, TEXT]
    said = run([*STRICT, "\n".join(lines)], told.folder).splitlines()
    rows = told.site.rows
    polars, again, pandas, text = map(str.split, said)
    assert polars[0] == again[0] == pandas[0] == text[0] == str(rows)
    assert polars[1:] == again[1:]
    assert ("Date" in polars) == ("date32[day][pyarrow]" in pandas) == (told.site.main == "events")
    assert text[1:] == ["str"]


def test_pandas_keeps_the_code_of_namibia(tmp_path: Path) -> None:
    """The text NA, a country's code, stays text with the options of the snippet."""
    pandas = pytest.importorskip("pandas", reason="install pandas (pip)")
    (tmp_path / "a.csv").write_text("id,country\n007,NA\n")
    frame = pandas.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    assert frame.values.tolist() == [["007", "NA"]]


def test_sqlite_answers(told: Told) -> None:
    """The lines print all tables with their rows, and records of the main one."""
    if shutil.which("sqlite3") is None:
        pytest.skip("install sqlite3 (Debian)")
    said = run(["bash", "-euc", told.snippets["SQLite"]], told.folder).splitlines()
    assert said[0] == "table|rows|title"
    listed = [line.split("|")[:2] for line in said[1 : 1 + len(_tables(told.site))]]
    assert listed == [[name, str(rows)] for name, rows in _tables(told.site).items()]
    assert said[1 + len(listed)].startswith(("event_id|", "place_id|"))


def test_sqlite_views_name_what_ids_mean(sites: dict[str, Site]) -> None:
    """Python's own sqlite3 reads a view in which an event has its place's name and coordinates."""
    site = sites["dprk-security-reports"]
    with closing(sqlite3.connect(site.folder / f"{site.name}.sqlite")) as database:
        query = "SELECT place_id, place_name_preferred, place_latitude FROM view_events WHERE event_id = ?"
        assert database.execute(query, ("E000-01",)).fetchone() == ("sinuiju", "Sinuiju", 40.10056)


def test_curl_fetches_what_was_published(told: Told) -> None:
    """The lines fetch a table, and sha256sum says OK for it."""
    said = run(["bash", "-euc", told.snippets["curl"]], told.folder)
    assert f"data/{told.site.main}.csv: OK" in said.splitlines()
    file = f"data/{told.site.main}.csv"
    assert (told.folder / file).read_bytes() == (told.site.folder / file).read_bytes()


def test_curl_notices_a_file_that_is_another(told: Told) -> None:
    """Of a file that is not the published one, the last line says FAILED."""
    code, check = told.snippets["curl"].rsplit("\n", 1)
    spoiled = f"{code}\nprintf x >> data/{told.site.main}.csv\n{check}"
    done = subprocess.run(
        ["bash", "-euc", spoiled],
        cwd=told.folder,
        env=surroundings(told.folder),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert f"data/{told.site.main}.csv: FAILED" in done.stdout


def test_whole_folder_is_what_it_says(site: Site) -> None:
    """The lines with which README.md proves a folder find nothing wrong."""
    whole = (site.folder / "README.md").read_text("utf-8").partition("Is it whole")[2]
    said = run(["bash", "-euc", whole.split("```sh")[1].split("```")[0]], site.folder, COLUMNS="200")
    files = (site.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    assert said.count(": OK\n") == len(files)
    assert len(re.findall(r"\bVALID\b", said)) == len(_tables(site))


def _tables(site: Site) -> dict[str, int]:
    tables = json.loads((site.folder / "datapackage.json").read_bytes())["resources"]
    return {each["name"]: each["rows"] for each in tables}
