"""`dateline get` and `dateline outdated`: what they write, print and pin."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

from dateline.cli import get as commands
from dateline.errors import DatelineError, PackageError, UsageError
from dateline.loading import load
from dateline.loading.exporting import FORMATS, Format
from dateline.loading.pins import NAME
from loading.test_strangers import SEMICOLONS, lay, resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from loading.server import Server


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def get(*arguments: object) -> Result:
    """Run `dateline get`; an error is raised as it is, for the command line to print."""
    return CliRunner().invoke(commands.get, list(map(str, arguments)), catch_exceptions=False)


def outdated(*arguments: object) -> Result:
    """Run `dateline outdated`."""
    return CliRunner().invoke(commands.outdated, list(map(str, arguments)), catch_exceptions=False)


def test_words_of_the_command_line_are_those_of_the_library() -> None:
    """Formats and the lock file's name, which stand twice to keep `--help` quick, are the same."""
    assert commands.FORMATS == FORMATS == get_args(Format)
    assert commands.LOCK == NAME


def test_release_is_copied_whole(rivers: Path, serve: Callable[..., Server], here: Path) -> None:
    """Without further words the whole release comes into a folder, and every file of it is as published."""
    done = get(serve(rivers).url, "--version", "1.1")
    assert done.exit_code == 0
    assert done.stdout == ""
    files = sorted(each.relative_to(here) for each in here.rglob("*") if each.is_file())
    published = rivers / "floods" / "1.1.0"
    assert [each.relative_to("floods-1.1.0") for each in files] == sorted(
        each.relative_to(published) for each in published.rglob("*") if each.is_file()
    )
    size = sum((here / each).stat().st_size for each in files)
    assert done.stderr == f"floods 1.1.0: {len(files)} files, {size:,} bytes in floods-1.1.0\n"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=here / "floods-1.1.0", check=True)
    assert [each.name for each in here.iterdir()] == ["floods-1.1.0"]


def test_release_that_is_there_is_left_alone(rivers: Path) -> None:
    """The same release again is no work; another one, or a changed file, is not written over."""
    get(rivers, "-o", "x")
    assert get(rivers, "-o", "x").stderr == "floods 2.0.0 is there already, every file as published: x\n"
    with pytest.raises(UsageError, match="x: there is something here already\n  help: give another folder"):
        get(rivers, "--version", "1.0", "-o", "x")
    Path("x/README.md").write_text("mine")
    with pytest.raises(UsageError, match="there is something here already"):
        get(rivers, "-o", "x")
    assert Path("x/README.md").read_text() == "mine"


def test_failed_copy_leaves_nothing(rivers: Path, serve: Callable[..., Server], here: Path) -> None:
    """A copy that fails at one file leaves no folder, neither under its name nor under another."""
    server = serve(rivers, contents={"/floods/2.0.0/codebook.md": b"x"})
    with pytest.raises(PackageError, match=r"codebook\.md: this file was changed"):
        get(server.url)
    assert list(here.iterdir()) == []


def test_larger_file_than_the_whole_release_is_not_read(rivers: Path, serve: Callable[..., Server]) -> None:
    """No file of a release may be larger than the index says that all are together."""
    server = serve(rivers, contents={"/floods/2.0.0/codebook.md": b"x" * 5_000_000})
    with pytest.raises(
        PackageError, match=r"codebook\.md: the server announces 5,000,000 bytes, and at most"
    ):
        get(server.url)


def test_package_of_a_stranger_is_copied(tmp_path: Path) -> None:
    """A stranger's package is copied with its descriptor, its tables and the files of its schemas."""
    schema = json.dumps(resource()["schema"]).encode()
    files = {"data/prices.csv": SEMICOLONS.encode(), "s.json": schema}
    lay(tmp_path / "s", files, resource(schema="s.json"))
    assert get(tmp_path / "s", "-o", "x").stderr.endswith(" in x; nothing vouches for its files\n")
    assert load("x")["prices"].collect().height == 2
    assert sorted(each.name for each in Path("x").iterdir()) == ["data", "datapackage.json", "s.json"]


def test_faults_of_a_stranger_are_told_harmlessly(tmp_path: Path) -> None:
    """What was passed over in a stranger's table is a line on standard error, and moves no cursor there."""
    lay(tmp_path / "s", {"x.csv": b"a,b\n1,2\n3,4,5\n"}, {"name": "x\x1b[2J", "path": "x.csv"})
    done = get(tmp_path / "s", "--table", "x\x1b[2J")
    assert done.stdout == "a,b\n1,2\n3,4\n"
    assert done.stderr.startswith("warning: table 'x␛[2J' has faults that were passed over")


