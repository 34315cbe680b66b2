"""`dateline retract`, `dateline merge`, `dateline correct`: what becomes of records that may be cited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.project.plan import Done, Step

_LISTED = 20

_records = click.argument("records", nargs=-1, required=True, metavar="TABLE/ID...")
_reason = click.option("--reason", required=True, help="Why, for whoever cited the record.")
_by = click.option("--by", required=True, envvar="DATELINE_CODER", show_envvar=True, help="Who decides so.")
_dataset = click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    default=".",
    help="The dataset's folder, where several are found from here.",
)
_gone = click.option("--gone", is_flag=True, help="The records were taken out before: write their entries.")
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add what the commands have in common, in the order in which `--help` lists it."""
    for each in (_dry_run, _dataset, _by, _reason, _records):
        command = each(command)
    return command


@click.command()
@_shared
@click.option(
    "--split-into",
    multiple=True,
    metavar="ID",
    help="A record that takes a part of its place; given for each of them.",
)
@click.option(
    "--with-references",
    is_flag=True,
    help="Take out rows that have no id of their own and refer to the records, too.",
)
@_gone
def retract(  # noqa: PLR0913 - an argument for each option
    records: tuple[str, ...],
    reason: str,
    by: str,
    dataset: Path,
    split_into: tuple[str, ...],
    *,
    with_references: bool,
    gone: bool,
    dry_run: bool,
) -> None:
    """Take records out of their files, and write down why.

    Their ids are never used again: the dataset's changes.yaml says what became of them.
    Refused while other records refer to them.
    """
    from dateline.project.plan import Why  # noqa: PLC0415 - so that `--help` answers at once
    from dateline.project.retiring import retract as run  # noqa: PLC0415 - as above

    options: dict[str, Any] = {"with_references": with_references, "gone": gone, "try_only": dry_run}
    _tell(run(dataset, records, Why(reason, by), split_into=split_into, **options), dry_run=dry_run)


@click.command()
@_shared
@click.option("--into", required=True, metavar="ID", help="The record that stays.")
@_gone
def merge(
    records: tuple[str, ...],
    reason: str,
    by: str,
    dataset: Path,
    into: str,
    *,
    gone: bool,
    dry_run: bool,
) -> None:
    """Let one record take the place of others, and write down why.

    All that refers to the others refers to it from then on; the others are taken out, and
    the dataset's changes.yaml leads from their ids to its.
    """
    from dateline.project.plan import Why  # noqa: PLC0415 - so that `--help` answers at once
    from dateline.project.retiring import merge as run  # noqa: PLC0415 - as above

    _tell(run(dataset, records, into, Why(reason, by), gone=gone, try_only=dry_run), dry_run=dry_run)


@click.command()
@_shared
def correct(records: tuple[str, ...], reason: str, by: str, dataset: Path, *, dry_run: bool) -> None:
    """Write down why records were corrected, for a dataset that asks for it.

    The records themselves are changed by hand, before or after.
    """
    from dateline.project.plan import Why  # noqa: PLC0415 - so that `--help` answers at once
    from dateline.project.retiring import correct as run  # noqa: PLC0415 - as above

    _tell(run(dataset, records, Why(reason, by), try_only=dry_run), dry_run=dry_run)


def _tell(done: Done, *, dry_run: bool) -> None:
    """Say what was done, or would be."""
    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    for entry in done.entries:
        into = f" into {' and '.join(entry.into)}" if entry.into else ""
        click.echo(terminal(f"{entry.change} {entry.table} {entry.record}{into}"))
    for step in done.steps[:_LISTED]:
        click.echo(f"  {terminal(_said(step))}")
    if len(done.steps) > _LISTED:
        click.echo(f"  … and {len(done.steps) - _LISTED:,} more")
    files = terminal(", ".join(done.files))
    click.echo(f"nothing was written; without --dry-run: {files}" if dry_run else f"wrote {files}")


def _said(step: Step) -> str:
    what = f"{step.table} {step.key}" if step.key else f"a row of {step.table}"
    if step.field is not None:
        what = f"{what}: {step.field} is {step.text}"
    return f"{step.what} {what} ({step.file}:{step.line})"
