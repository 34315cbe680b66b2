"""On small packages dateline and frictionless find the same, listed differences apart.

How single cells are read is compared in `tests/compile/test_cast_frictionless.py`; here it
is what is made of them: constraints, keys, references, rows and headers.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline.render.frictionless_types import FRICTIONLESS_TYPES
from foreign.conftest import V2

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Error = tuple[str, str | None, int | None, str | None]
"""Frictionless's type, the table, the row, the field; a type of whole rows or headers has no field."""

CELLS = {
    "integer": ("1", "2", "3", "-4", "", "x", "1.5"),
    "string": ("a", "bb", "ccc", "", "cat", "d,e"),
    "number": ("1", "2.5", "", "x", "-3", "1.0"),
    "boolean": ("true", "false", "", "maybe"),
    "date": ("2024-01-01", "2023-05-06", "", "x", "2024-13-01"),
    "year": ("2024", "1999", "", "x"),
    "datetime": ("2024-01-01T10:00:00", "2023-01-01T10:00:00", "", "x"),
}
LIMITS: dict[str, dict[str, Any]] = {
    "integer": {"minimum": 0, "maximum": 2, "enum": [1, 2, 3], "exclusiveMinimum": 1},
    "string": {"minLength": 2, "maxLength": 2, "pattern": "[a-c]+", "enum": ["a", "bb"]},
    "number": {"minimum": 0, "maximum": 2.5, "enum": [1, 2.5]},
    "boolean": {"enum": [True]},
    "date": {"minimum": "2023-06-01", "exclusiveMaximum": "2024-01-01"},
    "year": {"maximum": 2000},
    "datetime": {"minimum": "2023-06-01T00:00:00"},
}
WHOLE = frozenset(["primary-key", "foreign-key", "missing-cell", "extra-cell", "blank-row"])
HEADERS = frozenset(
    [
        "missing-label",
        "extra-label",
        "incorrect-label",
        "duplicate-label",
        "blank-label",
        "blank-header",
        "source-error",
    ]
)
BROKEN = frozenset(["missing-cell", "extra-cell", "blank-row"])
"""Types that say that a row's cells cannot be told apart, or that there are none."""


