"""Packages from a web server, by way of the cache."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from dateline.errors import PackageError, UsageError
from dateline.loading import load
from dateline.loading.cache import Cache, Seen
from dateline.loading.ranges import wanted
from dateline.loading.settings import cache_folder, settings
from dateline.loading.start import load_with
from loading.filling import fill
from package.samples import contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.loading.settings import Settings
    from loading.server import Server


def _kept(cache: Path) -> list[Path]:
    """Return the files that the cache holds by their hash."""
    return sorted(each for each in (cache / "sha256").rglob("*") if each.is_file())


@pytest.mark.parametrize(
    ("path", "version", "found"),
    [
        ("", None, "1.1.0"),
        ("/", "1.0", "1.0.0"),
        ("/index.json", ">=1,<1.1", "1.0.0"),
        ("/harbour", None, "1.1.0"),
        ("/harbour/", "1.0.0", "1.0.0"),
        ("/harbour/latest", None, "1.1.0"),
        ("/harbour/1.0.0/", None, "1.0.0"),
        ("/harbour/1.0.0/datapackage.json", "1.0", "1.0.0"),
    ],
)
def test_every_address_leads_to_its_release(
    serve: Callable[..., Server], original: Path, path: str, version: str | None, found: str
) -> None:
    """A target, its index, a dataset, a version and a descriptor on the web all lead to a release."""
    package = load(serve(original).url + path, version=version)
    assert package.version == found
    assert package.verified


def test_tables_come_back_as_they_were_published(serve: Callable[..., Server], original: Path) -> None:
    """Every table from the web has the rows, order and types that were checked."""
    package = load(serve(original).url)
    for name, content in contents().items():
        assert_frame_equal(package[name].collect(), content.typed.select(content.table.names).collect())
        assert_frame_equal(package.text(name).collect(), load(original).text(name).collect())


def test_only_what_is_asked_for_is_fetched(serve: Callable[..., Server], original: Path) -> None:
    """Opening fetches three documents; a table is fetched once, and never again."""
    server = serve(original)
    package = load(f"{server.url}/index.json")
    opening = ["/index.json", "/harbour/1.1.0/SHA256SUMS", "/harbour/1.1.0/datapackage.json"]
    assert server.paths() == opening
    package["events"]
    package["events"]
    load(server.url, version="1.1.0")["events"]
    assert server.paths().count("/harbour/1.1.0/data/events.parquet") == 1
    assert not any("ports" in path for path in server.paths())
    server.asked.clear()
    load(f"{server.url}/index.json")
    assert server.paths() == ["/index.json"]


def test_server_without_ranges_and_tags_will_do(serve: Callable[..., Server], original: Path) -> None:
    """The plainest server of files is enough."""
    server = serve(original, ranges=False, tags=False, length=None)
    assert load(server.url)["events"].collect().height == 3


def test_page_instead_of_a_missing_file_is_no_package(serve: Callable[..., Server], original: Path) -> None:
    """A host that answers every wrong address with a page is read as if it said that nothing is there."""
    server = serve(original)
    for path in ("/harbour/datapackage.json", "/harbour/index.json", "/datapackage.json"):
        server.contents[path] = b"<!doctype html><title>Not found</title>"
    assert load(f"{server.url}/harbour").version == "1.1.0"


def test_changed_file_is_refused_with_both_hashes(
    serve: Callable[..., Server], original: Path, cache: Path
) -> None:
    """A data file that is not the published one is neither given nor kept; the error names both hashes."""
    server = serve(original)
    package = load(server.url)
    before = _kept(cache)
    server.contents["/harbour/1.1.0/data/events.parquet"] = b"x" * 100
    expected = package.descriptor["resources"][1]["dateline"]["parquet"]["hash"]
    with pytest.raises(
        PackageError,
        match=rf"/data/events\.parquet: .*expected {expected}, found sha256:[0-9a-f]{{64}}\n  help: whoever",
    ):
        package["events"]
    assert _kept(cache) == before
    assert list((cache / "partial").iterdir()) == []


@pytest.mark.parametrize("name", ["SHA256SUMS", "datapackage.json"])
def test_changed_document_is_refused(serve: Callable[..., Server], original: Path, name: str) -> None:
    """The index vouches for SHA256SUMS, that for the descriptor: a change of either is found."""
    server = serve(original)
    path = f"harbour/1.1.0/{name}"
    server.contents[f"/{path}"] = (original / path).read_bytes().replace(b"1", b"2", 1)
    with pytest.raises(PackageError, match=f"{name}: this file was changed"):
        load(server.url)


def test_larger_file_than_described_is_not_read(serve: Callable[..., Server], original: Path) -> None:
    """A data file with more bytes than the descriptor says is refused before it is read."""
    server = serve(original)
    package = load(server.url)
    server.contents["/harbour/1.1.0/data/events.parquet"] = b"x" * 10_000_000
    with pytest.raises(PackageError, match=r"announces 10,000,000 bytes, and at most [0-9,]+ are expected"):
        package["events"]


def test_too_large_an_index_is_not_read(serve: Callable[..., Server], original: Path) -> None:
    """An index of more than 16 MB is refused."""
    server = serve(original, contents={"/index.json": b" " * 16_000_001})
    with pytest.raises(PackageError, match=r"index\.json: the server announces 16,000,001 bytes"):
        load(f"{server.url}/index.json")


@pytest.mark.parametrize(
    "path", ["../x.csv", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x", "a\\b"]
)
def test_path_that_leaves_the_package_is_refused(
    serve: Callable[..., Server], original: Path, path: str
) -> None:
    """A descriptor from the web whose paths leave it is refused, and nothing is asked for."""
    said = json.loads((original / "harbour/1.1.0/datapackage.json").read_bytes())
    said["resources"][0]["path"] = path
    server = serve(
        original, contents={"/x/datapackage.json": json.dumps(said).encode(), "/x/release.json": b"{}"}
    )
    with pytest.raises(PackageError, match=f"the path '{re.escape(path)}' is refused"):
        load(f"{server.url}/x")


def test_missing_version_is_said(serve: Callable[..., Server], original: Path) -> None:
    """A version that is not there is said with those that are."""
    server = serve(original)
    with pytest.raises(
        PackageError, match=r"/harbour: there is no version 2\n  help: there are 1\.1\.0, 1\.0\.0"
    ):
        load(server.url, version="2")
    with pytest.raises(PackageError, match="this is version 1.0.0, not 1.1".replace(".", r"\.")):
        load(f"{server.url}/harbour/1.0.0", version="1.1")


def test_listed_version_that_is_gone_is_said(serve: Callable[..., Server], target: Path) -> None:
    """A version that the index lists and the server does not have is an error that names the file."""
    (target / "harbour" / "1.1.0").rename(target / "elsewhere")
    with pytest.raises(PackageError, match=r"/harbour/1\.1\.0/SHA256SUMS: the server answers 404"):
        load(serve(target).url)


def test_offline_reads_what_was_fetched(
    serve: Callable[..., Server], original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline, by argument or by environment, what was fetched before is read, and nobody is asked."""
    server = serve(original)
    load(server.url)["events"]
    server.asked.clear()
    assert load(server.url, offline=True)["events"].collect().height == 3
    monkeypatch.setenv("DATELINE_OFFLINE", "1")
    package = load(f"{server.url}/", version="1")
    assert package["events"].collect().height == 3
    with pytest.raises(
        PackageError, match=r"/data/ports\.parquet: this file is not in the cache, and nothing is f"
    ):
        package["ports"]
    with pytest.raises(
        PackageError, match="/other: there is no package here in the cache, and nothing is fetched"
    ):
        load(f"{server.url}/other")
    assert server.asked == []
    assert load(server.url, offline=False)["ports"].collect().height == 2


