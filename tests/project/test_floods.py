"""Another team's dataset: other tables, names, words and places, and every rule finds its slip there.

`tests/projects/floods` has Dutch names, semicolons, a gazetteer of its own and texts that
are made up. Nothing in dateline knows any of them.
"""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.project.checking import check
from dateline.rules.ids import DATES, PLACES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.findings import Report

ROOT = Path(__file__).parents[1] / "projects" / "floods"
Edit = tuple[str, str, str, str]
"""Table, first cell of the record, field, new text."""


def edited(folder: Path, edits: Iterable[Edit]) -> Report:
    """Check a copy of the project in which cells have another text."""
    shutil.copytree(ROOT, folder, dirs_exist_ok=True)
    for table, key, field, text in edits:
        path = folder / "datasets" / "limburg-floods" / f"{table}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"))
        at = rows[0].index(field)
        hit = [row for row in rows if row[0] == key]
        assert hit, f"{table} has no record {key}"
        for row in hit:
            row[at] = text
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
    return check(folder, texts=folder / "texts")


def f(key: str, **cells: str) -> list[Edit]:
    """Give an event other cells."""
    return [("overstromingen", key, field, text) for field, text in cells.items()]


def day(key: str, date: str, *, precision: str = "day") -> list[Edit]:
    """Give an event another day, its bounds with it."""
    first, last = date[:10], date[-10:]
    return f(key, datum=date, van=first, tot=last, hoe_precies=precision)


def b(key: str, **cells: str) -> list[Edit]:
    """Give a claim other cells."""
    return [("beweringen", key, field, text) for field, text in cells.items()]


def p(key: str, **cells: str) -> list[Edit]:
    """Give a place other cells."""
    return [("plaatsen", key, field, text) for field, text in cells.items()]


def a(key: str, **cells: str) -> list[Edit]:
    """Give an article other cells."""
    return [("artikelen", key, field, text) for field, text in cells.items()]


def s(key: str, **cells: str) -> list[Edit]:
    """Give a source other cells."""
    return [("stemmen", key, field, text) for field, text in cells.items()]


def k(key: str, **cells: str) -> list[Edit]:
    """Give a step of a chain other cells."""
    return [("ketens", key, field, text) for field, text in cells.items()]


