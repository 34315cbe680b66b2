"""Rules for web addresses."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.rules.addresses import DOUBTFUL, PLAIN, look
from dateline.rules.urls import url_row_rules
from dateline.table import read_schema
from rules.together import check, failed

SCHEMAS = {
    "reports": """
fields:
- {name: nr, type: string}
- {name: paper, type: string}
- {name: page, type: string, dateline: {url: {outlet: paper}}}
- {name: copy, type: string, dateline: {url: {}}}
- {name: kept, type: string}
- {name: copied, type: boolean}
primaryKey: [nr]
dateline: {article: {url: page, archived: kept, republisher: [copy], republished: {copied: true}}}
""",
    "papers": """
fields: [{name: paper, type: string}, {name: host, type: string}]
dateline: {hosts: {outlet: paper, host: host}}
""",
}
PAPERS = "paper,host\nMorning,www.morning.example\nMorning,morning.example.org\n한국,한국.example\n"


def found(
    *rows: str, columns: str = "nr,paper,page,kept"
) -> list[tuple[str, str | None, str | None, str | None]]:
    """Check reports given as CSV lines; return rule, field, key and suggestion of what is found."""
    said = check(SCHEMAS, {"reports": "\n".join((columns, *rows)) + "\n", "papers": PAPERS})
    return [
        (each.rule, each.field, each.key, each.suggestion) for each in said if each.rule != "archive-missing"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("morning.example/x", "it does not begin with http:// or https://"),
        ("ftp://morning.example/x", "it does not begin with http:// or https://"),
        ("javascript:alert(1)", "it does not begin with http:// or https://"),
        ("//morning.example/x", "it does not begin with http:// or https://"),
        ("https:///x", "it names no host"),
        ("https://", "it names no host"),
        ("https://me:secret@morning.example/", "it has a user's name before the host"),
        ("https://localhost/x", "its host cannot be one"),
        ("https://a..b/x", "its host cannot be one"),
        ("https://-a.example/", "its host cannot be one"),
        (f"https://{'a' * 64}.example/", "its host cannot be one"),
        ("https://1.2.3/", "its host cannot be one"),
        ("https://a b.example/", "it has white space, a backslash or a character that cannot be seen"),
        ("https://a.example/x\t", "it has white space, a backslash or a character that cannot be seen"),
        ("https://a.example\\x", "it has white space, a backslash or a character that cannot be seen"),
        ("https://a.example/\u202egpj", "it has white space, a backslash or a character that cannot be seen"),
        ("https://[::1/x", "it cannot be taken apart (Invalid IPv6 URL)"),
    ],
)
def test_what_is_no_address_is_told_why(text: str, fault: str) -> None:
    """Each fault has its own words."""
    assert look(text) == (fault, None)


@pytest.mark.parametrize("text", ["https://a.example:99999/", "https://a.example:x/"])
def test_a_port_that_is_none_is_a_fault(text: str) -> None:
    """The library's own words say what is wrong with it."""
    assert (look(text).fault or "").startswith("it cannot be taken apart (")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("HTTPS://WWW.Morning.EXAMPLE/Path", "https://www.morning.example/Path"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("https://a.example:443", "https://a.example"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://a.example/x?utm_source=m&id=3&FBCLID=z", "https://a.example/x?id=3"),
        ("https://a.example/x?gclid=3", "https://a.example/x"),
        ("https://a.example/x?glide=3", "https://a.example/x?glide=3"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://a.example/#!/x", "https://a.example/#!/x"),
        ("https://a.example/a/./b/../c", "https://a.example/a/c"),
        ("https://a.example/../../c", "https://a.example/c"),
        ("https://a.example/a/..", "https://a.example/"),
        ("https://a.example./x", "https://a.example/x"),
        ("https://한국.example/기사", "https://한국.example/기사"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        ("https://192.0.2.1/x", "https://192.0.2.1/x"),
    ],
)
def test_an_address_has_one_form(text: str, canonical: str) -> None:
    """What says nothing of the page is left out; what might is kept."""
    assert look(text) == (None, canonical)
    assert look(canonical).canonical == canonical


WORDS = [
    "http://",
    "https://",
    "HTTP://",
    "a.example",
    "A.example",
    "xn--a",
    "utm_x=1",
    "fbclid",
    ":80",
    ":x",
]
SIGNS = ["..", "/", ".", "@", "?", "&", "#", "#!", "[", "]", "%", "%zz", "x", "0", "-", "_"]
STRANGE = [" ", "\u0130", "\x00", "\ud7ff", "한"]
PIECES = st.sampled_from([*WORDS, *SIGNS, *STRANGE])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text())
@example("https://a.example/" + "x" * 300)
def test_no_text_breaks_the_look(text: str) -> None:
    """Whatever stands in a cell gets an answer; a canonical form is its own."""
    said = look(text)
    assert (said.fault is None) == (said.canonical is not None)
    if said.canonical is not None:
        assert look(said.canonical).canonical == said.canonical
    series = pl.Series([text])
    if series.str.contains(PLAIN).item() and not series.str.contains(DOUBTFUL).item():
        assert said == (None, text)


@given(st.lists(st.none() | st.lists(PIECES, max_size=12).map("".join) | st.text(), max_size=8))
def test_every_address_that_fails_is_one_that_may(texts: list[str | None]) -> None:
    """Rust rules out only what Python passes, and answers for every row."""
    frame = pl.DataFrame({"page": texts}, schema={"page": pl.String})
    table = read_schema(SCHEMAS["reports"], "reports.yaml", "reports")
    asked = [rule for rule in url_row_rules(table) if rule.fields == ("page",)]
    assert [rule.id for rule in asked] == ["url-invalid", "url-not-canonical"]
    for rule in asked:
        assert rule.maybe is not None
        said = frame.select(bad=rule.test.not_().fill_null(value=False), maybe=rule.maybe)
        assert said["maybe"].null_count() == 0
        assert said.filter(pl.col("bad") & ~pl.col("maybe")).is_empty()


def test_a_broken_address_is_found_once() -> None:
    """What cannot be an address has no form and no host that could be wrong as well."""
    assert found("1,Morning,https://me@www.morning.example/x,") == [("url-invalid", "page", "1", None)]


def test_another_form_is_a_warning_with_the_right_one() -> None:
    """The suggestion can be taken over as it is."""
    page = "https://www.morning.example/x"
    assert found(f"1,Morning,{page}?utm_medium=mail,") == [("url-not-canonical", "page", "1", page)]
    assert found(f"1,Morning,{page},") == []


def test_every_address_is_looked_at() -> None:
    """Fields that stand at no outlet are held to the form all the same."""
    assert found("1,https://a.example/#x", columns="nr,copy") == [
        ("url-not-canonical", "copy", "1", "https://a.example/")
    ]


def test_an_address_elsewhere_is_found() -> None:
    """The host must be the outlet's own, or below it; another's that ends alike is not."""
    assert (
        found("1,Morning,https://www.morning.example/x,", "2,Morning,https://news.morning.example.org/x,")
        == []
    )
    rows = [
        "1,Morning,https://evilwww.morning.example/x,",
        "2,Morning,https://www.morning.example.evil.example/x,",
    ]
    assert found(*rows) == [("url-host-unknown", "page", "1", None), ("url-host-unknown", "page", "2", None)]
    said = check(SCHEMAS, {"reports": "nr,paper,page\n1,Morning,https://other.example/\n", "papers": PAPERS})
    assert [each.message for each in said if each.rule == "url-host-unknown"] == [
        "other.example is no host of Morning, which has morning.example.org, www.morning.example"
    ]


def test_an_outlet_without_hosts_is_found() -> None:
    """Nobody can tell whether an address is right of which nothing is on record."""
    said = check(
        SCHEMAS, {"reports": "nr,paper,page\n1,Evening,https://evening.example/\n", "papers": PAPERS}
    )
    assert [each.message for each in said if each.rule == "url-host-unknown"] == [
        "no host of Evening is on record, so nobody can tell whether evening.example is one"
    ]


def test_a_host_is_the_same_in_both_spellings() -> None:
    """Hangul and Punycode name one host."""
    assert found("1,한국,https://xn--3e0b707e.example/x,", "2,한국,https://한국.example/x,") == []


def test_a_copy_of_another_page_is_found() -> None:
    """An archived copy has the page's address in its own, escaped or not; short ones cannot be told."""
    page = "https://www.morning.example/News/1/"
    good = [
        "https://web.archive.org/web/2023/http://morning.example/news/1",
        "https://archive.example/?url=https%3A%2F%2Fwww.morning.example%2FNews%2F1",
        "https://archive.ph/AbCdE",
        "",
    ]
    assert found(*(f"{n},Morning,{page},{kept}" for n, kept in enumerate(good))) == []
    assert found(f"1,Morning,{page},https://web.archive.org/web/2023/https://www.morning.example/news/2") == [
        ("archive-of-other-page", "kept", "1", None)
    ]


def test_a_copy_of_the_copy_is_one() -> None:
    """Of a republication the republisher's page may be what is kept."""
    row = "1,https://copy.example/1,https://web.archive.org/web/2023/https://copy.example/1"
    assert found(row, columns="nr,copy,kept") == []


def test_without_a_table_of_hosts_none_is_asked() -> None:
    """What is not on record at all is no fault of a row."""
    alone = {"reports": SCHEMAS["reports"]}
    said = check(alone, {"reports": "nr,paper,page\n1,Morning,https://other.example/\n"})
    assert failed(said) == [("archive-missing", "kept", "1")]
