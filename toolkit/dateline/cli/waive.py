"""`dateline waive`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline.cli import options


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{str(value)!r} is not a day; write it as 2027-01-31", param, ctx)


@click.command()
@click.argument("rule")
@click.argument("records", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why the finding may stand, for the next reader.")
@click.option("--by", required=True, envvar="DATELINE_CODER", show_envvar=True, help="Who decides so.")
@click.option("--table", help="The table, where records of several have the same key.")
@click.option("--field", help="The field, where the rule finds several in a record.")
@click.option("--expires", type=_Day(), help="The last day on which the waiver holds.")
@click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    default=".",
    help="The dataset's folder, where several are found from here.",
)
@options.texts
def waive(  # noqa: PLR0913, PLR0917 - an argument for each option
    rule: str,
    records: tuple[str, ...],
    reason: str,
    by: str,
    table: str | None,
    field: str | None,
    expires: date | None,
    dataset: Path,
    texts: Path | None,
) -> None:
    """Let findings of RULE in RECORDS stand, with a reason.

    RECORDS are primary keys, their parts joined by "/". The dataset's waivers.yaml gets an
    entry for each finding; it holds as long as the cell stays as it is.
    """
    from dateline.project.waiving import Grounds, Which  # noqa: PLC0415 - so that `--help` answers at once
    from dateline.project.waiving import waive as run  # noqa: PLC0415 - as above

    done = run(dataset, Which(rule, records, table, field), Grounds(reason, by, expires), texts)
    for finding in done.findings:
        click.echo(f"waived {finding.rule} of {finding.table} {finding.key}, field {finding.field}")
    click.echo(f"wrote {done.file}")
