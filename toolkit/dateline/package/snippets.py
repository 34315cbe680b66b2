"""How other tools load a release: lines to copy, the same ones in README.md and on the page.

The tests read them out of these two files and run them as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dateline.table import Field, Table

BASE: Final = "\0"
"""Stands in the lines for the address of the release's folder: no line can hold it otherwise."""
_READR: Final = {
    "boolean": "l",
    "date": "D",
    "datetime": "T",
    "integer": "d",  # exact to 2^53, where readr's "i" ends at 2^31
    "number": "d",
    "time": "t",
    "year": "d",
}
"""readr's letter for each type that is read as such; everything else stays text."""
_FIRST: Final = frozenset({*_READR, "any", "array", "duration", "geopoint", "object", "string", "yearmonth"})
"""Types that clients of Table Schema 1 read; not GeoJSON, of which Node's refuses what is valid."""
_WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Snippet:
    """How one tool loads the main table of a release.

    Args:
        tool: what it is called.
        language: of the code, by the name that Markdown has for it.
        code: the lines; `BASE` stands for the release's address.
        note: what to know, in plain words.
        needs: files of the release that the tool has to have in the current folder.
        web: whether the lines are about the web, and of no use beside the files.

    """

    tool: str
    language: str
    code: str
    note: str
    needs: tuple[str, ...] = ()
    web: bool = False

    def at(self, address: str) -> str:
        """Return the lines for whoever has nothing yet but the release's address."""
        fetched = [f'curl -fsS -O "{BASE}/{path}"' for path in self.needs]
        return "\n".join([*fetched, self.code]).replace(BASE, address)

    def beside(self, address: str) -> str:
        """Return the lines for whoever is in the release's folder; `address` for those about the web."""
        if self.web:
            return self.at(address)
        return self.code.replace(f"{BASE}/", "").replace(BASE, ".")


def snippets(table: Table, columns: Collection[str], dataset: str, files: Collection[str]) -> list[Snippet]:
    """Return how to load a release, tool by tool.

    Args:
        table: the table to load, whose name is a plain word.
        columns: the fields of it that are published.
        dataset: the dataset's name, after which the files of all tables are called.
        files: the paths of the release's files.

    """
    fields = [each for each in table.fields if each.name in columns]
    return [
        *_python(table.name),
        *_r(table, fields),
        *_databases(table.name, dataset, files),
        *_javascript(table, fields, files),
        _excel(table.name, dataset, files),
        _curl(table.name),
    ]


def _python(table: str) -> Iterator[Snippet]:
    yield Snippet(
        "Python",
        "python",
        f'import dateline\n\npackage = dateline.load("{BASE}")\nframe = package["{table}"].collect()',
        "dateline verifies the hash of every file and gives Polars frames with the types of the schema.",
    )
    yield Snippet(
        "Polars",
        "python",
        f'import polars as pl\n\nframe = pl.read_parquet("{BASE}/data/{table}.parquet")',
        "From the web, the server has to serve parts of files, as hosts of static files do.",
    )
    yield Snippet(
        "pandas",
        "python",
        "import pandas as pd\n\n"
        f'frame = pd.read_parquet("{BASE}/data/{table}.parquet", dtype_backend="pyarrow")\n'
        f'text = pd.read_csv("{BASE}/data/{table}.csv", dtype=str, keep_default_na=False)',
        "The first has the types of the schema and needs pyarrow; the second has the records' own text, "
        "and needs nothing else.",
    )


def _r(table: Table, fields: list[Field]) -> Iterator[Snippet]:
    absent = _vector(sorted({value.value for value in table.missing_values} | {""}))
    letters = [f"{_text(each.name)} = {_text(_READR[each.type])}" for each in fields if _is_plain(each)]
    types = _filled(['.default = "c"', *letters], "    ")
    yield Snippet(
        "R",
        "r",
        f'frame <- readr::read_csv(\n  "{BASE}/data/{table.name}.csv",\n'
        f"  na = {absent}, trim_ws = FALSE,\n  col_types = readr::cols(\n{types}\n  )\n)",
        "Types as the schema has them; without them readr guesses, and reads the text NA as no value.",
    )
    if _of_version_1(table, fields, {"geojson"}):
        yield Snippet(
            "R with frictionless",
            "r",
            f'package <- frictionless::read_package("{BASE}/datapackage.json")\n'
            f'frame <- frictionless::read_resource(package, "{table.name}")',
            "The package is on CRAN; it reads every table by its schema.",
        )


