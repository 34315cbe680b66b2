"""Data Packages of other publishers, v1 and v2, on disk and elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dateline.errors import PackageError
from dateline.loading import PackageWarning, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loading.server import Server

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "on", "type": "date", "format": "%d.%m.%Y"},
        {"name": "price", "type": "number", "decimalChar": ","},
        {"name": "kind", "type": "string", "categories": ["a", "b"]},
    ],
    "primaryKey": "id",
    "missingValues": ["", "-"],
}
ROWS = [(1, date(2024, 2, 1), 1.5, "a"), (2, None, 2.0, "b")]
SEMICOLONS = "id;on;price;kind\n1;01.02.2024;1,5;a\n2;-;2,0;b\n"


def lay(folder: Path, files: dict[str, bytes], *resources: dict[str, Any], **more: Any) -> Path:  # noqa: ANN401 - any JSON value
    """Lay out a package; return its folder."""
    said = {"name": "strangers", "$schema": V2, **more, "resources": list(resources)}
    for name, content in {"datapackage.json": json.dumps(said).encode(), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def resource(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """Return a resource that names one table."""
    return {
        "name": "prices",
        "path": "data/prices.csv",
        "schema": SCHEMA,
        "dialect": {"delimiter": ";"},
        **more,
    }


FORMS: dict[str, tuple[dict[str, bytes], dict[str, Any]]] = {
    "dialect": ({"data/prices.csv": SEMICOLONS.encode()}, {}),
    "encoding": ({"data/prices.csv": SEMICOLONS.encode("utf-16")}, {"encoding": "utf-16"}),
    "gzip": (
        {"data/prices.csv.gz": gzip.compress(SEMICOLONS.encode())},
        {"path": "data/prices.csv.gz"},
    ),
    "several files": (
        {"a.csv": SEMICOLONS[:36].encode(), "b.csv": b"id;on;price;kind\n2;-;2,0;b\n"},
        {"path": ["a.csv", "./b.csv"]},
    ),
    "schema and dialect in files": (
        {
            "data/prices.csv": SEMICOLONS.encode(),
            "s.json": json.dumps(SCHEMA).encode(),
            "d.json": b'{"delimiter": ";"}',
        },
        {"schema": "s.json", "dialect": "d.json"},
    ),
    "ndjson": (
        {
            "x.ndjson": b'{"id": 1, "on": "01.02.2024", "price": 1.5, "kind": "a"}\n'
            b'{"id": 2, "price": 2, "kind": "b"}\n'
        },
        {"path": "x.ndjson", "dialect": {}},
    ),
    "inline": (
        {},
        {
            "path": None,
            "dialect": {},
            "data": [
                {"id": 1, "on": "01.02.2024", "price": "1,5", "kind": "a"},
                {"id": 2, "price": 2, "kind": "b"},
            ],
        },
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("where", ["disk", "web", "zip"])
def test_package_of_any_publisher_is_typed(
    serve: Callable[..., Server], tmp_path: Path, form: str, where: str
) -> None:
    """However a table is written and wherever it stands, its rows have the types of its schema."""
    files, more = FORMS[form]
    said = {key: value for key, value in resource(**more).items() if value is not None}
    folder = lay(tmp_path / "x", files, said)
    if where == "zip":
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for each in folder.rglob("*"):
                archive.write(each, each.relative_to(folder))
    place = {"disk": folder, "web": f"{serve(tmp_path).url}/x/datapackage.json", "zip": tmp_path / "x.zip"}[
        where
    ]
    package = load(place)
    assert package.tables == ("prices",)
    assert not package.verified
    assert package.keys("prices").primary == ("id",)
    frame = load(place)["prices"]  # the frame outlives its package
    schema = frame.collect_schema()
    assert list(schema.values()) == [pl.Int64, pl.Date, pl.Float64, pl.Enum(["a", "b"])]
    assert frame.collect().rows() == ROWS
    assert package.text("prices").collect()["price"].to_list()[1][0] == "2"


def test_package_of_version_1_is_read(tmp_path: Path) -> None:
    """A package without `$schema`, of the standard's first version, is read; without a schema all is text."""
    folder = lay(tmp_path, {"x.csv": b"a,b\n1,2\n"}, {"name": "x", "path": "x.csv"}, **{"$schema": None})
    said = json.loads((folder / "datapackage.json").read_bytes())
    del said["$schema"]
    (folder / "datapackage.json").write_text(
        json.dumps({**said, "profile": "tabular-data-package", "title": "T"})
    )
    package = load(folder)
    assert package["x"].collect().rows() == [("1", "2")]
    assert (package.title, package.version, package.licenses) == ("T", "", ())
    assert package.cite().startswith("T [Data set]")
    assert repr(package).startswith("T\n  x")


@pytest.mark.parametrize("where", ["disk", "web"])
@pytest.mark.parametrize("algorithm", ["sha256", "md5", ""])
def test_hash_of_a_stranger_is_verified(
    serve: Callable[..., Server], tmp_path: Path, where: str, algorithm: str
) -> None:
    """Where a resource gives a hash, of whatever algorithm, its file is held to it."""
    content = SEMICOLONS.encode()
    digest = hashlib.new(algorithm or "md5", content).hexdigest()
    said = resource(hash=f"{algorithm}:{digest}" if algorithm else digest, bytes=len(content))
    lay(tmp_path, {"data/prices.csv": content}, said)
    place = tmp_path if where == "disk" else serve(tmp_path).url
    assert load(place)["prices"].collect().rows() == ROWS
    (tmp_path / "data/prices.csv").write_bytes(content.replace(b"1,5", b"1,6"))
    package = load(place)
    if where == "web" and algorithm == "sha256":
        assert package["prices"].collect().rows() == ROWS  # the cache has the file that is meant
        return
    with pytest.raises(PackageError, match=r"it is not the file that was described|this file was changed"):
        package["prices"]


