from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dateline.edtf import PRECISIONS
from dateline.gazetteer.precision import PLACE_PRECISIONS
from dateline.package.page import Accepted, Quality, codebook_page, index_page
from dateline.package.page.dates import PRECISION, words
from dateline.package.page.downloads import PLACEHOLDER, base
from dateline.package.page.geometry import Projection, paths, simplified
from dateline.package.page.library import Library, main_table
from dateline.package.page.listing import listing
from dateline.package.page.places import PRECISION as PLACE_PRECISION
from dateline.package.page.places import SHORT
from dateline.package.page.prose import sections, web
from dateline.package.page.shell import data, size
from dateline.package.page.timeline import Window, timeline
from page import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.package.page import PageInput

LIMIT = 1_000_000


@pytest.mark.parametrize(
    ("make", "outlines"),
    [
        (samples.reports, None),
        (samples.gazetteer, None),
        (samples.hostile, {"north": samples.NORTH}),
        (lambda: samples.many(400, {"kind": "x" * 100_000}), None),
    ],
)
def test_page_stays_under_a_megabyte(
    make: Callable[[], PageInput], outlines: dict[str, object] | None
) -> None:
    """However many records there are, and however long their cells, the page is under 1 MB."""
    assert len(index_page(make(), outlines)) < LIMIT  # type: ignore[arg-type]  # a geometry is a mapping


def test_what_does_not_fit_is_named() -> None:
    """The page says how many records it leaves out, and which file has them."""
    page = index_page(samples.many(12_000), {"north": samples.NORTH})
    assert len(page) < LIMIT
    text = page.decode()
    found = re.search(r"([\d,]+) of 12,000 records are not on this page", text)
    assert found
    assert int(found[1].replace(",", "")) > 1000
    assert 'href="data/events.csv"' in text


@pytest.mark.parametrize("make", [samples.floods, samples.hostile, lambda: samples.many(800)])
def test_same_input_gives_same_bytes(make: Callable[[], PageInput]) -> None:
    """Two builds, each from records read anew, are byte-identical."""
    assert index_page(make()) == index_page(make())
    assert codebook_page(make()) == codebook_page(make())


@pytest.mark.parametrize(("name", "make"), [("index", index_page), ("codebook", codebook_page)])
def test_pages_read_as_approved(
    golden: Callable[[str, str], None], name: str, make: Callable[[PageInput], bytes]
) -> None:
    """The pages of a dataset whose tables have other names are the approved text, style and script apart."""
    text = make(samples.floods()).decode()
    bare = re.sub(r"(<style>|<script>).*?(</style>|</script>)", r"\1\2", text, flags=re.DOTALL)
    golden(f"page/{name}.html", re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", bare))


def test_page_needs_nothing_else() -> None:
    """No source, style, script or picture is asked for; the policy allows two hashes alone."""
    text = index_page(samples.reports()).decode()
    head = text.split("</head>")[0]
    assert "default-src 'none'; img-src data:; style-src 'sha256-" in head
    assert not re.search(
        r"<(script|img|iframe|object|embed|audio|video|source|base|form)\b[^>]*\b(src|href|action)=", text
    )
    assert re.findall(r"<link[^>]*>", text) == ['<link rel="icon" href="data:,">']
    assert "style=" not in text.split("<body>")[1].split("<script>")[0]
    assert "@import" not in text
    assert "url(http" not in text


def test_stranger_without_roles_gets_records_codebook_and_downloads() -> None:
    """Of tables that say nothing of what they are, the longest is shown; there is no map, no timeline."""
    schema = "fields: [{name: a, type: string}, {name: b, type: integer}]"
    small = samples.table("small", schema, [{"a": "x", "b": "1"}])
    large = samples.table("large", schema, [{"a": f"row {each}", "b": str(each)} for each in range(9)])
    text = index_page(samples.page(samples.metadata(), [small, large])).decode()
    assert all(f'<h2 id="{name}">' in text for name in ("records", "codebook", "downloads", "load", "cite"))
    assert 'id="map"' not in text
    assert 'id="timeline"' not in text
    assert text.count('<li class="card"') == 9


@pytest.mark.parametrize("rows", [[], [{"a": ""}]])
def test_empty_tables_have_a_page(rows: list[dict[str, str]]) -> None:
    """A release without a record, or with an empty one, has its pages."""
    schema = "fields: [{name: a, type: string}]"
    page = samples.page(samples.metadata(), [samples.table("only", schema, rows)])
    assert b"<h2" in index_page(page)
    assert b"<h2" in codebook_page(page)


def test_page_is_about_events_before_places() -> None:
    """The main table is that of events, then that of places, then the longest one that joins no others."""
    for make, name in ((samples.reports, "events"), (samples.gazetteer, "gaz_places")):
        page = make()
        assert main_table(Library.of(page.contents, page.summaries)).name == name


def test_map_counts_each_event_once() -> None:
    """Areas, the country and lines together have as many events as there are."""
    text = index_page(samples.reports()).decode()
    table = text.split('<table class="counts">')[1].split("</table>")[0]
    numbers = [
        int(each)
        for each in re.findall(
            r'<td class="number">(?:<span.*?</span> )?(\d+)</td>', table.split("<tfoot>")[0]
        )
    ]
    points = 1
    assert sum(numbers) - points == 44


def test_points_stand_only_where_the_place_is_known() -> None:
    """A point is drawn for an exact place, none for a province, a county or a country."""
    fine = [samples.event(1, place="town", how="exact")]
    coarse = [samples.event(1, place="town", how=how) for how in ("adm2", "adm1", "country", "linear", "")]
    outlines = {"north": samples.NORTH}
    assert index_page(samples.events(fine), outlines).decode().count('class="dot"') == 2
    assert 'class="dot"' not in index_page(samples.events(coarse), outlines).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2021-07-03", "3 July 2021"),
        ("2021-07", "July 2021"),
        ("2021", "2021"),
        ("2023-06~", "about June 2023"),
        ("2023?", "2023 (uncertain)"),
        ("2023%", "about 2023 (uncertain)"),
        ("[2024-10-11..2024-10-20]", "one day, 11\N{EN DASH}20 October 2024"),
        ("[2024-10-11..2024-11-06]", "one day, 11 October \N{EN DASH} 6 November 2024"),
        ("[2017-10..2017-12]", "one day, October\N{EN DASH}December 2017"),
        ("[2023-12-30..2024-01-02]", "one day, 30 December 2023 \N{EN DASH} 2 January 2024"),
        ("[..2024-11-06]", "by 6 November 2024"),
        ("[2024-11-06..]", "6 November 2024 or later"),
        ("2021-11/2021-12", "November 2021 to December 2021"),
        ("2021-11/..", "from November 2021 on"),
        ("../2021-11", "until November 2021"),
        ("..", "still going on"),
        ("mid-October", "mid-October"),
    ],
)
def test_dates_are_said_as_exactly_as_they_are(text: str, said: str) -> None:
    """Each form of the profile has its words, and what is no date stays as it is."""
    assert words(text) == said


