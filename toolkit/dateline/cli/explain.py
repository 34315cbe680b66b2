"""`dateline explain`."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.errors import Problem
    from dateline.rules.pages import Page, SchemaRule

_AS_REPORTED = re.compile(r"(?:error|warning)\[([^]]*)\]:?")


@click.command()
@click.argument("rule", required=False)
@click.option("--all", "all_", is_flag=True, help="The pages of all of dateline's own rules.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
def explain(rule: str | None, format_: str, *, all_: bool) -> None:
    """Explain a rule: what it checks, why, a wrong and a right record, how to repair one.

    RULE is an id as reports have it, of dateline's own rules or of one that the schemas
    found from here bring. Without it, all rules are listed.
    """
    # Imported here, so that `dateline --help` answers at once.
    from dateline.render.explain import listed, whole  # noqa: PLC0415
    from dateline.render.options import Options, use_color  # noqa: PLC0415

    options = Options(
        color=use_color(sys.stdout, os.environ), width=shutil.get_terminal_size((100, 24)).columns
    )
    if rule is not None and all_:
        raise click.UsageError("--all goes without a RULE")
    rules = _all() if all_ else _every() if rule is None else _find(rule)
    lines = (listed if rule is None and not all_ else whole)(rules, format_, options)
    for line in lines:
        click.echo(line, color=options.color)


def _all() -> Sequence[Page]:
    from dateline.rules.pages import pages  # noqa: PLC0415 - as above

    return pages()


def _every() -> Sequence[Page | SchemaRule]:
    """Return dateline's own rules and the schemas'; say which schemas cannot be read."""
    from dateline.project.explaining import schema_rules  # noqa: PLC0415 - as above
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    found, problems = schema_rules(Path())
    for file in sorted({each.file for each in problems if each.file is not None}):
        click.echo(f"{terminal(file)} cannot be used, so its rules are left out: dateline check", err=True)
    return [*_all(), *found]


def _find(text: str) -> Sequence[Page | SchemaRule]:
    """Return the rule of this id; of several schemas, all that have one.

    Raises:
        UsageError: if there is none.

    """
    from dateline.errors import UsageError  # noqa: PLC0415 - as above
    from dateline.rules.pages import page  # noqa: PLC0415 - as above

    reported = _AS_REPORTED.fullmatch(text)
    name = reported[1] if reported else text
    own = page(name)
    if own is not None:
        return [own]
    from dateline.project.explaining import schema_rules  # noqa: PLC0415 - as above

    rules, problems = schema_rules(Path())
    found = [each for each in rules if each.id == name]
    if not found:
        known = [*(each.id for each in _all()), *(each.id for each in rules)]
        raise UsageError(_unknown(name, known), *problems)
    return found


def _unknown(name: str, known: Sequence[str]) -> Problem:
    from dateline.document import nearest, quoted  # noqa: PLC0415 - as above
    from dateline.errors import Problem  # noqa: PLC0415 - as above
    from dateline.render.frictionless_types import FRICTIONLESS_TYPES  # noqa: PLC0415 - as above

    same = sorted(rule for rule, type_ in FRICTIONLESS_TYPES.items() if type_ == name and rule in known)
    best = nearest(name, known)
    help_ = "dateline explain lists all rules"
    if same:
        help_ = f"it is frictionless's name; here it is {', '.join(same)}"
    elif best is not None:
        help_ = f"did you mean {quoted(best)}?"
    return Problem(f"there is no rule {quoted(name)}", help=help_)
