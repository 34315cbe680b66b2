"""How exactly events are known, as UCDP GED and ACLED code it: a table beside each table of events.

Whoever puts these records beside those of UCDP or ACLED wants their codes. They follow
from the records' own dates and precision words, so they are no part of the records: they
stand in a table of their own that is made for the release, with the event's key and the
codes under the names that they have in the two codebooks. The records' own table is
published as it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from dateline.document import Document, Node
from dateline.package.model import TableContent
from dateline.table import read_table

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars as pl

    from dateline.table import Table

SUFFIX: Final = "_precision"
"""What a table of codes is called behind its events' name."""

_DATE_PREC = """\
1 the day is known; 2 two to six days; 3 a week; 4 eight to 31 days, such as a month; 5 more, up to a \
year. Empty where the date is open or covers more than a year. By the number of days that the date \
covers, as date_prec of the UCDP GED codebook."""
_TIME_PRECISION = """\
1 the day is known; 2 a week or less; 3 a month or less. Empty where the date is open or covers more \
than a month, and for what lasts longer than a day, which ACLED writes as one record a day. By the \
number of days that the date covers, as time_precision of the ACLED codebook."""
_WHERE_PREC = """\
1 the exact place or settlement; 3 a county or city; 4 a province, or several of its counties; 5 a line, \
such as a border; 6 the country. As where_prec of the UCDP GED codebook, of which 2 and 7 do not occur."""
_GEO_PRECISION = """\
1 the exact place or settlement; 2 a county or city; 3 a province, several of its counties, or a line \
such as a border. As geo_precision of the ACLED codebook, which has no code where the country alone is \
known: then it is empty."""


class _Code(NamedTuple):
    """A code: what its codebook calls it, its greatest value, what it follows from, and what it means."""

    name: str
    most: int
    of: Literal["date", "word"]
    title: str
    description: str


CODES: Final = (
    _Code("date_prec", 5, "date", "Date precision (UCDP GED)", _DATE_PREC),
    _Code("where_prec", 7, "word", "Place precision (UCDP GED)", _WHERE_PREC),
    _Code("time_precision", 3, "date", "Time precision (ACLED)", _TIME_PRECISION),
    _Code("geo_precision", 3, "word", "Place precision (ACLED)", _GEO_PRECISION),
)
"""The codes, as they follow the event's key."""


class _Events(NamedTuple):
    """The fields of a table of events that the codes follow from."""

    key: tuple[str, ...]
    date: str | None
    word: str | None

    @property
    def codes(self) -> tuple[_Code, ...]:
        return tuple(each for each in CODES if getattr(self, each.of) is not None)


def precisions(content: TableContent, taken: Collection[str]) -> TableContent | None:
    """Return the codes of a table of events, a row an event in the same order; None for another table.

    Args:
        content: a table and its rows.
        taken: names of tables; where the codes' table would have one of them, there are none.

    """
    events = _events(content)
    name = f"{content.table.name}{SUFFIX}"
    if events is None or name in taken:
        return None
    table = _table(content.table, events, name)
    typed = content.typed.select(*events.key, *_codes(events))
    return TableContent(table, _written(table, typed), typed)


def _events(content: TableContent) -> _Events | None:
    """Find what there is to follow from; a key field that carries a code's name leaves no room for it."""
    table = content.table
    event = table.roles.event
    if event is None or not table.primary_key or set(table.primary_key) & {each.name for each in CODES}:
        return None
    use = table[event.place].place if event.place else None
    there = set(content.typed.collect_schema().names())
    date = event.date if event.date in there else None
    word = use.precision if use and use.precision in there else None
    found = _Events(table.primary_key, date, word)
    return found if found.codes and there.issuperset(table.primary_key) else None


def _table(events: Table, parts: _Events, name: str) -> Table:
    """Describe the table of codes, as a schema file would."""
    written = {each["name"]: each for each in events.descriptor["fields"]}
    said = {
        "title": f"Precision of {events.title or events.name}",
        "description": "How exactly the date and the place of each record are known, in the codes of UCDP "
        f"GED and ACLED. Made from {events.name} for the release; join by the key.",
        "fields": [
            *(_key(written[key]) for key in parts.key),
            *map(_field, parts.codes),
        ],
        "primaryKey": list(parts.key),
        "foreignKeys": [
            {"fields": list(parts.key), "reference": {"resource": events.name, "fields": list(parts.key)}}
        ],
        "dateline": {"derived": events.name},
    }
    return read_table(Node.root(Document(name, said, {}, {}), []), name, strict=False)


def _key(field: dict[str, Any]) -> dict[str, Any]:
    """Describe a field of the key as the events do, but for what they say of other fields of theirs."""
    kept = {name: said for name, said in field.items() if name != "dateline"}
    return kept | {"constraints": {"required": True, **field.get("constraints", {})}}


def _field(code: _Code) -> dict[str, Any]:
    return {
        "name": code.name,
        "title": code.title,
        "type": "integer",
        "description": code.description,
        "constraints": {"minimum": 1, "maximum": code.most},
    }


def _codes(events: _Events) -> list[pl.Expr]:
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.edtf import vector  # noqa: PLC0415 - as above
    from dateline.gazetteer.precision import ACLED_GEO_PRECISION, UCDP_WHERE_PREC  # noqa: PLC0415 - as above

    made = {}
    if events.date is not None:
        made["date_prec"] = vector.ucdp_date_prec(pl.col(events.date))
        made["time_precision"] = vector.acled_time_precision(pl.col(events.date))
    if events.word is not None:
        word = pl.col(events.word).cast(pl.String)
        for name, codes in (("where_prec", UCDP_WHERE_PREC), ("geo_precision", ACLED_GEO_PRECISION)):
            made[name] = word.replace_strict(dict(codes), default=None, return_dtype=pl.Int64)
    return [made[each.name].cast(pl.Int64).alias(each.name) for each in events.codes]


def _written(table: Table, typed: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows as text, as the schema has them."""
    import polars as pl  # noqa: PLC0415 - as above

    from dateline.compile.cast import text  # noqa: PLC0415 - as above

    return typed.select(text(each, pl.col(each.name)).alias(each.name) for each in table.fields)
