"""Findings that tell of people, made fit for a log that anybody can read.

A finding shows the cell and its line. Where a rule found somebody's name or address there,
that must not go on into the log of a public check: the letters are masked, in this finding
and in every other of the same record. A masked text is as long as it was, so that columns
still point at the right character.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.checks.report import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dateline.findings import Finding


def conceal(findings: Iterable[Finding], masks: Mapping[str, Callable[[str], str]]) -> list[Finding]:
    """Mask what rules found of people.

    Args:
        findings: of one check, all tables together.
        masks: by rule, what to make of a text that this rule found wanting, of the same length.

    """
    every = list(findings)
    hidden: dict[tuple[str | None, int | None], dict[str, Callable[[str], str]]] = {}
    for each in every:
        if each.rule in masks:
            hidden.setdefault((each.file, each.row), {})[each.rule] = masks[each.rule]
    if not hidden:
        return every
    return [_masked(each, hidden.get((each.file, each.row), {}).values()) for each in every]


def _masked(finding: Finding, masks: Iterable[Callable[[str], str]]) -> Finding:
    value, message = finding.value, finding.message
    for mask in masks:
        finding = replace(
            finding,
            value=_or_none(mask, finding.value),
            key=_or_none(mask, finding.key),
            suggestion=_or_none(mask, finding.suggestion),
            snippet=_or_none(mask, finding.snippet),
        )
    return replace(finding, message=message.replace(shown(value), shown(finding.value))) if value else finding


def _or_none(mask: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else mask(text)