@dataclass(frozen=True)
class Case:
    """Two tables: `t`, and `u` with the field `k` to which `t` may refer."""

    fields: tuple[dict[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    refers: bool = False
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names."""
        return tuple(each["name"] for each in self.fields)

    def cell(self, row: int | None, name: str) -> str | None:
        """Return a cell's text by record number and field."""
        at = self.names.index(name)
        cells = self.rows[row - 2] if row else ()
        return cells[at] if at < len(cells) else None

    def write(self, folder: Path) -> Path:
        """Write the package; return its descriptor's path."""
        schema: dict[str, Any] = {"fields": list(self.fields)}
        if self.key:
            schema["primaryKey"] = list(self.key)
        if self.refers:
            schema["foreignKeys"] = [
                {"fields": [self.names[0]], "reference": {"resource": "u", "fields": ["k"]}}
            ]
        kind = self.fields[0]["type"]
        resources = [
            {"name": "t", "path": "t.csv", "dialect": {"delimiter": ","}, "schema": schema},
            {
                "name": "u",
                "path": "u.csv",
                "schema": {"fields": [{"name": "k", "type": kind}, {"name": "n"}]},
            },
        ]
        (folder / "t.csv").write_text(written([self.header or self.names, *self.rows]))
        (folder / "u.csv").write_text(written([("k", "n"), *((each, "x") for each in self.others)]))
        path = folder / "datapackage.json"
        path.write_text(json.dumps({"$schema": V2, "resources": resources}))
        return path


def written(rows: list[tuple[str, ...]]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a package whose header is sound."""
    kinds = draw(st.lists(st.sampled_from([*CELLS]), min_size=2, max_size=3))
    fields = []
    for n, kind in enumerate(kinds):
        limits = {key: value for key, value in LIMITS[kind].items() if draw(st.integers(0, 3)) == 0}
        limits |= {key: True for key in ("required", "unique") if draw(st.integers(0, 3)) == 0}
        fields.append({"name": f"f{n}", "type": kind, **({"constraints": limits} if limits else {})})
    rows = draw(st.lists(st.tuples(*(st.sampled_from(CELLS[kind]) for kind in kinds)), max_size=6))
    for n in range(len(rows)):
        torn = draw(st.integers(0, 11))
        rows[n] = rows[n][:-1] if torn == 0 else (*rows[n], "z") if torn == 1 else rows[n]
    names = [each["name"] for each in fields]
    key = draw(st.just([]) | st.lists(st.sampled_from(names), unique=True, min_size=1))
    others = draw(st.lists(st.sampled_from(CELLS[kinds[0]]), max_size=4))
    return Case(tuple(fields), tuple(rows), (), tuple(key), draw(st.booleans()), tuple(others))


def theirs(path: Path) -> tuple[bool, set[Error]]:
    """Return frictionless's verdict and errors."""
    report = frictionless.Package(str(path)).validate()
    found = [(each, task.name) for task in report.tasks for each in task.errors]
    return report.valid, {
        _error(e.type, name, getattr(e, "row_number", None), getattr(e, "field_name", None))
        for e, name in found
    }


def ours(path: Path) -> tuple[bool, set[Error]]:
    """Return dateline's verdict and errors, in frictionless's words."""
    report = dateline.check(path)
    errors = [each for each in report.findings if each.severity == "error"]
    return report.ok, {_error(FRICTIONLESS_TYPES[e.rule], e.table, e.row, e.field) for e in errors}


def _error(kind: str, table: str | None, row: int | None, name: str | None) -> Error:
    return kind, table, None if kind in HEADERS else row, None if kind in WHOLE | HEADERS else name


@dataclass(frozen=True)
class Difference:
    """Errors that one of the two finds alone, when, and why."""

    name: str
    theirs: bool
    kinds: str
    because: str
    when: Callable[[Case, Error, set[Error]], bool]
    example: Case = field(repr=False)


def key_cells(case: Case, error: Error) -> list[tuple[str, str | None]]:
    """Return the cells of a row's primary key, by field."""
    return [(name, case.cell(error[2], name)) for name in case.key]


def unread(case: Case, error: Error, found: set[Error]) -> bool:
    """Whether a cell of the row's key cannot be read."""
    return any(("type-error", "t", error[2], name) in found for name in case.key)


INT = {"name": "f0", "type": "integer"}
TEXT = {"name": "f1", "type": "string"}
UNIQUE = {"name": "f0", "type": "integer", "constraints": {"unique": True}}

DIFFERENCES = [
    Difference(
        "a key without a value",
        theirs=True,
        kinds="primary-key",
        because="told of each cell: v2 has a key's fields required",
        when=lambda case, error, _: all(not cell for _, cell in key_cells(case, error)),
        example=Case((INT, TEXT), (("", "a"),), key=("f0",)),
    ),
    Difference(
        "a part of a key without a value",
        theirs=False,
        kinds="constraint-error",
        because="v2 has a key's fields required; frictionless lets all but one be missing",
        when=lambda case, error, _: error[3] in case.key and not case.cell(error[2], error[3]),
        example=Case((INT, TEXT), (("", "a"),), key=("f0", "f1")),
    ),
    Difference(
        "a key that cannot be read",
        theirs=True,
        kinds="primary-key",
        because="what cannot be read is unknown: not without value, and not equal to another",
        when=unread,
        example=Case((INT, TEXT), (("x", "a"),), key=("f0",)),
    ),
    Difference(
        "a key that repeats one in a torn row",
        theirs=True,
        kinds="primary-key unique-error",
        because="the cells of a row with too many or too few are not trusted",
        when=lambda _, error, found: any(
            each[0] in BROKEN and each[1] == "t" and (each[2] or 0) < (error[2] or 0) for each in found
        ),
        example=Case((UNIQUE, TEXT), (("1", "a", "z"), ("1", "b"))),
    ),
    Difference(
        "a key that is unique, too",
        theirs=True,
        kinds="unique-error",
        because="one fault is told once: as of the primary key",
        when=lambda case, error, _: case.key == (error[3],),
        example=Case((UNIQUE, TEXT), (("1", "a"), ("1", "b")), key=("f0",)),
    ),
    Difference(
        "a key that repeats a partly missing one",
        theirs=True,
        kinds="primary-key",
        because="as in SQL, missing values are not equal: the missing part is told instead",
        when=lambda case, error, _: any(not cell for _, cell in key_cells(case, error)),
        example=Case((INT, TEXT), (("1", ""), ("1", "")), key=("f0", "f1")),
    ),
]


def unexplained(case: Case, mine: set[Error], other: set[Error]) -> set[Error]:
    """Return the errors that one finds alone, listed differences and torn rows apart."""
    torn = {(each[1], each[2]) for each in mine | other if each[0] in BROKEN}
    for place in torn:  # what else is said of a torn row differs; that it is wrong does not
        assert place in {(each[1], each[2]) for each in mine}
        assert place in {(each[1], each[2]) for each in other}
    left = set()
    for alone, is_theirs in ((mine - other, False), (other - mine, True)):
        left |= {
            error
            for error in alone
            if (error[1], error[2]) not in torn
            and not any(
                each.theirs == is_theirs
                and error[0] in each.kinds.split()
                and each.when(case, error, mine | other)
                for each in DIFFERENCES
            )
        }
    return left


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for packages."""
    return tmp_path_factory.mktemp("agreement")


@settings(max_examples=90, deadline=None)
@given(case=cases())
def test_the_same_errors_are_found(folder: Path, case: Case) -> None:
    """Type, table, row and field of every error agree, and so does the verdict."""
    path = case.write(folder)
    (valid, other), (ok, mine) = theirs(path), ours(path)
    assert unexplained(case, mine, other) == set()
    if not any(not each.theirs for each in _used(case, mine, other)):
        assert valid == ok


def _used(case: Case, mine: set[Error], other: set[Error]) -> list[Difference]:
    return [
        each
        for each in DIFFERENCES
        for error in (other - mine if each.theirs else mine - other)
        if error[0] in each.kinds.split() and each.when(case, error, mine | other)
    ]


@pytest.mark.parametrize("each", DIFFERENCES, ids=lambda each: each.name)
def test_listed_differences_are_real(folder: Path, each: Difference) -> None:
    """Each listed example is judged differently, in the way that the list says."""
    path = each.example.write(folder)
    (_, other), (_, mine) = theirs(path), ours(path)
    alone = other - mine if each.theirs else mine - other
    assert [
        error
        for error in alone
        if error[0] in each.kinds.split() and each.when(each.example, error, mine | other)
    ]
    assert unexplained(each.example, mine, other) == set()


def label(header: list[str], how: str, at: int) -> list[str]:
    """Return a header with one fault."""
    at %= len(header)
    if how == "lost":
        return [*header[:at], *header[at + 1 :]]
    if how == "more":
        return [*header[:at], "more", *header[at:]]
    return [*header[:at], {"blank": "", "twice": header[at - 1], "other": "zzz"}[how], *header[at + 1 :]]


@settings(max_examples=30, deadline=None)
@given(case=cases(), how=st.sampled_from(["lost", "more", "blank", "twice", "other"]), at=st.integers(0, 2))
def test_a_faulty_header_is_invalid_to_both(folder: Path, case: Case, how: str, at: int) -> None:
    """A label too many, too few, blank, repeated or unknown makes a package invalid."""
    path = replace(case, header=tuple(label([*case.names], how, at))).write(folder)
    assert not theirs(path)[0]
    assert not ours(path)[0]


DESCRIPTORS: list[tuple[str, dict[str, Any], bool]] = [
    ("sound", {}, True),
    ("a name that is a number", {"name": 5}, False),
    ("a title that is a list", {"title": ["x"]}, False),
    ("keywords that are a text", {"keywords": "x"}, False),
    ("a day for a moment", {"created": "2024-01-31"}, False),
    ("a licence without name", {"licenses": [{"title": "x"}]}, False),
    ("a contributor that is a text", {"contributors": ["x"]}, False),
    ("an e-mail address that is none", {"sources": [{"title": "x", "email": "nobody"}]}, False),
    ("no data", {"resources": [{"name": "t"}]}, False),
    ("no name", {"resources": [{"path": "t.csv"}]}, False),
    (
        "one name twice",
        {"resources": [{"name": "t", "path": "t.csv"}, {"name": "t", "path": "t.csv"}]},
        False,
    ),
    ("a path that leaves", {"resources": [{"name": "t", "path": "../t.csv"}]}, False),
    ("a file that is missing", {"resources": [{"name": "t", "path": "no.csv"}]}, False),
    ("another size", {"resources": [{"name": "t", "path": "t.csv", "bytes": 1}]}, False),
    ("another hash", {"resources": [{"name": "t", "path": "t.csv", "hash": "sha256:0"}]}, False),
    ("more rows", {"resources": [{"name": "t", "path": "t.csv", "rows": 9}]}, False),
    ("path and data", {"resources": [{"name": "t", "path": "t.csv", "data": [["a"]]}]}, False),
    ("inline lists", {"resources": [{"name": "t", "data": [["a", "b"], [1, 2]]}]}, True),
    ("inline objects", {"resources": [{"name": "t", "data": [{"a": 1}, {"a": 2}]}]}, True),
    ("parts", {"resources": [{"name": "t", "path": ["t.csv", "t.csv"]}]}, True),
    ("no resources", {"resources": None}, False),
]


@pytest.mark.parametrize(
    ("said", "sound"), [each[1:] for each in DESCRIPTORS], ids=[each[0] for each in DESCRIPTORS]
)
def test_descriptors_have_one_verdict(tmp_path: Path, said: dict[str, Any], *, sound: bool) -> None:
    """What the standard asks of a descriptor both ask."""
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"$schema": V2, "resources": [{"name": "t", "path": "t.csv"}], **said}))
    try:
        valid = frictionless.Package(str(path)).validate().valid
    except frictionless.FrictionlessException:
        valid = False
    assert (valid, dateline.check(path).ok) == (sound, sound)


WORDS = {"fields": [{"name": "id", "type": "integer"}, {"name": "word", "type": "string"}]}
NONE = {"fields": [{"name": "id", "type": "integer", "constraints": {"minimum": "x"}}, {"name": "word"}]}
TEXT_KEY = {
    "fields": WORDS["fields"],
    "foreignKeys": [{"fields": ["id"], "reference": {"resource": "", "fields": ["word"]}}],
}
PARTED: list[tuple[str, str, str, bool | None, dict[str, int]]] = [
    ("delimiter", json.dumps(WORDS), "id;word\n1;a\n", True, {"wrong-delimiter": 1}),
    ("quote", json.dumps(WORDS), 'id,word\n1,"a\nx,b\n', True, {"unclosed-quote": 1, "type": 1}),
    ("empty line", '{"fields": [{"name": "word"}]}', "word\na\n\nb\n", False, {}),
    ("order", json.dumps(WORDS), "word,id\na,1\n", False, {"incorrect-label": 1}),
    ("minimum", json.dumps(NONE), "id,word\n1,a\nx,a\n", None, {"schema-error": 1, "type": 1}),
    ("reference", json.dumps(TEXT_KEY), "id,word\n1,1\n2,2\n", False, {"schema-error": 1}),
    (
        "descriptor",
        '{"fields": [{"name": "id", "type": "integr"}]}',
        "id,word\n1,a\n",
        None,
        {"schema-error": 1, "extra-label": 1},
    ),
    (
        "key twice",
        '{"title": "a", "title": "b", "fields": [{"name": "id"}]}',
        "id\na\n",
        True,
        {"package-error": 1},
    ),
]


@pytest.mark.parametrize(
    ("schema", "text", "valid", "rules"), [each[1:] for each in PARTED], ids=[each[0] for each in PARTED]
)
def test_what_the_page_says_of_both_holds(
    tmp_path: Path,
    schema: str,
    text: str,
    valid: bool | None,  # noqa: FBT001 - an outcome, not an option
    rules: dict[str, int],
) -> None:
    """Each further difference on the page is real; None stands for an exception."""
    (tmp_path / "t.csv").write_text(text)
    path = tmp_path / "datapackage.json"
    path.write_text(
        f'{{"$schema": "{V2}", "resources": [{{"name": "t", "path": "t.csv", "schema": {schema}}}]}}'
    )
    try:
        found = frictionless.Package(str(path)).validate().valid
    except Exception:  # noqa: BLE001 - it raises errors of any kind where it cannot judge
        found = None
    assert (found, dateline.check(path).counts()) == (valid, rules)