def test_sums_vouch_for_a_strangers_files(serve: Callable[..., Server], tmp_path: Path) -> None:
    """A stranger's SHA256SUMS that lists all files makes the package verified, and is held to."""
    lay(tmp_path, {"data/prices.csv": SEMICOLONS.encode()}, resource())
    lines = [
        f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("datapackage.json", "data/prices.csv")
    ]
    (tmp_path / "SHA256SUMS").write_text("".join(lines))
    url = serve(tmp_path).url
    assert load(tmp_path).verified
    assert load(url).verified
    (tmp_path / "data/prices.csv").write_bytes(b"x")
    for place in (tmp_path, url):
        with pytest.raises(PackageError, match=r"prices\.csv: this file was changed: expected sha256:"):
            load(place)["prices"]


@pytest.mark.parametrize("where", ["disk", "web"])
@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "C:/x.csv", "file:///etc/passwd", "https://example.org/x.csv"]
)
def test_path_of_a_stranger_that_leaves_is_refused(
    serve: Callable[..., Server], tmp_path: Path, where: str, path: str
) -> None:
    """A stranger's path outside the package is refused when its table is asked for, and nobody is asked."""
    (tmp_path / "secret.csv").write_text("TOPSECRET\n1\n")
    lay(tmp_path / "x", {"good.csv": b"a\n1\n"}, resource(path=path), {"name": "good", "path": "good.csv"})
    server = serve(tmp_path)
    package = load(tmp_path / "x" if where == "disk" else f"{server.url}/x")
    assert package["good"].collect().height == 1
    with pytest.raises(PackageError, match=r"is not safe|is on the web") as caught:
        package["prices"]
    assert "TOPSECRET" not in str(caught.value)
    assert not any("secret" in each or "passwd" in each for each in server.paths())


def test_missing_file_of_a_stranger_is_said(serve: Callable[..., Server], tmp_path: Path) -> None:
    """A file that a stranger's package names and does not have is said, with its own name."""
    lay(tmp_path, {}, resource())
    with pytest.raises(PackageError, match="there is no file 'data/prices.csv'".replace(".", r"\.")):
        load(tmp_path)["prices"]
    with pytest.raises(PackageError, match=r"127\.0\.0\.1:\d+/data/prices\.csv: the server answers 404"):
        load(serve(tmp_path).url)["prices"]


def test_table_that_is_not_read_is_said(tmp_path: Path) -> None:
    """A table in a format that is not read is an error when it is asked for; the others are there."""
    lay(
        tmp_path,
        {"x.xlsx": b"PK", "y.csv": b"a\n1\n"},
        {"name": "x", "path": "x.xlsx", "type": "table"},
        {"name": "y", "path": "y.csv"},
    )
    package = load(tmp_path)
    assert package.tables == ("x", "y")
    assert package["y"].collect().height == 1
    with pytest.raises(PackageError, match="a table of format 'xlsx' is not read"):
        package["x"]


def test_faulty_record_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    """A record with too many cells does not keep the others from being read; a warning names the first."""
    lay(tmp_path, {"x.csv": b"a,b\n1,2\n3,4,5\n6,7\n"}, {"name": "x", "path": "x.csv"})
    with pytest.warns(
        PackageWarning,
        match=r"table 'x' has faults that were passed over, such as: .*x\.csv:3.*'dateline check'",
    ):
        rows = load(tmp_path)["x"]
    assert rows.collect()["a"].to_list() == ["1", "3", "6"]


def test_cell_that_is_not_of_its_type_is_null(tmp_path: Path) -> None:
    """A cell that is not what its schema says is null in the typed rows, and there in the text."""
    said = {"name": "x", "path": "x.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}}
    lay(tmp_path, {"x.csv": b"n\n1\nmany\n3\n"}, said)
    package = load(tmp_path)
    assert package["x"].collect()["n"].to_list() == [1, None, 3]
    assert package.text("x").collect()["n"].to_list() == ["1", "many", "3"]


def test_packages_of_strangers_are_compared(tmp_path: Path) -> None:
    """Two states of any package can be compared, once both are opened."""
    for name, text in (("old", SEMICOLONS), ("new", SEMICOLONS.replace("1,5", "1,6") + "3;-;;a\n")):
        lay(tmp_path / name, {"data/prices.csv": text.encode()}, resource())
    found = load(tmp_path / "new").changes(load(tmp_path / "old"))
    assert found.rows() == [
        ("prices", "3", "added", None, None, None),
        ("prices", "1", "changed", "price", "1,5", "1,6"),
    ]


def test_offline_reads_a_strangers_package(serve: Callable[..., Server], tmp_path: Path) -> None:
    """What nobody vouches for is kept by its address, asked for again online, and read offline."""
    lay(tmp_path, {"data/prices.csv": SEMICOLONS.encode()}, resource())
    server = serve(tmp_path)
    assert load(server.url)["prices"].collect().rows() == ROWS
    server.contents["/data/prices.csv"] = SEMICOLONS.replace("1,5", "9").encode()
    assert load(server.url)["prices"].collect()["price"].to_list() == [9.0, 2.0]
    server.asked.clear()
    assert load(server.url, offline=True)["prices"].collect()["price"].to_list() == [9.0, 2.0]
    assert server.asked == []