SLIPS: dict[str, list[Edit]] = {
    "edtf-invalid": f("F1", datum="mid-July"),
    "edtf-bounds": f("F1", van="2021-07-13"),
    "edtf-precision": f("F1", hoe_precies="month"),
    "once-but-interval": f(
        "F1", datum="2021-07-14/2021-07-15", tot="2021-07-15", hoe_precies="interval_day", klok="", zone=""
    ),
    "date-after-publication": day("F1", "2021-07-30"),
    "date-long-before-publication": day("F1", "2019-07-14"),
    "weekday-differs": b("1a", datum="2021-07-13"),
    "phrase-without-anchor": [
        *b("1a", datum_letterlijk="yesterday"),
        *s("1-schap", gezegd_op=""),
        *s("1-vrouw", gezegd_op=""),
        *a("1", verschenen="2021-07"),
    ],
    "phrase-without-year": f("F2", jaar_uit=""),
    "first-of-month": b("1d", datum_letterlijk="July", datum="2021-07-01"),
    "phrase-convention": b("1d", datum="[2021-07-10..2021-07-19]"),
    "phrase-date-differs": b("1a", datum_letterlijk="three days ago"),
    "time-without-zone": f("F1", zone=""),
    "zone-unknown": f("F1", zone="Europe/Amstredam"),
    "time-without-day": f("F2", klok="10:00", zone="Europe/Amsterdam"),
    "time-skipped": [*day("F1", "2021-03-28"), *f("F1", klok="02:30")],
    "time-ambiguous": [*day("F1", "2020-10-25"), *f("F1", klok="02:30")],
    "statement-before-event": s("1-schap", gezegd_op="2021-07-13"),
    "end-before-start": f("F1", einde="2021-07-13"),
    "part-outside-whole": f("F3", datum="2021-06", van="2021-06-01", tot="2021-06-30", einde="2021-07-01"),
    "sequence-reversed": f("F3", datum="2021-07-21", van="2021-07-21", tot="2021-07-21", hoe_precies="day"),
    "numbers-out-of-order": f("F1", minst="60"),
    "place-unknown": f("F1", plaats="valkenburgh"),
    "place-unidentified": f("F2", plaats="sluis-9"),
    "place-elsewhere": b("1d", plaats_letterlijk="Meerssen, South Holland"),
    "place-name-differs": b("1d", plaats_letterlijk="Maastricht"),
    "place-code-form": p("nl-li", provincie="NL.LI"),
    "place-code-differs": p("meerssen", provincie="NL-ZH"),
    "place-code-unknown": p("geul", provincie="NL-XX"),
    "point-outside-country": p("meerssen", breedte="5.75", lengte="50.887"),
    "point-outside-province": p("maastricht", breedte="52.0"),
    "place-name-ambiguous": b("2a", plaats_letterlijk="Limburg", plaats=""),
    "place-precision": f("F1", plaats="nl-li"),
    "place-name-unknown": b("1d", plaats_letterlijk="Merssen"),
    "place-has-no-point": p("geul", breedte="50.8", lengte="5.8"),
    "place-from-source": [
        *f("F1", plaats="nl-li", plaats_precies="adm1"),
        *b("1a", plaats_letterlijk="", plaats=""),
        *b("2a", plaats_letterlijk="", plaats=""),
    ],
    "place-not-then": p("valkenburg", sinds="2022"),
    "place-parent-country": p("meerssen", ligt_in="be-vli"),
    "event-without-claim": b("1e", over="F1"),
    "chain-positions": k("1a", stap="2"),
    "claim-without-chain": k("1a", bewering="1b"),
    "chain-depth": b("1a", diepte="2"),
    "chain-end": s("1-schap", via=""),
    "via-other-article": s("1-schap", via="2-krant"),
    "via-circle": s("1-krant", via="1-schap"),
    "source-of-other-article": k("1a", stem="2-schap"),
    "corroboration-differs": f("F1", steun="single_source"),
    "more-sources-than-people": f("F1", mensen="5"),
    "published-before-statement": s("1-vrouw", gezegd_op="2021-07-20"),
    "archive-missing": a("1", archief=""),
    "coded-without-claims": a("3", stand="gecodeerd"),
    "claims-of-uncoded": a("2", stand="open"),
    "republisher-missing": a("1", kopie="ja"),
    "parent-circle": a("1", kopie_van="1"),
    "url-invalid": a("1", webadres="www.maascourier.example/2021/07/dike"),
    "url-not-canonical": a("1", webadres="https://WWW.maascourier.example:443/2021/07/dike?utm_source=x"),
    "url-host-unknown": a("1", webadres="https://other.example/2021/07/dike"),
    "archive-of-other-page": a("1", archief="https://archive.example/20210717/https://www.example.org/"),
    "claims-disagree": b("1b", aantal="90"),
    "contested-without-dispute": f("F2", betwist="ja"),
    "quotation-without-speaker": b("1c", vorm="los_citaat"),
    "date-from-uncertain-claim": b("1a", houding="vermoedt"),
    "number-from-uncertain-claim": b("2a", houding="vermoedt"),
    "personal-identifier": b("1c", kern="She left in haste, r.jansen@example.org"),
    "person-in-detail": f("F1", over_personen="ja"),
    "few-alike": f("F2", over_personen="ja", plaats="nl-li", plaats_precies="adm1"),
    "evidence-hash": b("1a", sha256="0" * 64),
    "evidence-copied": f("F2", wat="The mayor had the lower streets cleared in mid-July, after the flood"),
    "quote-without-marks": b("1b", vorm="citaat"),
    "text-paragraphs": a("1", alineas="9"),
}
NEAR: dict[str, list[Edit]] = {
    "a window in which it happened once": f("F1", datum="2021-07-14", einde=""),
    "an order for a day to come": [
        *day("F2", "2021-07-20"),
        *f("F2", soort="bevel", einde=""),
        *b("1d", datum_letterlijk="", datum=""),
    ],
    "a state of things that is long past": [
        *f("F3", datum="2019", van="2019-01-01", tot="2019-12-31", hoe_precies="year", einde="2021-07-20"),
    ],
    "a weekday that fits": b("1a", datum_letterlijk="Wednesday"),
    "yesterday, said on the day after": b("1a", datum_letterlijk="yesterday"),
    "a year that the phrase gives": [*b("1d", datum_letterlijk="mid-July 2021"), *f("F2", jaar_uit="")],
    "a time that the clocks showed once": f("F1", klok="02:30"),
    "a statement on the day itself": s("1-schap", gezegd_op="2021-07-14"),
    "an end on the day itself": f("F1", einde="2021-07-14"),
    "equal numbers": f("F1", minst="40", geschat="40"),
    "another spelling of the place": b("1a", plaats_letterlijk="Fauquemont"),
    "a shared name with its country": b("2a", plaats_letterlijk="Limburg, The Netherlands"),
    "a town's province": b("1d", plaats_letterlijk="Meerssen, Limburg"),
    "a coarser precision than the place has": f("F1", plaats_precies="adm1"),
    "a point at the edge": p("maastricht", breedte="50.74"),
    "a place that came into being that year": p("valkenburg", sinds="2021"),
    "fewer sources than people": f("F1", mensen="2"),
    "a page below the outlet's host": [
        *a("1", webadres="https://archief.www.maascourier.example/dike"),
        *a("1", archief="https://archive.example/1/https://archief.www.maascourier.example/dike"),
    ],
    "numbers within the event's range": b("1b", aantal="45"),
    "seven words in a row": f("F2", wat="Lower streets emptied in mid-July, after the river rose"),
    "a number that is no telephone": b("1c", kern="Houses 112, 114 and 116 of 2021 were left"),
}


