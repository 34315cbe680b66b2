"""Documents: YAML 1.2 as values with positions, and everything wrong as a problem with its place."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.document import Document, Node, did_you_mean, nearest, parse, quoted, read_each
from dateline.document.reading import MAX_DEPTH
from dateline.errors import Problem


def read(text: str) -> Any:  # noqa: ANN401 - YAML holds any value
    """Read a sound document."""
    document, problems = parse(text, "f.yaml")
    assert problems == []
    return document.value


def wrong(text: str) -> list[tuple[int | None, int | None, str]]:
    """Return line, column and message of each problem."""
    _, problems = parse(text, "f.yaml")
    assert all(problem.file == "f.yaml" for problem in problems)
    return [(problem.line, problem.column, problem.message) for problem in problems]


def root(text: str) -> tuple[Node, list[Problem]]:
    """Return the top of a document, and the list that its problems go to."""
    document, problems = parse(text, "f.yaml")
    assert problems == []
    return Node.root(document, problems), problems


TEXTS = [
    "NO",
    "no",
    "yes",
    "on",
    "off",
    "Yes",
    "y",
    "1_000",
    "1:30",
    "12:30:00",
    "2024-01-01",
    "0b1",
    "1,5",
    "+",
]
TEXTS += [".inf", "-.Inf", ".nan", "1e999", "-1e999", "9" * 500, "nUll", "tRue", ".", "0x", "0o8", "1.2.3"]


@pytest.mark.parametrize("text", TEXTS)
def test_plain_text_stays_text(text: str) -> None:
    """Only what YAML 1.2 calls null, a truth value or a finite number is other than text."""
    assert read(f"a: {text}x") == {"a": f"{text}x"}
    assert read(f"[{text!r}]") == [text]
    assert read(f"- {text}") == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(word, None) for word in ("null", "Null", "NULL", "~", "")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[("12", 12), ("012", 12), ("-0", 0), ("+1", 1), ("0x1F", 31), ("0o17", 15), ("9" * 30, 10**30 - 1)],
        *[("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-1.5E+3", -1500.0), ("1.0", 1.0)],
    ],
)
def test_scalar_of_the_core_schema(text: str, value: object) -> None:
    """Nulls, truth values and numbers are read by the core schema, and their text is kept."""
    document, problems = parse(f"- {text}", "f.yaml")
    assert problems == []
    assert document.value == [value]
    assert type(document.value[0]) is type(value)
    assert document.written == {(0,): text}


@pytest.mark.parametrize("text", ["true", "12", "~", "1.5", "<<"])
def test_quoted_scalar_is_text(text: str) -> None:
    """Quotes, and a block, make text of anything."""
    assert read(f"a: '{text}'") == read(f'a: "{text}"') == read(f"a: |-\n  {text}") == {"a": text}


def test_keys_are_text() -> None:
    """A key is text whatever it looks like; the same key twice is found whatever its quotes."""
    assert read("1: a\ntrue: b\nnull: c\n'x': d") == {"1": "a", "true": "b", "null": "c", "x": "d"}
    assert wrong("1: a\n'1': b") == [(2, 1, "'1' stands twice; the first is on line 1")]


SYNTAX = {
    "an alias": "a: &x 1\nb: *x\n",
    "an anchor on a mapping": "a: &x\n  b: 1\n",
    "a tag on a mapping": "a: !!map\n  b: 1\n",
    "a tag on a list": "a: !mine [1]\n",
    "a tag on a text": "a: !!binary aGk=\n",
    "a tag on a key": "!!str a: 1\n",
    "a merge key": "a:\n  <<: {b: 1}\n  c: 2\n",
    "a duplicate key": "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n",
    "a second document": "a: 1\n---\nb: 2\n",
    "text after the end": "a: 1\n...\nb: 2\n",
    "another YAML": "%YAML 1.1\n---\na: NO\n",
    "an unknown YAML": "%YAML 3.0\n---\na: 1\n",
    "a list as a key": "? [a]\n: 1\n",
    "a mapping as a key": "{{a: 1}: 2}\n",
    "an alias as a key": "*x : 1\n",
    "a tab": "a:\n\tb: 1\n",
    "a tab after spaces": "a:\n  b: 1\n \tc: 2\n",
    "a text that begins with @": "a: 1\nb: @x\n",
    "a text that begins with %": "b: %x\n",
    "a text that begins with *": "b: *x*\n",
    "a text that begins with |": "b: |x\n",
    "a colon in a text": "a: 1\nb: see: this\n",
    "an indentation": "a: 1\n b: 2\n",
    "a lone line": "a: 1\nb\n",
    "a list that stops": "a:\n  - 1\n  b: 2\n",
    "an open list": "a: [1, 2\n",
    "an open list before a key": "a: [1, 2\nb: 1\n",
    "an open mapping": "{a: 1\n",
    "an open quote": "a: 1\nb: 'x\nc: 1\n",
    "an unknown escape": 'a: "\\d"\n',
    "half a surrogate pair": 'a: "\\ud800"\n',
    "a surrogate pair": '{"a": "\\ud83d\\ude00"}\n',
    "a list item after a key": "a: - b\n",
    "two values": '"x" y\n',
    "no key": ": 1\n",
    "deep lists": "[" * 200_000,
    "deep mappings": "{a: " * 100_000,
    "deep block lists": "- " * 20_000,
    "NUL": "a: b\0c\n",
    "a control character": "a: é\nb: ééé\x07\n",
    "DEL": "a: \x7f\n",
    "half a surrogate pair itself": "a: \ud800\n",
    "a noncharacter": "a: \ufffe\n",
    "a byte order mark inside": "a: \ufeff1\n",
    "a line separator": 'a: 1\r\nb: 2\rc: "x\u2028y"\n',
    "a next line": "a: x\u0085y\n",
}


def test_everything_wrong_has_a_place_and_words(golden: Callable[[str, str], None]) -> None:
    """Each fault is told in words a person can act on, with its line and column."""
    lines = [f"{name}\n{problem}\n" for name, text in SYNTAX.items() for problem in parse(text, "f.yaml")[1]]
    assert {line.partition("\n")[0] for line in lines} == {*SYNTAX}
    golden("document/syntax.txt", "\n".join(lines))


def test_positions_count_characters() -> None:
    """Columns count characters, not bytes; a byte order mark counts for nothing."""
    document, _ = parse("\ufeff한국: {😀: [é, 2]}\n", "f.yaml")
    assert {path: (mark.line, mark.column) for path, mark in document.marks.items()} == {
        (): (1, 1),
        ("한국",): (1, 5),
        ("한국", "😀"): (1, 9),
        ("한국", "😀", 0): (1, 10),
        ("한국", "😀", 1): (1, 13),
    }
    assert document.keys["한국", "😀"].column == 6


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_positions_after_texts_of_several_lines(end: str) -> None:
    """After block and folded texts lines still count, whatever ends them."""
    text = 'a: |\n  x\n\n  y\nb: >-\n x\n y\n\nc: "p\n  q"\n# note\nd: plain\n  goes on\ne:\n  - f\n'
    document, problems = parse(text.replace("\n", end), "f.yaml")
    assert problems == []
    assert document.value == {"a": "x\n\ny\n", "b": "x y", "c": "p q", "d": "plain goes on", "e": ["f"]}
    assert [(*path, mark.line) for path, mark in document.marks.items()] == [
        *[(1,), ("a", 1), ("b", 5), ("c", 9), ("d", 12), ("e", 15), ("e", 0, 15)],
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# a note\n", "---\n", "~", "\ufeff"])
def test_nothing_is_no_problem_of_the_document(text: str) -> None:
    """An empty document has the value None; its reader says what is missing."""
    assert read(text) is None


def test_nesting_to_the_limit_is_read() -> None:
    """What is nested as deeply as allowed is read, and one level more is not."""
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert wrong("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))[0][1] == MAX_DEPTH + 2


def test_long_text_is_read_and_cut_only_in_messages() -> None:
    """A text of a million characters is a value; a message shows its beginning."""
    node, problems = root("a: " + "x" * 1_000_000)
    assert len(node.child("a").text()) == 1_000_000
    node.child("a").integer()
    assert len(problems[0].message) < 200


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
        )
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ab \"':{}[],#é", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON.map(lambda value: [value]), st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_is_read_the_same(value: object, indent: int | str | None, ascii_: bool) -> None:  # noqa: FBT001 - drawn
    """Any JSON document without surrogate escapes has the value that a JSON reader gives."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    document, problems = parse(text, "f.json")
    if "\\ud8" in text or "\\ud9" in text or "\\uda" in text or "\\udb" in text:
        assert "escape" in problems[0].message
    else:
        assert problems == []
        assert document.value == json.loads(text)