def test_every_word_of_precision_is_explained() -> None:
    """No word for the precision of a date or a place is missing from the page's explanations."""
    assert set(PRECISION) == set(PRECISIONS)
    assert set(PLACE_PRECISION) == set(PLACE_PRECISIONS) == set(SHORT)


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2029, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS, st.integers(1, 50)), min_size=1, max_size=20))
def test_timeline_gives_each_record_one_share(made: list[tuple[date, date, int]]) -> None:
    """Sure and spread records together are those whose dates have both ends and are not too wide."""
    windows = [Window(min(one, other), max(one, other), number) for one, other, number in made]
    found = timeline(windows)
    narrow = sum(each.number for each in windows if (each.last - each.first).days <= 3653)  # type: ignore[operator]  # both are days
    if found is None:
        assert narrow == 0
        return
    assert sum(each.sure + each.spread for each in found.bars) == pytest.approx(narrow, rel=1e-3)
    assert found.sure + found.spread == narrow
    assert found.wide == sum(each.number for each in windows) - narrow


def test_timeline_spreads_a_window_over_its_days() -> None:
    """Of a window of ten days, three in one month and seven in the next, the months have their shares."""
    found = timeline([Window(date(2024, 1, 29), date(2024, 2, 7), 1)])
    assert found is not None
    assert [(each.label, each.spread) for each in found.bars] == [
        ("January 2024", 0.3),
        ("February 2024", 0.7),
    ]


def test_timeline_keeps_open_dates_apart() -> None:
    """A date with one end is no bar: it is counted at the end that is known."""
    found = timeline(
        [
            Window(None, date(2024, 3, 1), 2),
            Window(date(2024, 1, 5), None, 3),
            Window(date(2024, 2, 1), date(2024, 2, 1), 1),
        ]
    )
    assert found is not None
    assert [(each.before, each.after, each.sure) for each in found.bars] == [(0, 3, 0), (0, 0, 1), (2, 0, 0)]


def test_long_period_is_drawn_by_years() -> None:
    """Centuries of months could not be told apart."""
    found = timeline(
        [Window(date(1800, 1, 1), date(1800, 1, 1), 1), Window(date(2000, 1, 1), date(2000, 1, 1), 1)]
    )
    assert found is not None
    assert (found.unit, len(found.bars)) == ("year", 201)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=40), st.floats(0.01, 5))
