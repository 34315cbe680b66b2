"""`dateline get` and `dateline outdated`."""

from __future__ import annotations

import shutil
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from dateline.loading import Package
    from dateline.loading.exporting import Format
    from dateline.loading.pins import Outdated

FORMATS = ("csv", "parquet", "json", "ndjson")
LOCK = "datasets.lock.json"
"""Both stand here again, so that `dateline --help` need not import what reads packages; a test
compares them."""

_offline = click.option(
    "--offline", is_flag=True, default=None, help="Fetch nothing: read what was fetched before."
)
_private = click.option(
    "--allow-private", is_flag=True, help="Let a public address redirect to one of a private network."
)


@click.command()
@click.argument("source", metavar="ADDRESS")
@click.option("--version", "version_", help="Which version: 1.2.0, 1.2, ^1.2, '>=1.1,<2' or latest.")
@click.option(
    "--as-of", metavar="DAY", help="The newest version that there was on a day, such as 2027-01-31."
)
@click.option("--table", help="Write this table alone.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="How to write the table; csv, unless the file's name says.",
)
@click.option(
    "--file", "file_", metavar="PATH", help="Copy this file of the release alone, such as README.md."
)
@click.option("-o", "--output", metavar="PATH", help="The file or folder to write; - is standard output.")
@click.option(
    "--lock",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take the version that is pinned in this file, or pin the one that --version asks for.",
)
@_offline
@_private
def get(  # noqa: PLR0913 - each is an option
    source: str,
    *,
    version_: str | None,
    as_of: str | None,
    table: str | None,
    format_: Format | None,
    file_: str | None,
    output: str | None,
    lock: Path | None,
    offline: bool | None,
    allow_private: bool,
) -> None:
    """Copy a published package, or a part of it, from wherever it stands; every file is verified.

    ADDRESS is what names a package: https://…, s3://…, a folder, a zip archive. Without
    --table and --file the whole release is copied into a folder, NAME-VERSION unless -o says.
    """
    if table and file_:
        raise UsageError(Problem("--table and --file name different things", help="leave one out"))
    if format_ and not table:
        raise UsageError(Problem("--format is for a table", help="name one: --table NAME"))
    with _told_of_warnings():
        package = _opened(source, version_, as_of, lock, offline=offline, allow_private=allow_private)
        _write_part(package, table, format_, file_, output)
        if lock is not None:
            _pin(package, source, lock)


@contextmanager
def _told_of_warnings() -> Iterator[None]:
    """Print what a package warns of as a line of its own."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield
    for each in found:
        _say(f"warning: {each.message}")


def _write_part(
    package: Package, table: str | None, format_: Format | None, file_: str | None, output: str | None
) -> None:
    if table:
        _write_table(package, table, format_, output or "-")
    elif file_:
        from dateline.loading.exporting import write_file  # noqa: PLC0415 - `dateline --help` answers at once

        _write(output or "-", lambda place: write_file(package, file_, place))
    else:
        _write_package(package, output)


def _opened(
    source: str,
    version: str | None,
    as_of: str | None,
    lock: Path | None,
    *,
    offline: bool | None,
    allow_private: bool,
) -> Package:
    from dateline.loading import load  # noqa: PLC0415 - as above
    from dateline.loading.pins import pinned, read_lock  # noqa: PLC0415 - as above

    held = lock is not None and version is None and as_of is None and lock.exists()
    if held and lock is not None and pinned(read_lock(lock), source, lock) is not None:
        return load(source, lock=lock, offline=offline, allow_private=allow_private)
    return load(source, version=version, as_of=as_of, offline=offline, allow_private=allow_private)


def _write_table(package: Package, table: str, format_: Format | None, output: str) -> None:
    from dateline.loading.exporting import suffix_format, write_table  # noqa: PLC0415 - as above

    chosen: Format = format_ or suffix_format(output) or "csv"
    if chosen == "parquet" and output == "-" and sys.stdout.isatty():
        raise UsageError(Problem("Parquet is nothing for a terminal", help="say where to: -o FILE"))
    _write(output, lambda place: write_table(package, table, chosen, place))


def _write(output: str, write: Callable[[Path], None]) -> None:
    """Have a file written, in one step; or what is written printed."""
    from dateline.loading.writing import whole  # noqa: PLC0415 - as above

    if output != "-":
        with whole(Path(output)) as place:
            write(place)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        place = Path(folder) / "printed"
        write(place)
        with place.open("rb") as file:
            _print(file)


def _print(file: IO[bytes]) -> None:
    """Print a file: as it is into a pipe, harmless on a terminal."""
    if not sys.stdout.isatty():
        sys.stdout.flush()
        shutil.copyfileobj(file, sys.stdout.buffer)
        return
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    for line in file:
        click.echo(terminal(line.decode("utf-8", "replace").rstrip("\r\n")))


def _write_package(package: Package, output: str | None) -> None:
    from dateline.loading.exporting import folder_name, write_package  # noqa: PLC0415 - as above

    if output == "-":
        raise UsageError(Problem("a whole release is written to a folder", help="say where to: -o FOLDER"))
    copied = write_package(package, Path(output) if output else folder_name(package))
    name = " ".join(part for part in (package.name, package.version) if part)
    held = "" if package.verified else "; nothing vouches for its files"
    if copied.new:
        _say(f"{name}: {copied.files} files, {copied.bytes:,} bytes in {copied.folder}{held}")
    else:
        _say(f"{name} is there already, every file as published: {copied.folder}")


def _pin(package: Package, source: str, lock: Path) -> None:
    """Pin the version in the lock file, unless it is pinned there."""
    from dateline.loading.pins import pin, pinned, read_lock  # noqa: PLC0415 - as above

    found = pinned(read_lock(lock), source, lock) if lock.exists() else None
    if found is None or (found.version, found.sums) != (package.version, package.opened.sums):
        pin(package, source, lock)
        _say(f"pinned {package.name} {package.version} in {lock}")


def _say(text: str) -> None:
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    click.echo(terminal(text), err=True)


@click.command()
@click.argument("locks", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@_private
def outdated(locks: tuple[Path, ...], *, allow_private: bool) -> None:
    """Say which pinned datasets have newer versions, and which records were retracted since.

    FILE is a lock file that `dateline get --lock` wrote; datasets.lock.json unless given.
    The exit code is 1 if there is a newer version of any.
    """
    from dateline.loading.pins import outdated as run  # noqa: PLC0415 - as above
    from dateline.loading.settings import settings  # noqa: PLC0415 - as above
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    asked = settings(allow_private=allow_private)
    found = [each for lock in locks or (Path(LOCK),) for each in run(lock, asked)]
    for each in found:
        for line in _told(each):
            click.echo(terminal(line))
    if any(each.newer for each in found):
        sys.exit(1)


_SHOWN = 10


def _told(each: Outdated) -> list[str]:
    """Return what is said of a pinned dataset, a line or several."""
    name = f"{each.pin.dataset} {each.pin.version}"
    if not each.newer:
        return [f"{name}: the newest"]
    others = f", {len(each.newer)} versions on" if len(each.newer) > 1 else ""
    lines = [f"{name}: {each.newer[0]} since {each.created} ({each.level}{others})"]
    if each.retracted:
        more = f" and {len(each.retracted) - _SHOWN} more" if len(each.retracted) > _SHOWN else ""
        lines.append(f"  records that are no more: {', '.join(each.retracted[:_SHOWN])}{more}")
    return lines
