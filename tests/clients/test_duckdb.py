"""Loading with DuckDB, as README.md and the page of a release say."""

from __future__ import annotations

import json
import shutil
import sys
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clients.reading import run, surroundings

if TYPE_CHECKING:
    from clients.reading import Site, Told

duckdb = pytest.importorskip("duckdb", reason="install duckdb (pip)")
SHOW = """
import duckdb, sys
answer = duckdb.sql(sys.argv[1])
print(answer.columns, [str(each) for each in answer.types], len(answer.fetchall()), sep="\\n")
"""


def test_duckdb_reads_the_types(told: Told) -> None:
    """The line reads the Parquet file, on the disk and over HTTP with DuckDB's own extension."""
    if told.snippets["DuckDB"].find("'http") > 0:
        _install_httpfs(Path(surroundings(told.folder)["HOME"]))
    columns, types, count = _asked(told)
    assert int(count) == min(10, told.site.rows)
    assert ("'DATE'" in types) == (told.site.main == "events")
    assert columns.startswith(("['event_id'", "['place_id'"))


def _asked(told: Told) -> list[str]:
    command = [sys.executable, "-W", "error", "-c", SHOW, told.snippets["DuckDB"]]
    return run(command, told.folder).splitlines()


def _install_httpfs(home: Path) -> None:
    """Put the extension where DuckDB puts it when it has fetched it: for tests without the internet."""
    found = util.find_spec("duckdb_extension_httpfs")
    base = Path(found.origin).parent if found and found.origin else Path("/nowhere")
    version = f"v{duckdb.__version__}"
    file = base / "extensions" / version / "httpfs.duckdb_extension"
    if not file.is_file():
        pytest.skip(f"install duckdb-extension-httpfs=={duckdb.__version__} (pip)")
    (platform,) = duckdb.sql("PRAGMA platform").fetchone()
    place = home / ".duckdb" / "extensions" / version / platform
    place.mkdir(parents=True)
    shutil.copy(file, place)


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_duckdb_finds_the_same_rows_in_every_format(site: Site, ending: str) -> None:
    """Told the types of Parquet, DuckDB reads the same rows from a table's CSV or NDJSON file."""
    for name, types in _tables(site).items():
        file = f"{site.folder}/data/{name}.{ending}"
        how = "header = true" if ending == "csv" else "format = 'newline_delimited'"
        said = f"read_{'csv' if ending == 'csv' else 'json'}('{file}', columns = {types!r}, {how})"
        stored = _rows(f"FROM '{site.folder}/data/{name}.parquet'")
        assert stored
        assert _rows(f"FROM {said}") == stored


def test_duckdb_guesses_the_types_of_csv(sites: dict[str, Site]) -> None:
    """Without being told, DuckDB finds dates, numbers and truth values; a column without values is text."""
    site = sites["dprk-security-reports"]
    answer = duckdb.sql(f"FROM '{site.folder}/data/events.csv'")
    types = dict(zip(answer.columns, map(str, answer.types), strict=True))
    assert len(answer.fetchall()) == site.rows
    assert (types["date_earliest"], types["n_low"], types["person_level"]) == ("DATE", "BIGINT", "BOOLEAN")
    assert (types["date_edtf"], types["end_earliest"]) == ("VARCHAR", "VARCHAR")


def _tables(site: Site) -> dict[str, dict[str, str]]:
    """Return the columns of each table and their types in its Parquet file."""
    tables = json.loads((site.folder / "datapackage.json").read_bytes())["resources"]
    found = {}
    for each in tables:
        answer = duckdb.sql(f"FROM '{site.folder}/data/{each['name']}.parquet'")
        found[each["name"]] = dict(zip(answer.columns, map(str, answer.types), strict=True))
    return found


def _rows(query: str) -> list[Any]:
    """Return the rows of an answer, with shapes as values, whatever the order of their keys."""
    return [[_plain(each) for each in row] for row in duckdb.sql(query).fetchall()]


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any type that DuckDB has
    return json.loads(value) if isinstance(value, str) and value.startswith('{"') else value