def test_simplified_line_stays_near(line: list[tuple[float, float]], tolerance: float) -> None:
    """The ends stay, and what is left are points of the line in their order."""
    kept = simplified(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(point in rest for point in kept)


def test_outlines_keep_to_their_budget() -> None:
    """A coast of many thousand points is simplified until it fits."""
    from math import cos, sin  # noqa: PLC0415 - for this test alone

    coast = [[5 + cos(each / 1000) + sin(each) / 50, 50 + sin(each / 1000)] for each in range(6284)]
    shape = {"type": "Polygon", "coordinates": [[*coast, coast[0]]]}
    projection = Projection.of([(4, 49), (6, 51)])
    assert projection is not None
    found = paths({"a": shape}, projection, 3000)
    assert 100 < len(found["a"]) <= 3000


def test_antimeridian_does_not_stretch_the_map() -> None:
    """Points on both sides of 180 degrees are near one another."""
    projection = Projection.of([(179, -17), (-179, -16)])
    assert projection is not None
    assert projection.place((-179, -17))[0] - projection.place((179, -17))[0] == pytest.approx(
        2 * projection.shrunk * projection.scale
    )


@given(st.lists(st.text(max_size=40), max_size=200), st.integers(0, 3000), st.integers(0, 600))
def test_listing_loses_nothing(texts: list[str], plain: int, packed: int) -> None:
    """Each item is in the page, packed, or counted as left; the budgets are kept."""
    items = [Markup("<li>{}</li>").format(text) for text in texts]
    found = listing(items, len(items), plain, packed)
    assert found.shown + found.more + found.left == len(items)
    assert found.shown == 0 or len("".join(items[: found.shown]).encode()) <= plain
    assert len(found.packed) <= packed


def test_readme_is_shown_without_what_acts() -> None:
    """Tags are text, pictures are gone, links lead to the web or are words."""
    links = "[w](https://example.org) [j](javascript:alert(1)) [r](other.md) ![p](http://x/i.png)"
    text = f"# T\n\nIntro <b>x</b>\n\n## One <i>\n\n{links}\n"
    before, one = sections(text)
    assert before.title == ""
    assert "&lt;b&gt;" in before.body
    assert one.title == "One <i>"
    assert '<a href="https://example.org" rel="noopener noreferrer">w</a>' in one.body
    assert one.body.count("<a ") == 1
    assert "r p</p>" in one.body
    assert "<img" not in one.body


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//example.org",
        "data:text/html,x",
        "https://a b",
        "ftp://x.org",
        'http://x"y',
        "http://x\u202ey",
        "",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    """Nothing but http and https, without spaces, quotes or hidden characters, becomes a link."""
    assert web(address) is None


@pytest.mark.parametrize(
    ("home", "found"),
    [
        (None, PLACEHOLDER),
        ("https://example.org/data", "https://example.org/data/strange/1.1.0"),
        ("https://example.org/strange/", "https://example.org/strange/1.1.0"),
        ("https://example.org/strange/latest", "https://example.org/strange/1.1.0"),
        ("https://example.org/?x=1", PLACEHOLDER),
    ],
)
def test_examples_name_the_address_of_the_release(home: str | None, found: str) -> None:
    """The release is looked for below the home page; without one, a placeholder is seen as such."""
    page = samples.events([samples.event(1)], dataset=samples.metadata(homepage=home))
    assert base(page) == found
    assert f'<span class="base">{found}</span>/data/events.parquet' in index_page(page).decode()


def test_address_of_the_release_goes_before_the_home_page() -> None:
    """Where the target's address is known, it stands in the examples."""
    page = samples.events([samples.event(1)], base="https://example.net/a/1.1.0/")
    assert base(page) == "https://example.net/a/1.1.0"


def test_data_cannot_end_their_element() -> None:
    """JSON in the page has no character that HTML reads, and is the same JSON."""
    value = {each: [each] for each in samples.EVIL}
    text = data(value)
    assert not set("<>&") & set(text)
    assert json.loads(text) == value


def test_quality_counts_what_found_nothing() -> None:
    """A rule with a waived finding or an accepted warning has not passed without a word."""
    quality = Quality(("a", "b", "c"), 9, (Accepted("a", "E1", "Because it is so."),), {"b": 2})
    assert quality.passed == ("c",)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (12_345, "12.3 kB"),
        (999_600, "1 MB"),
        (5 * 10**9, "5 GB"),
    ],
)
def test_sizes_are_said_shortly(number: int, said: str) -> None:
    """A size has a unit and three digits at most."""
    assert size(number) == said


def test_anchors_are_unique() -> None:
    """No two elements of a page have the same id, whatever the records' keys."""
    rows = [samples.event(1, id=each) for each in ("records", "a b", "a_b", "dl-map-title", " ", "map")]
    text = index_page(samples.events(rows)).decode()
    ids = Counter(re.findall(r'\bid="([^"]*)"', text))
    assert [each for each, number in ids.items() if number > 1] == []


def test_versions_of_fields_are_shown_where_they_are_known() -> None:
    """The codebook has a column for the version that first had a field only if one is given."""
    page = samples.floods()
    assert '<th scope="col">Since</th>' in codebook_page(page).decode()
    assert '<th scope="col">Since</th>' not in codebook_page(replace(page, since={})).decode()