@pytest.mark.parametrize(
    ("format_", "name"), [("csv", "x.csv"), ("parquet", "x.pq"), ("json", "x.json"), ("ndjson", "x.jsonl")]
)
def test_table_is_written_in_any_format(rivers: Path, format_: str, name: str, here: Path) -> None:
    """A table is written as the file's name or --format says, and reads back as the same rows."""
    get(rivers, "--table", "floods", "-o", name)
    get(rivers, "--table", "floods", "--format", format_, "-o", "other")
    assert Path(name).read_bytes() == Path("other").read_bytes()
    assert sorted(each.name for each in here.iterdir()) == sorted([name, "other"])
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json, "ndjson": pl.read_ndjson}[
        format_
    ]
    assert read(name)["flood"].to_list() == ["F1", "F5", "F6"]
    own = rivers / "floods" / "2.0.0" / "data" / f"floods.{format_}"
    if own.exists():
        assert Path(name).read_bytes() == own.read_bytes()


@pytest.mark.parametrize("format_", FORMATS)
def test_table_of_a_stranger_is_written_in_any_format(tmp_path: Path, format_: str) -> None:
    """Whatever a stranger's file is like, CSV is written plainly, and the others with types."""
    lay(tmp_path / "s", {"data/prices.csv": SEMICOLONS.encode()}, resource())
    get(tmp_path / "s", "--table", "prices", "--format", format_, "-o", "x")
    expected = {
        "csv": b'id,on,price,kind\n1,01.02.2024,"1,5",a\n2,-,"2,0",b\n',
        "ndjson": (
            b'{"id":1,"on":"2024-02-01","price":1.5,"kind":"a"}\n{"id":2,"on":null,"price":2.0,"kind":"b"}\n'
        ),
    }
    if format_ in expected:
        assert Path("x").read_bytes() == expected[format_]
    elif format_ == "json":
        assert json.loads(Path("x").read_bytes())[0] == {
            "id": 1,
            "on": "2024-02-01",
            "price": 1.5,
            "kind": "a",
        }
    else:
        typed = load(tmp_path / "s").opened.contents.typed("prices").collect()
        assert_frame_equal(pl.read_parquet("x"), typed)


def test_table_is_printed_into_a_pipe(rivers: Path) -> None:
    """Without -o a table is printed, byte for byte as it was published."""
    assert (
        get(rivers, "--table", "rivers").stdout_bytes
        == (rivers / "floods/2.0.0/data/rivers.csv").read_bytes()
    )
    assert (
        json.loads(get(rivers, "--table", "rivers", "--format", "json", "-o", "-").stdout)[0]["river"]
        == "han"
    )


def test_one_file_is_copied(rivers: Path) -> None:
    """Any file of a release can be had alone."""
    assert get(rivers, "--file", "README.md").stdout_bytes == (rivers / "floods/2.0.0/README.md").read_bytes()
    with pytest.raises(
        PackageError, match=r"the release has no file 'README\.txt'\n  help: did you mean 'README\.md'"
    ):
        get(rivers, "--file", "README.txt")


def test_file_that_is_there_is_replaced_whole(rivers: Path, here: Path) -> None:
    """A file is written under another name first: whoever reads it sees the old one or the new one."""
    Path("x.csv").write_text("old")
    with pytest.raises(DatelineError):
        get(rivers, "--table", "flods", "-o", "x.csv")
    assert Path("x.csv").read_text() == "old"
    get(rivers, "--table", "floods", "-o", "x.csv")
    assert Path("x.csv").read_text().startswith("flood,")
    assert [each.name for each in here.iterdir()] == ["x.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table", "floods", "--file", "README.md"], "--table and --file name different things"),
        (["--format", "csv"], "--format is for a table"),
        (["-o", "-"], "a whole release is written to a folder"),
        (["--table", "floods", "-o", "no/such/folder/x.csv"], "this cannot be written: No such file"),
        (["--table", "floods", "-o", "."], "this is a folder, not a file"),
        (["--version", "x"], "'x' is no version and no range"),
        (["--as-of", "x"], "'x' is not a day"),
    ],
)
def test_wrong_use_is_said(rivers: Path, arguments: list[str], message: str) -> None:
    """What cannot be done is said before or without anything being written."""
    with pytest.raises(DatelineError, match=message):
        get(rivers, *arguments)


def test_pinned_version_is_read_again(rivers: Path, serve: Callable[..., Server]) -> None:
    """A pin holds the version and the hash that vouches for it; by it the same is read ever after."""
    server = serve(rivers)
    done = get(server.url, "--version", "1", "--lock", NAME, "--table", "floods")
    assert done.stderr == f"pinned floods 1.1.0 in {NAME}\n"
    said = json.loads(Path(NAME).read_bytes())
    assert said["format"] == "dateline-lock/1"
    (pin,) = said["datasets"]
    assert {key: pin[key] for key in ("dataset", "source", "version")} == {
        "dataset": "floods",
        "source": server.url,
        "version": "1.1.0",
    }
    assert load("floods", lock=NAME).version == "1.1.0"
    assert load(server.url, lock=NAME).version == "1.1.0"
    before = Path(NAME).read_bytes()
    assert get(server.url, "--lock", NAME, "--table", "floods").stderr == ""
    assert Path(NAME).read_bytes() == before
    get(server.url, "--version", "latest", "--lock", NAME, "--table", "floods")
    assert load("floods", lock=NAME).version == "2.0.0"


