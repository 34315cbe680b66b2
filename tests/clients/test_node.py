"""Loading with Node, as README.md and the page of a release say."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clients.reading import run

if TYPE_CHECKING:
    from clients.reading import Site, Told

HERE = Path(__file__).parent
PACKAGE = """
import datapackage from "datapackage";
const release = await datapackage.Package.load(process.argv[2], { strict: true });
const found = [release.valid, release.errors.length];
for (const each of release.resources) {
  const shapes = each.schema.fields.some((field) => field.type === "geojson");
  const rows = await each.read({ keyed: true, relations: true, cast: !shapes });
  found.push([each.name, rows.length]);
}
console.log(JSON.stringify(found));
"""
SHAPES = """
import datapackage from "datapackage";
const release = await datapackage.Package.load(process.argv[2]);
let refused = "";
try { await release.getResource("gaz_shapes").read(); } catch (fault) { refused = fault.constructor.name; }
const rows = await release.getResource("gaz_shapes").read({ cast: false });
console.log(refused, rows.length, JSON.parse(rows[0][1]).type);
"""
DATASET = """
import frictionless from "frictionless.js";
const release = await frictionless.Dataset.load(process.argv[2]);
const found = [];
for (const each of release.resources) {
  let count = 0;
  for await (const row of await each.rows({ keyed: true })) count += 1;
  found.push([each.descriptor.name, count]);
}
console.log(JSON.stringify(found));
"""


@pytest.fixture
def node() -> str:
    """Return the program."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("install nodejs (Debian)")
    return found


@pytest.fixture
def modules() -> Path:
    """Return the folder of the npm packages that the tests use."""
    found = Path(os.environ.get("DATELINE_NODE_MODULES", ""))
    if not (found / "datapackage").is_dir() or not (found / "frictionless.js").is_dir():
        pytest.skip(
            f"run npm ci with {HERE.name}/package.json, name its node_modules in DATELINE_NODE_MODULES"
        )
    return found


def test_javascript_reads_the_rows(told: Told, node: str) -> None:
    """The lines read the NDJSON file from the web, without any library."""
    said = _run(
        node, told.folder, told.snippets["JavaScript"] + "\nconsole.log(rows.length, typeof rows[0]);"
    )
    assert said == f"{told.site.rows} object"


def test_datapackage_reads_the_main_table(told: Told, node: str, modules: Path) -> None:
    """The lines read the main table with npm's datapackage; dates are dates and numbers are numbers."""
    (told.folder / "node_modules").symlink_to(modules)
    column, kind = ("date_earliest", "Date") if told.site.main == "events" else ("latitude", "Number")
    more = f"\nconsole.log(rows.length, rows.find((row) => row.{column} !== null).{column}.constructor.name);"
    said = _run(node, told.folder, told.snippets["Node with datapackage"] + more)
    assert said == f"{told.site.rows} {kind}"


def test_datapackage_finds_nothing_wrong(site: Site, node: str, modules: Path, tmp_path: Path) -> None:
    """By version 1 of the standard the descriptor is valid, every reference holds, and all rows are read."""
    (tmp_path / "node_modules").symlink_to(modules)
    said = _run(node, tmp_path, PACKAGE, f"{site.address}/datapackage.json")
    assert json.loads(said) == [True, 0, *_tables(site)]


def test_datapackage_reads_shapes_uncast(
    sites: dict[str, Site], node: str, modules: Path, tmp_path: Path
) -> None:
    """It refuses every geometry of GeoJSON, a fault of its own, and reads them as text."""
    (tmp_path / "node_modules").symlink_to(modules)
    site = sites["gazetteer-korea"]
    said = _run(node, tmp_path, SHAPES, f"{site.address}/datapackage.json")
    assert said == f"TableSchemaError {dict(map(tuple, _tables(site)))['gaz_shapes']} MultiPolygon"


def test_frictionless_js_reads_every_table(site: Site, node: str, modules: Path, tmp_path: Path) -> None:
    """The package frictionless.js reads the rows of all tables, from the disk and from the web."""
    (tmp_path / "node_modules").symlink_to(modules)
    for place in (str(site.folder), f"{site.address}/datapackage.json"):
        assert json.loads(_run(node, tmp_path, DATASET, place)) == _tables(site)


def _run(node: str, folder: Path, code: str, *arguments: str) -> str:
    (folder / "lines.mjs").write_text(code, "utf-8")
    return run([node, "--throw-deprecation", "lines.mjs", *arguments], folder).strip()


def _tables(site: Site) -> list[list[object]]:
    tables = json.loads((site.folder / "datapackage.json").read_bytes())["resources"]
    return [[each["name"], each["rows"]] for each in tables]
