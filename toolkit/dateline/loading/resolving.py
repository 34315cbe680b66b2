"""Where a record of an earlier release is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.document import quoted
from dateline.errors import Problem
from dateline.loading.errors import RetractedError, Tombstone, UnknownRecordError
from dateline.package.retractions import NAME as RETRACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from dateline.loading.package import Package
    from dateline.table import Table

_COLUMNS = ("table", "record", "change", "into", "reason", "date")


def resolve(package: Package, table: str | None, record: str) -> str:
    """Return the key under which a record stands in this release.

    Args:
        package: the release.
        table: the record's table; None for whichever has it.
        record: its key in any earlier release, the parts joined by a slash.

    Raises:
        RetractedError: if no single record stands for it.
        UnknownRecordError: if no release up to this one had it, or several tables have it.

    """
    known = tombstones(package)
    names = _promising(package) if table is None else [table]
    found = {name: each for name in names if (each := _today(package, name, record, known)) is not None}
    told = {name: each for (name, key), each in known.items() if key == record and table in (None, name)}
    several = list(dict.fromkeys([*found, *told]))
    if len(several) > 1:
        hint = f"say which one is meant: resolve({several[0]!r}, {record!r})"
        message = f"several tables have or had {quoted(record)}: {', '.join(several)}"
        raise UnknownRecordError(Problem(message, package.location, help=hint))
    if found:
        return found[several[0]]
    if told:
        raise RetractedError(told[several[0]], package.location)
    where = f"table '{table}' has no record" if table else "there is no record"
    message = f"{where} {quoted(record)}, now or in an earlier release"
    raise UnknownRecordError(Problem(message, package.location))


def tombstones(package: Package) -> dict[tuple[str, str], Tombstone]:
    """Return what became of records of earlier releases, by table and key."""
    if RETRACTIONS not in package or not {*_COLUMNS} <= {*package.schema(RETRACTIONS).names}:
        return {}
    rows = package[RETRACTIONS].select(*_COLUMNS).collect().rows()
    found: dict[tuple[str, str], Tombstone] = {}
    for table, record, change, into, reason, day in rows:
        before = found.get((table, record))
        successors = (*(before.into if before else ()), *([into] if into else []))
        found[table, record] = Tombstone(table, record, str(change), reason, day, successors)
    return found


def key_text(table: Table, key: Sequence[str]) -> pl.Expr:
    """Return a record's key as one text, its parts joined by a slash."""
    import polars as pl  # noqa: PLC0415 - opening a package needs no frames

    from dateline.compile.cast import text  # noqa: PLC0415 - as above

    return pl.concat_str(
        [text(table[name], pl.col(name).cast(_held(table, name))) for name in key], separator="/"
    )


def _held(table: Table, name: str) -> Any:  # noqa: ANN401 - any of Polars's types
    from dateline.compile.cast import dtype  # noqa: PLC0415 - as above

    return dtype(table[name])


def _today(
    package: Package, name: str, record: str, known: Mapping[tuple[str, str], Tombstone]
) -> str | None:
    """Return a record's key in a table, its single successor's if it was merged; None if there is neither."""
    ended = known.get((name, record))
    if ended is not None:
        return ended.into[0] if len(ended.into) == 1 else None
    import polars as pl  # noqa: PLC0415 - as above

    table = package.schema(name)
    if not table.primary_key:
        return None
    rows = package[name].filter(key_text(table, table.primary_key) == record)
    return record if rows.select(pl.len()).collect().item() else None


def _promising(package: Package) -> list[str]:
    return [name for name in package if package.schema(name).promises and not package.schema(name).derived]
