"""Whether datasets have places, and the gazetteer that they make, once somebody asks for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.checks.content import Content
    from dateline.gazetteer import Gazetteer
    from dateline.table import Table


def has_places(tables: Mapping[str, Table]) -> bool:
    """Whether a gazetteer can be made of tables: one of them holds places."""
    return any(table.roles.places is not None and table.roles.places.id for table in tables.values())


def lazily(*datasets: Mapping[str, Content]) -> Callable[[], Gazetteer] | None:
    """Return what gives the gazetteer of datasets, made once it is asked for; None if they have no places."""
    if not any(has_places(tables_of(contents)) for contents in datasets):
        return None

    @cache
    def made() -> Gazetteer:
        from dateline.checks.gazetteers import gazetteer_of  # noqa: PLC0415 - most checks ask for no place

        gazetteer = gazetteer_of(*datasets)
        assert gazetteer is not None, "some table holds places"
        return gazetteer

    return made


def tables_of(contents: Mapping[str, Content]) -> dict[str, Table]:
    """Return the tables alone."""
    return {name: each.table for name, each in contents.items()}
