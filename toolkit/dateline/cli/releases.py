"""Releases in words for a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dateline.project.paths import show
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.project.publishing import Publication
    from dateline.project.releasing import Step


def explained(step: Step) -> Iterator[str]:
    """Yield the lines that say which release the records make, and why."""
    name, number = terminal(step.folder.dataset.name), step.decision.version
    if not step.new:
        yield f"{name} {number}: nothing changed since this release"
        return
    if step.last is None:
        yield f"{name} {number}: first release, {terminal(step.reasons[0])}"
        return
    yield f"{name} {number} follows {step.last.version}: {_weight(step)}"
    for reason in step.reasons:
        yield f"  {terminal(reason)}"
    if step.kept:
        yield f"  {step.kept}"


def _weight(step: Step) -> str:
    level = step.decision.level
    if level is None:
        return "nothing changed, and a larger number was asked for"
    return f"a {level} change" + (", and a larger number was asked for" if step.decision.forced else "")


def done(publication: Publication) -> Iterator[str]:
    """Yield the lines that say what was written, or what would be, and what is left to do."""
    for line in publication.planned:
        yield f"  {terminal(line)}"
    if publication.published is None:
        yield "nothing was written"
        return
    yield terminal(str(publication.published))
    if publication.recorded:
        files = " ".join(terminal(show(each)) for each in publication.recorded)
        yield f"wrote {files}: commit them, and mark the release: git tag {terminal(publication.tag)}"


def json_text(steps: Sequence[Step]) -> Iterator[str]:
    """Yield the lines of a JSON array, a dataset each."""
    yield from json.dumps([_value(each) for each in steps], ensure_ascii=True, indent=2).split("\n")


def _value(step: Step) -> dict[str, Any]:
    return {
        "dataset": step.folder.dataset.name,
        "version": step.decision.version,
        "previous": step.last.version if step.last else None,
        "new": step.new,
        "level": step.decision.level,
        "forced": step.decision.forced,
        "reasons": list(step.reasons) if step.new else [],
        "records": {name: asdict(each) for name, each in step.counts.items()},
    }
