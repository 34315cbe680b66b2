"""Records that only hidden records used: an article, a voice, a place that nobody else names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.package.gating import references as refs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.package.gating.draft import Draft
    from dateline.package.gating.references import Reference


def drop_unused(drafts: Mapping[str, Draft], references: Sequence[Reference]) -> None:
    """Take out what only hidden records used, until nothing of it is left.

    Of places, which a reader may know to be complete, those go as well that nothing ever
    used: a gap would tell where the hidden records lie.
    """
    using = refs.uses({name: draft.table for name, draft in drafts.items()}, references)
    targets = {each.target: [other for other in using if other.target == each.target] for each in using}
    again = True
    while again:
        again = False
        for name, each in targets.items():
            every = drafts[name].table.roles.places is not None
            unused = refs.orphans(drafts, each, every=every, target=name)
            if unused:
                drafts[name].cut(unused)
                refs.settle(drafts, references, [name])
                again = True