@pytest.mark.parametrize(
    ("said", "offline"), [("1", True), ("yes", True), ("0", False), ("", False), ("No", False)]
)
def test_environment_says_whether_to_fetch(
    said: str, monkeypatch: pytest.MonkeyPatch, *, offline: bool
) -> None:
    """DATELINE_OFFLINE is on unless it says no; an argument outweighs it."""
    monkeypatch.setenv("DATELINE_OFFLINE", said)
    assert settings().offline is offline
    assert settings(offline=not offline).offline is not offline


@pytest.mark.parametrize("said", ["x", "0", "-1", "nan", "1e9"])
def test_time_out_that_is_none_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time-out in the environment that is no number of seconds is an error that names the variable."""
    monkeypatch.setenv("DATELINE_TIMEOUT", said)
    with pytest.raises(UsageError, match=f"DATELINE_TIMEOUT is '{re.escape(said)}'"):
        settings()


def test_damaged_cache_heals(serve: Callable[..., Server], original: Path, cache: Path) -> None:
    """A file of the cache that was damaged is found by its hash and fetched again; offline it is missing."""
    server = serve(original)
    expected = load(server.url)["events"].collect()
    for each in _kept(cache):
        each.write_bytes(each.read_bytes()[:-1] + b"\0")
    for each in (cache / "addresses").iterdir():
        each.write_text("{")
    assert_frame_equal(load(server.url)["events"].collect(), expected)
    victim = _kept(cache)[0]
    victim.write_bytes(b"")
    with pytest.raises(PackageError, match=r"not in the cache|there is no package here in the cache"):
        load(server.url, offline=True)["events"]
    assert not victim.exists()


def test_eight_processes_fill_one_cache(serve: Callable[..., Server], original: Path, cache: Path) -> None:
    """Eight processes that fetch the same files at once all read them whole, and leave nothing behind."""
    server = serve(original, cuts={"/harbour/1.0.0/data/events.parquet": [100, 50]})
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["loading.filling"])
    with context.Pool(8) as pool:
        found = pool.starmap(fill, [(server.url, turn) for turn in range(8)])
    assert found[:2] * 4 == found
    assert all(map(all, found))
    cached = Cache(cache)
    assert _kept(cache)
    assert all(cached.find(each.name) == each for each in _kept(cache))
    assert list((cache / "partial").iterdir()) == []
    server.asked.clear()
    assert fill(server.url, 0) == found[0]
    assert not any("data/" in path for path in server.paths())


def test_killed_download_leaves_nothing_that_counts(
    serve: Callable[..., Server], original: Path, cache: Path
) -> None:
    """A process that is killed in the middle of a download leaves no file that anybody would read."""
    server = serve(original, pause=0.01, only="/data/")
    code = f"import dateline; dateline.load({server.url!r}).path('events')"
    toolkit = str(Path(__file__).parents[2] / "toolkit")
    started = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": toolkit})
    while not any("events" in path for path in server.paths()):
        assert started.poll() is None
    started.kill()
    started.wait()
    assert all(Cache(cache).find(each.name) for each in _kept(cache))
    server.pause = 0
    assert load(server.url)["events"].collect().height == 3


def test_what_was_left_long_ago_is_swept(cache: Path) -> None:
    """A file that a killed process left on its way is thrown away after a week, a young one is not."""
    folder = cache / "partial"
    folder.mkdir(parents=True)
    (folder / "old").write_bytes(b"x")
    (folder / "young").write_bytes(b"x")
    os.utime(folder / "old", (0, 0))
    Cache(cache).add(b"content")
    assert [each.name for each in folder.iterdir()] == ["young"]


def test_cache_keeps_by_content(cache: Path) -> None:
    """Equal content is one file; an address is remembered with what tells its state."""
    kept = Cache(cache)
    assert kept.add(b"a") == kept.add(b"a")
    assert len(_kept(cache)) == 1
    seen = Seen("0" * 64, '"tag"', None)
    kept.remember("http://x/y", seen)
    assert kept.seen("http://x/y") == seen
    assert kept.seen("http://x/z") is None


def test_cache_that_cannot_be_written_is_said(
    serve: Callable[..., Server], original: Path, tmp_path: Path, quick: Settings
) -> None:
    """A cache whose folder cannot be made is an error that says how to name another."""
    (tmp_path / "file").write_text("x")
    there = replace(quick, cache=tmp_path / "file" / "cache")
    with pytest.raises(
        PackageError, match=r"the cache cannot be written: .*\n  help: .*DATELINE_CACHE=FOLDER"
    ):
        load_with(serve(original).url, wanted(None), there)


@pytest.mark.parametrize(
    ("platform", "variables", "found"),
    [
        ("linux", {"XDG_CACHE_HOME": "/c"}, "/c/dateline"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/ada/.cache/dateline"),
        ("linux", {}, "/home/ada/.cache/dateline"),
        ("darwin", {"XDG_CACHE_HOME": "/c"}, "/home/ada/Library/Caches/dateline"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/dateline/Cache"),
        ("linux", {"DATELINE_CACHE": "~/mine"}, "/home/ada/mine"),
    ],
)
def test_cache_stands_where_the_system_keeps_such_files(
    platform: str, variables: dict[str, str], found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is that of the system's own rules, or what DATELINE_CACHE says."""
    for name in ("DATELINE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/ada", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == Path(found)


def test_password_is_used_and_never_shown(serve: Callable[..., Server], original: Path, cache: Path) -> None:
    """A package behind a password loads; the password is nowhere in what is shown or kept."""
    server = serve(original, login="Basic YWRhOnMzY3JldA==")
    package = load(server.url.replace("//", "//ada:s3cret@"))
    assert package["events"].collect().height == 3
    assert "s3cret" not in f"{package!r} {package.location}"
    notes = [each.read_text() for each in (cache / "addresses").iterdir()]
    assert notes
    assert not any("s3cret" in each for each in notes)
    with pytest.raises(PackageError, match="the server answers 401") as caught:
        load(server.url.replace("//", "//ada:wr0ng@"))
    assert "wr0ng" not in str(caught.value)


def test_hostile_text_of_a_package_is_shown_harmless(serve: Callable[..., Server], target: Path) -> None:
    """What a stranger writes into titles does not reach a terminal as it stands."""
    said = json.loads((target / "harbour/1.1.0/datapackage.json").read_bytes())
    said["title"] = said["resources"][0]["title"] = said["homepage"] = "\x1b[31mred\u202e"
    server = serve(
        target, contents={"/x/datapackage.json": json.dumps(said).encode(), "/x/release.json": b"{}"}
    )
    package = load(f"{server.url}/x")
    assert "\x1b" not in repr(package) + package.cite()
    assert "\u202e" not in repr(package) + package.cite()
    assert repr(package).endswith("; not verified")


def test_loading_from_disk_needs_no_web(original: Path) -> None:
    """A package on disk is opened without the modules that speak to servers."""
    code = (
        f"import sys, dateline; p = dateline.load({str(original)!r}); p['events']; "
        "names = ('ssl', 'http.client', 'obstore', 'rich', 'pandera'); "
        "print([each for each in names if each in sys.modules])"
    )
    toolkit = str(Path(__file__).parents[2] / "toolkit")
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": toolkit}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