def test_pin_of_a_folder_moves_with_it(rivers: Path, original: Path) -> None:
    """Several datasets are pinned in one file, in order of their names; a path is relative to the file."""
    for source in (original, rivers):
        get(source, "--lock", NAME, "--file", "README.md")
    pins = json.loads(Path(NAME).read_bytes())["datasets"]
    assert [each["dataset"] for each in pins] == ["floods", "harbour"]
    assert pins[0]["source"].startswith("../")
    assert load("harbour", lock=Path(NAME).absolute()).version == "1.1.0"


def test_pinned_release_that_was_changed_is_refused(target: Path) -> None:
    """A release that was sealed anew after it was pinned is found, though all its own hashes are right."""
    get(target, "--lock", NAME, "--file", "README.md")
    said = json.loads(Path(NAME).read_bytes())
    said["datasets"][0]["sha256sums"] = "sha256:" + "0" * 64
    Path(NAME).write_text(json.dumps(said))
    with pytest.raises(
        PackageError, match=rf"expected sha256:0{{64}}, found .*\n  help: {NAME} pinned version 1\.1\.0"
    ):
        load("harbour", lock=NAME)


def test_what_cannot_be_pinned_is_said(rivers: Path, tmp_path: Path, serve: Callable[..., Server]) -> None:
    """Neither a package that nothing vouches for nor an address with a password is pinned."""
    lay(tmp_path / "s", {"data/prices.csv": SEMICOLONS.encode()}, resource(), version="1.0.0")
    with pytest.raises(PackageError, match="only a version with a SHA256SUMS can be pinned"):
        get(tmp_path / "s", "--lock", NAME, "--table", "prices")
    server = serve(rivers)
    with pytest.raises(PackageError, match="an address with a user or password is not pinned"):
        get(server.url.replace("//", "//ada:s3cret@"), "--lock", NAME, "--table", "floods")
    assert not Path(NAME).exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": "other", "datasets": []}',
        '{"format": "dateline-lock/1", "datasets": [{}]}',
    ],
)
def test_lock_file_that_is_none_is_said(content: str) -> None:
    """Whatever stands in a file that is no lock file, the error says what one is."""
    Path(NAME).write_text(content)
    with pytest.raises(PackageError, match="this is no lock file of dateline's\n  help: its format would be"):
        load("x", lock=NAME)


def test_dataset_that_is_not_pinned_is_said(rivers: Path) -> None:
    """A dataset without a pin, a lock file that is not there, and a version beside a pin are errors."""
    with pytest.raises(
        PackageError, match=rf"{NAME}: this cannot be read: No such file.*\n  help: dateline get … --lock"
    ):
        load("floods", lock=NAME)
    get(rivers, "--lock", NAME, "--file", "README.md")
    with pytest.raises(PackageError, match="'flods' is not pinned here\n  help: did you mean 'floods'"):
        load("flods", lock=NAME)
    with pytest.raises(UsageError, match="the lock file says which version is meant"):
        load("floods", lock=NAME, version="1")


def test_outdated_pins_are_told(
    rivers: Path, original: Path, serve: Callable[..., Server], golden: Callable[[str, str], None]
) -> None:
    """Newer versions, what they change, and the records that ended since, are told; the exit code is 1."""
    get(serve(rivers).url, "--version", "1.0", "--lock", NAME, "--file", "README.md")
    get(original, "--lock", NAME, "--file", "README.md")
    done = outdated()
    assert done.exit_code == 1
    golden("loading/outdated.txt", done.stdout)


def test_pins_that_are_up_to_date_are_told(rivers: Path) -> None:
    """Where nothing newer was published the exit code is 0."""
    get(rivers, "--lock", "a.json", "--file", "README.md")
    done = outdated("a.json")
    assert (done.exit_code, done.stdout) == (0, "floods 2.0.0: the newest\n")
    with pytest.raises(PackageError, match="this cannot be read"):
        outdated()


def test_offline_nobody_says_what_is_newest(
    rivers: Path, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline, an old answer is not passed off as today's."""
    get(serve(rivers).url, "--version", "1.0", "--lock", NAME, "--file", "README.md")
    monkeypatch.setenv("DATELINE_OFFLINE", "1")
    with pytest.raises(UsageError, match="offline nobody can say what has been published"):
        outdated()