def parts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the path of each part of a value."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield from parts(part, (*path, key))


@given(JSON)
def test_every_part_has_a_place(value: object) -> None:
    """Each value has a mark inside the text, and each key one before its value's."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    document, _ = parse(text, "f.json")
    lines = text.split("\n")
    assert set(document.marks) == set(parts(document.value))
    for path, mark in document.marks.items():
        assert lines[mark.line - 1][mark.column - 1 :] != ""
        if path in document.keys:
            key = document.keys[path]
            assert (key.line, key.column) < (mark.line, mark.column)


MARKUP = st.text(
    st.sampled_from(list("[]{}:,-?&*!|>'\"%@`~<. \t\r\n#\\xu0é\0\u2028\ufeff\ud800=1ab")), max_size=60
)


@given(st.text(max_size=40) | MARKUP)
@example("%TAG ! tag:x,2000:\n--- !a b")
@example("- - -\n -")
def test_no_text_is_more_than_a_problem(text: str) -> None:
    """Whatever the text, there is a document, or a problem with a place inside it."""
    document, problems = parse(text, "f.yaml")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.line is not None
        assert problem.column is not None
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert problems or document.value is None or document.marks


def test_readers_note_what_is_wrong_where_it_stands(golden: Callable[[str, str], None]) -> None:
    """Each reader of a node says what was found and what is wanted, at the value's place."""
    text = 'a: 1.10\nb: [x, 0x1F, True]\nc: "  "\nd:\ne: {f: 1}\ng: ""\nh: yes\n'
    node, problems = root(text)
    for key in "abcdegh":
        part = node.child(key)
        for reader in (
            part.text,
            part.scalar,
            part.texts,
            part.integer,
            part.boolean,
            part.items,
            part.mapping,
        ):
            reader()
    node.child("a").one_of(["x"], "x")
    node.child("h").one_of(["no"], "no")
    node.child("h").one_of([], "no")
    node.mapping(["a", "b", "bb"], required=["z"])
    golden("document/readers.txt", "\n".join(map(str, dict.fromkeys(problems))) + "\n")