def _of_version_1(table: Table, fields: list[Field], more: Collection[str] = ()) -> bool:
    """Whether clients that know version 1 of the standard alone can read the table."""
    plain = all(isinstance(each, str) for each in table.descriptor.get("missingValues", ()))
    return plain and all(
        each.missing_values is None and (each.type in _FIRST or each.type in more) for each in fields
    )


def _is_plain(field: Field) -> bool:
    """Whether readr reads the cells as the schema means them: the field has no way of writing of its own."""
    written = field.format == "default" and not field.options and field.missing_values is None
    return field.type in _READR and written


def _databases(table: str, dataset: str, files: Collection[str]) -> Iterator[Snippet]:
    database = f"{dataset}.sqlite"
    queries = ('SELECT "table", rows, title FROM _tables', f'SELECT * FROM "{table}" LIMIT 10')  # noqa: S608 - lines to copy
    yield Snippet(
        "DuckDB",
        "sql",
        f"SELECT * FROM '{BASE}/data/{table}.parquet' LIMIT 10;",  # noqa: S608 - as above
        "To read from the web, DuckDB fetches its extension httpfs, once and by itself.",
    )
    if database in files and not table.lower().startswith("sqlite_"):  # which SQLite keeps for itself
        yield Snippet(
            "SQLite",
            "sh",
            "\n".join(f"sqlite3 -header {database} '{query};'" for query in queries),
            "All tables with keys and references. Where a table refers to others, a view, named "
            "view_ and the table, has their names beside the ids.",
            needs=(database,),
        )
    if {database, "datasette.json"} <= {*files}:
        yield Snippet(
            "Datasette",
            "sh",
            f"datasette --immutable {database} --metadata datasette.json",
            "A web page and a JSON API of all tables, with their titles, descriptions and licence.",
            needs=(database, "datasette.json"),
        )


def _javascript(table: Table, fields: list[Field], files: Collection[str]) -> Iterator[Snippet]:
    if f"data/{table.name}.ndjson" in files:
        yield Snippet(
            "JavaScript",
            "js",
            f'const answer = await fetch("{BASE}/data/{table.name}.ndjson");\n'
            'const lines = (await answer.text()).split("\\n").filter(Boolean);\n'
            "const rows = lines.map((line) => JSON.parse(line));",
            "In a browser, Deno, Bun or Node 18 and later, without a library.",
            web=True,
        )
    if _of_version_1(table, fields):
        yield Snippet(
            "Node with datapackage",
            "js",
            'import datapackage from "datapackage";\n\n'
            f'const release = await datapackage.Package.load("{BASE}/datapackage.json");\n'
            f'const rows = await release.getResource("{table.name}").read({{ keyed: true }});',
            "The package is on npm; the lines stand in a module, a file that ends in .mjs.",
        )


def _excel(table: str, dataset: str, files: Collection[str]) -> Snippet:
    book = f"{dataset}.xlsx"
    if book in files:
        note = "Download the workbook and open it: each table is a sheet, ids and dates are kept as text."
        return Snippet("Excel", "", f"{BASE}/{book}", note)
    note = (
        "Data, From Text/CSV, file origin 65001 (UTF-8), and set the columns of ids and dates to Text: "
        "Excel makes a day out of 2024-10 and drops leading zeros."
    )
    return Snippet("Excel", "", f"{BASE}/data/{table}.csv", note)


def _curl(table: str) -> Snippet:
    return Snippet(
        "curl",
        "sh",
        f"BASE='{BASE}'\n"
        'curl -fsS -O "$BASE/SHA256SUMS"\n'
        f'curl -fsS --create-dirs -o data/{table}.csv "$BASE/data/{table}.csv"\n'
        "sha256sum --check --ignore-missing SHA256SUMS",
        "For a folder without files. The last line says OK for each file that is what was published; "
        "on macOS it begins with shasum -a 256 instead.",
        web=True,
    )


def _text(text: str) -> str:
    """Write a text as R does."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _vector(texts: list[str]) -> str:
    return _text(texts[0]) if len(texts) == 1 else f"c({', '.join(map(_text, texts))})"


def _filled(parts: list[str], indent: str) -> str:
    """Lay out parts with commas between them, as many on a line as fit."""
    lines = [indent + parts[0]]
    for part in parts[1:]:
        lines[-1] += ","
        if len(lines[-1]) + len(part) < _WIDTH:
            lines[-1] += f" {part}"
        else:
            lines.append(indent + part)
    return "\n".join(lines)
