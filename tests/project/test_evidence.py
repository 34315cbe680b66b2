"""`dateline evidence`: passages verified, written anew, and found by their words."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

import dateline
from dateline.errors import UsageError
from dateline.evidence import Locator, Text, verify
from dateline.project.evidence import verify_evidence
from project import coded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

CLAIMS = "datasets/harbour/records/A01/claims.csv"
QUOTE = coded.digest("direct_quote")
OTHER = "datasets/harbour/records/A02/claims.csv"


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a made-up project with its texts, as the current folder."""
    coded.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as a person would."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def plain(text: str) -> str:
    """Leave the seconds out."""
    return re.sub(r" in \d+\.\d s", "", text)


def test_every_passage_is_verified(harbour: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """The report says how many passages agree, in all and in each text; the word `verify` may be left out."""
    done = run("evidence", "texts")
    assert (done.code, done.err) == (0, "")
    golden("evidence/verified.txt", plain(done.out))
    assert plain(run("evidence", "verify", "texts", "datasets/harbour").out) == plain(done.out)
    assert plain(run("evidence", "--fail-on", "warning", "texts").out) == plain(done.out)
    del harbour


def test_texts_may_come_from_the_environment(
    harbour: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an argument the folder that DATELINE_ARTICLES names is taken."""
    assert run("evidence").code == 2
    monkeypatch.setenv("DATELINE_ARTICLES", str(harbour / "texts"))
    assert "4 cited passages in 2 texts: 4 agree" in run("evidence").out


def break_all(harbour: Path) -> None:
    """Move the first text's passages, lose one, and let a record of the other copy and quote it wrongly."""
    copied = "direct_quote,opened the school as a shelter and the mayor closed"
    edit(harbour / "texts/ice.txt", "The harbour froze", "Winter came early.\n\nThe harbour froze")
    edit(harbour / "texts/ice.txt", "the ice is gone", "all ice is gone")
    edit(
        harbour / OTHER,
        "outlet,A shelter was set up",
        copied,
    )


def test_what_is_wrong_is_told(harbour: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """Moved and lost passages, another text, missing marks and copied words are all in one report."""
    break_all(harbour)
    done = run("evidence", "texts")
    assert (done.code, done.err) == (1, "")
    golden("evidence/wrong.txt", plain(done.out))
    golden("evidence/wrong.json", run("evidence", "texts", "--format", "json").out)


def test_report_and_check_agree(harbour: Path) -> None:
    """`dateline check --texts` finds the same of the evidence, and nothing else is wrong."""
    break_all(harbour)
    whole = dateline.check(texts="texts", examples=None)
    alone = verify_evidence("texts", examples=None)
    assert [each.rule for each in alone.findings] == [each.rule for each in whole.findings]
    assert alone.counts() == whole.counts()


def test_fix_writes_moved_passages_and_nothing_else(
    harbour: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """The cells of moved passages hold their new place; all other bytes, of all files, are as before."""
    break_all(harbour)
    files = [path for path in harbour.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    done = run("evidence", "texts", "--fix")
    assert done.code == 1, "the lost passage is still lost"
    golden("evidence/fixed.txt", plain(done.out))
    assert {path for path in files if path.read_bytes() != before[path]} == {harbour / CLAIMS}
    assert sorted(path for path in harbour.rglob("*") if path.is_file()) == sorted(files)
    old = re.split("[,\n]", before[harbour / CLAIMS].decode())
    new = re.split("[,\n]", (harbour / CLAIMS).read_text("utf-8"))
    changed = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    assert changed == [("0", "1"), ("0", "20"), ("17", "37"), ("1", "2"), ("34", "54"), ("61", "81")]


def test_fix_keeps_what_a_spreadsheet_wrote(harbour: Path, run: Run) -> None:
    """Byte order mark and line ends stay; the passage then stands where the record says."""
    edit(harbour / "texts/coal.txt", "Coal ran", "Much later, coal ran")
    before = (harbour / OTHER).read_bytes()
    run("evidence", "texts", "--fix")
    after = (harbour / OTHER).read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == before.count(b"\r\n") == after.count(b"\n")
    assert run("evidence", "texts").out.count("coal.txt: 1 agree") == 1


def test_there_and_back_is_the_same_file(harbour: Path, run: Run) -> None:
    """A text that is put back brings every byte of the records back."""
    before = {path: path.read_bytes() for path in harbour.glob("datasets/**/*.csv")}
    for old, new in (("The harbour froze", "So:\n\nThe harbour froze"), ("So:\n\n", "")):
        edit(harbour / "texts/ice.txt", old, new)
        run("evidence", "texts", "--fix")
        changed = {path.parent.name for path, was in before.items() if path.read_bytes() != was}
        assert changed == ({"A01"} if new else set())


def test_passage_with_two_places_is_left_alone(harbour: Path, run: Run) -> None:
    """Where there is more than one answer nothing is written."""
    edit(harbour / "texts/coal.txt", "Coal ran", "It opened the school as a shelter.\n\nCoal ran")
    before = (harbour / OTHER).read_bytes()
    done = run("evidence", "texts", "--fix")
    assert "write the one you mean" in done.out
    assert (harbour / OTHER).read_bytes() == before


def test_package_is_verified_and_not_fixed(harbour: Path, run: Run) -> None:
    """A published package is compared like its dataset; its files are not touched."""
    dateline.publish("datasets/harbour", to="public")
    edit(harbour / "texts/coal.txt", "Coal ran", "Much later, coal ran")
    done = run("evidence", "texts", "public/harbour/0.1.0")
    assert (done.code, "coal.txt: 1 moved" in done.out) == (1, True)
    refused = run("evidence", "texts", "public/harbour/0.1.0/datapackage.json", "--fix")
    assert (refused.code, refused.err.splitlines()[1]) == (2, "  help: fix the dataset, and publish it anew")


def test_folder_without_passages_is_refused(harbour: Path, run: Run) -> None:
    """A dataset that cites nothing is not reported as verified."""
    edit(harbour / "schemas/claims.yaml", "  evidence: {text", "  rules: []\n  # {text")
    done = run("evidence", "texts")
    assert done.code == 2
    assert done.err.startswith("error: no table of datasets/harbour cites texts: there is nothing to compare")


def test_waived_findings_stand_with_their_reason(harbour: Path, run: Run) -> None:
    """What was waived is no warning here either; a waiver of a rule that is not of evidence is left alone."""
    edit(harbour / CLAIMS, "outlet,The port", "direct_quote,The port")
    assert run("evidence", "texts", "--fail-on", "warning").code == 1
    waiver = """
      table: claims
      record: C01
      reason: the text sets quotations in italics
      by: coder-1
"""
    quote = f"- rule: quote-without-marks{waiver}      field: attribution\n      value_sha256: {QUOTE}\n"
    other = f"- rule: archive-missing{waiver}"
    text = "".join(quote + other).replace("      ", "  ")
    (harbour / "datasets/harbour/waivers.yaml").write_text(text, "utf-8")
    report = verify_evidence("texts")
    assert (report.findings, [each.finding.rule for each in report.waived]) == ((), ["quote-without-marks"])


def test_datasets_are_told_apart(harbour: Path) -> None:
    """Of several datasets each note names its own."""
    shutil.copytree(harbour / "datasets/harbour", harbour / "datasets/second")
    edit(harbour / "datasets/second/dataset.yaml", "name: harbour", "name: second")
    notes = verify_evidence("texts").notes
    assert [note.split(":")[0] for note in notes if "cited" in note] == ["harbour", "second"]


def located(out: str) -> dict[str, str]:
    """Read what `locate` prints as text."""
    return dict(line.split(maxsplit=1) for line in out.splitlines())


def test_words_give_the_cells_of_a_record(
    harbour: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Text, CSV and JSON have the dataset's own columns, and the passage stands there."""
    arguments = ("evidence", "locate", "texts/ice.txt", "--from", "nobody had", "--to", "said the pilot")
    formats = {form: run(*arguments, "--format", form) for form in ("text", "csv", "json")}
    assert all((done.code, done.err) == (0, "") for done in formats.values())
    golden("evidence/located.txt", "\n".join(done.out for done in formats.values()))
    cells = json.loads(formats["json"].out)
    (row,) = csv.DictReader(io.StringIO(formats["csv"].out))
    assert row == {name: str(cell) for name, cell in cells.items()} == located(formats["text"].out)
    text = Text.of((harbour / "texts/ice.txt").read_text("utf-8"))
    assert verify(text, Locator(*list(cells.values())[1:])) == []
    assert text.span(cells["start"], cells["end"]).endswith("said the pilot")


def test_words_alone_are_a_passage_too(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far from any dataset the columns have plain names, and the paragraph need not be known."""
    (tmp_path / "one.txt").write_text("One.\n\nTwo or three.", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("evidence", "locate", "one.txt", "--from", "two or")
    assert located(done.out) | {"span_sha256": ""} == {
        "paragraph": "1", "char_start": "6", "char_end": "12", "span_sha256": ""
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("repeated", ("--from", "the mayor")),
        ("paragraphs", ("--from", "the ferry stays")),
        ("typo", ("--from", "the schol as", "--to", "sheltr")),
        ("elsewhere", ("--from", "coal", "--paragraph", "1")),
        ("apart", ("--from", "coal ran", "--to", "shelter")),
        ("swapped", ("--from", "shelter", "--to", "opened")),
        ("strange", ("--from", "quite other words")),
        ("outside", ("--from", "coal", "--paragraph", "7")),
        ("wrong-place", ("--from", "the mayor", "--at", "7")),
    ],
)
def test_words_that_are_no_passage_are_told(
    harbour: Path, run: Run, golden: Callable[[str, str], None], name: str, words: tuple[str, ...]
) -> None:
    """Several places are all listed with what tells them apart; a slip gets the nearest words."""
    text = "ice.txt" if name == "paragraphs" else "coal.txt"
    done = run("evidence", "locate", f"texts/{text}", *words)
    assert (done.code, done.out) == (2, "")
    golden(f"evidence/locate-{name}.txt", done.err)
    del harbour


def test_first_character_chooses_among_places(harbour: Path, run: Run) -> None:
    """What stands twice is taken where the coder says."""
    done = run("evidence", "locate", "texts/coal.txt", "--from", "the mayor", "--at", "82")
    assert (done.code, located(done.out)["start"]) == (0, "82")
    del harbour


def test_place_is_written_into_the_claim(harbour: Path, run: Run) -> None:
    """The cells of that record change, and no other byte of the file."""
    before = (harbour / CLAIMS).read_text("utf-8").splitlines(keepends=True)
    done = run("evidence", "locate", "texts/ice.txt", "--from", "the ferry stays where", "--claim", "C02")
    assert (done.code, done.out.splitlines()[-1]) == (0, f"wrote start, end, sha256 of C02: {CLAIMS}:3")
    after = (harbour / CLAIMS).read_text("utf-8").splitlines(keepends=True)
    assert [n for n, (was, now) in enumerate(zip(before, after, strict=True)) if was != now] == [2]
    assert after[2].endswith(',direct_quote,"A first, says the pilot"\n')
    assert run("evidence", "texts").code == 0
    again = run("evidence", "locate", "texts/ice.txt", "--from", "the ferry stays where", "--claim", "C02")
    assert again.out.splitlines()[-1] == f"C02 has all of this already: {CLAIMS}:3"


def test_table_on_standard_output_stays_a_table(harbour: Path, run: Run) -> None:
    """With CSV and JSON what was written is told on the other channel."""
    arguments = ("texts/ice.txt", "datasets/harbour", "--from", "the harbour froze", "--claim", "C03")
    done = run("evidence", "locate", *arguments, "--format", "csv")
    assert (done.out.count("\n"), done.err.startswith("wrote paragraph, start, end, sha256 of C03")) == (
        2,
        True,
    )
    del harbour


@pytest.mark.parametrize(
    ("claim", "text", "said"),
    [
        ("C2", "ice", "error: there is no record 'C2'"),
        ("C04", "ice", "error: C04 cites A02, and 'texts/ice.txt' is not its text: the hash differs"),
        ("C05", "ice", "error: C05 does not say which text it cites"),
        ("C06", "ice", "error: 2 records have the key 'C06'"),
    ],
)
def test_claim_that_cannot_take_the_place_is_refused(
    harbour: Path, run: Run, claim: str, text: str, said: str
) -> None:
    """No such record, one of another text or of none, and two of one key: nothing is written."""
    edit(harbour / CLAIMS, "C01,", "C05,,,,,,,\nC06,A01,,,,,,\nC06,A01,,,,,,\nC01,")
    before = (harbour / CLAIMS).read_bytes()
    done = run("evidence", "locate", f"texts/{text}.txt", "--from", "the harbour froze", "--claim", claim)
    assert (done.code, done.err.splitlines()[0]) == (2, said)
    assert (harbour / CLAIMS).read_bytes() == before


def test_empty_claim_is_filled(harbour: Path, run: Run) -> None:
    """A record that names its article and no place yet gets all four cells."""
    edit(harbour / CLAIMS, "C01,", "C05,A01,,,,,,\nC01,")
    done = run("evidence", "locate", "texts/ice.txt", "--from", "the harbour froze", "--claim", "C05")
    assert "wrote paragraph, start, end, sha256 of C05" in done.out
    assert "5 cited passages in 2 texts: 5 agree" in run("evidence", "texts").out


def test_missing_texts_are_refused(harbour: Path, run: Run) -> None:
    """A folder or a file that is not there is said, with no traceback."""
    assert run("evidence", "nowhere").err == "error: there is no folder of texts 'nowhere'\n"
    done = run("evidence", "locate", "texts/none.txt", "--from", "x")
    assert (done.code, done.err) == (
        2,
        "error: texts/none.txt: the text cannot be read: No such file or directory\n",
    )
    with pytest.raises(UsageError):
        verify_evidence(harbour / "schemas")