def test_readers_return_what_stands_there() -> None:
    """Sound parts are returned as they are, numbers as they are written where text is meant."""
    node, problems = root("a: 1.10\nb: [x, y]\nc: 2\nd: true\ne: t\nf: {g: 1}")
    assert node.child("a").scalar() == "1.10"
    assert node.child("b").texts() == ("x", "y")
    assert node.child("c").integer() == 2
    assert node.child("d").boolean() is True
    assert node.child("e").one_of(["t"], "u") == "t"
    assert node.child("f").mapping(["g"], required=["g"])["g"].value == 1
    assert node.has("a")
    assert not node.child("b").has("a")
    assert node.child("b").child("x").value is None
    assert read_each(node.child("b").items(), lambda n: None if n.value == "x" else n.value) == ("y",)
    assert problems == []


def test_node_of_a_value_without_places() -> None:
    """A value that was not read from a text has the place of its file, and reads the same."""
    node = Node.root(Document("datapackage.json", {"a": True, "b": [1.5]}, {}, {}), [])
    node.child("a").text()
    node.child("b").child(0).text()
    assert [problem.message for problem in node.problems] == [
        "'a' must be text, not true",
        "item 1 of 'b' must be text, not the number 1.5",
    ]
    assert {(problem.file, problem.line, problem.column) for problem in node.problems} == {
        ("datapackage.json", 1, 1)
    }


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("feilds", ["fields", "files"], "fields"),
        ("primarykey", ["primaryKey"], "primaryKey"),
        ("YES", ["yes"], "yes"),
        ("incidnet", ["operation", "incident"], "incident"),
        ("2023", ["2024"], None),
        ("E002-03", ["E002-08", "E003-02"], None),
        ("E02-3", ["E002-03"], "E002-03"),
        ("increase", ["decrease"], None),
        ("north", ["south"], None),
        ("no", ["on"], None),
        ("a", ["b"], None),
        ("", ["a"], None),
        ("a", [], None),
    ],
)
def test_nearest_word(word: str, known: list[str], meant: str | None) -> None:
    """What was probably meant is found; what is only alike is not."""
    assert nearest(word, known) == meant


@given(st.permutations(["abcdef1", "abcdeg1", "abcdeh1", "abcdei1"]))
def test_of_equally_near_words_the_first_is_taken(known: list[str]) -> None:
    """Words equally alike give the first one, every time."""
    assert nearest("abcdex1", known) == known[0]


def test_suggestions_in_words() -> None:
    """A near word is suggested; else the words are listed, not too many of them."""
    assert did_you_mean("tabel", ["table", "field"]) == "did you mean 'table'?"
    assert did_you_mean("x", ["table", "field", "table"]) == "allowed are table, field"
    assert did_you_mean("x", []) == "nothing is allowed here"
    assert did_you_mean("x", [f"w{n}" for n in range(23)]).endswith("w19 and 3 more")
    assert quoted("x" * 61) == "'" + "x" * 60 + "…'"


@pytest.mark.parametrize("text", ["a: 5", "a: []", "a:"])
def test_what_is_no_word_is_told_once(text: str) -> None:
    """A value that is not even text is not said to be the wrong word as well."""
    top, problems = root(text)
    assert top.child("a").one_of(["x", "y"], "") == ""
    assert len(problems) == 1