def test_the_dataset_as_it_stands_is_sound(tmp_path: Path) -> None:
    """Nothing is found, with the texts at hand."""
    report = edited(tmp_path, [])
    assert (report.findings, report.records["beweringen"]) == ((), 7)


@pytest.mark.parametrize("rule", SLIPS)
def test_each_slip_is_found(rule: str, tmp_path: Path) -> None:
    """One slip, and the rule for it finds it, whatever the columns are called."""
    counts = edited(tmp_path, SLIPS[rule]).counts()
    assert rule in counts, counts


@pytest.mark.parametrize("near", NEAR)
def test_what_is_nearly_wrong_is_right(near: str, tmp_path: Path) -> None:
    """A record at the edge of a rule is left alone."""
    assert edited(tmp_path, NEAR[near]).counts() == {}


def test_hardly_any_rule_of_ours_is_left_out() -> None:
    """What the floods cannot show is named, and shown elsewhere."""
    elsewhere = {
        "chain-against-via",  # every chain here has one step
        "dates-out-of-order",  # no table of actors, or of memberships
        "duplicate-without-parent",  # no word for duplicates
        "event-main-place",  # no table of several places
        "event-place-differs",
        "gazetteer-parent-cycle",  # the keys of these tables forbid it, or it is several slips at once
        "gazetteer-repeated",
        "gazetteer-shape",
        "likely-duplicate",  # needs a record more
        "offset-differs",  # no offset is kept
        "original-found",
        "original-missing",
        "place-key",  # no look-up key is kept
    }
    assert (DATES | PLACES | SOURCES) - SLIPS.keys() == elsewhere
