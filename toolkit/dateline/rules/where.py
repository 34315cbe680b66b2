"""Every rule for places and for the records that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.gazetteer import Gazetteer
from dateline.rules.event_places import event_place_rules, source_place_rules
from dateline.rules.gazetteers import gazetteer_rules
from dateline.rules.place_codes import place_code_rules
from dateline.rules.place_names import place_name_rules
from dateline.rules.places import place_rules
from dateline.rules.points import point_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.rules.across import Across
    from dateline.table import Table


def where_rules(
    tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer] | None = None
) -> Iterator[Across]:
    """Yield the rules for places; without a gazetteer, those alone that need none."""
    known = gazetteer or _nowhere
    yield from gazetteer_rules(tables)
    yield from event_place_rules(tables)
    yield from point_rules(tables, known)
    yield from place_code_rules(tables, known)
    if gazetteer is not None:
        yield from place_rules(tables, gazetteer)
        yield from place_name_rules(tables, gazetteer)
        yield from source_place_rules(tables, gazetteer)


def _nowhere() -> Gazetteer:
    return Gazetteer({})
