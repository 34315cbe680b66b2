"""`dateline check --fix`: what has one right answer is written, and nothing else."""

from __future__ import annotations

import csv
import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.project.checking import check
from dateline.project.fixing import fix
from dateline.rules.ids import FIXABLE, OWN
from project import coded, untidy
from project.edit import change, rows_of, write
from project.untidy import HERE, PLACES, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

SEPTEMBER = "F2 ,hills,2023-09,2023-09-01,2023-09-30,month,\u00a04"
WRONG = (
    RIGHT.replace("2023-05-01", "2023-06-01").replace("month_approx", "day"),
    RIGHT.replace("F1,delta,2023-06~,2023-05-01,2023-07-31,month_approx,3", SEPTEMBER)
    .replace("https://example.org/a", '"HTTPS://Example.org:443/b?utm_source=x"')
    .replace("The river rose", '"Le Rhe\u0302ne "'),
    "F3,hils,2023-09,2023-09-01,2023-09-30,month,x,,A bridge fell",
)
FIXED = (
    RIGHT,
    'F2,hills,2023-09,2023-09-01,2023-09-30,month,4,"https://example.org/b","Le Rh\u00eane"',
    WRONG[2],
)


@pytest.fixture
def floods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, as the current one, for a project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def plain(text: str) -> str:
    """Leave the seconds out."""
    return re.sub(r" in \d+\.\d s", "", text)


def rows(path: Path) -> list[str]:
    """Return the lines of a file after its header."""
    return path.read_text("utf-8").split("\n")[1:-1]


def test_what_has_one_answer_is_written(floods: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """Computed days, spaces, addresses and accents are fixed; a guess at a region and a word are not."""
    path = untidy.write(floods, *WRONG)
    done = run("check", "--fix")
    assert rows(path) == list(FIXED)
    assert (done.code, done.err) == (1, "")
    golden("fixing/fixed.txt", plain(done.out))


def test_diff_shows_old_and_new_and_writes_nothing(
    floods: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Each cell is shown as it is and as it would be; the report is of the records as they are."""
    path = untidy.write(floods, *WRONG)
    before = path.read_bytes()
    done = run("check", "--fix", "--diff")
    assert path.read_bytes() == before
    golden("fixing/diff.txt", plain(done.out))
    assert plain(run("check", "--dry-run").out) == plain(done.out)
    assert sorted(each.name for each in path.parent.iterdir()) == ["floods.csv"]


def test_other_formats_have_the_standard_output_for_themselves(floods: Path, run: Run) -> None:
    """With JSON the differences go to the standard error, and the report says what would be fixed."""
    untidy.write(floods, *WRONG)
    done = run("check", "--diff", "--format", "json")
    assert "would fix 1 of edtf-bounds in" in json.loads(done.out)["notes"][0]
    assert f"{HERE}:2:19: edtf-bounds" in done.err


def test_a_second_run_finds_nothing_to_fix(floods: Path, run: Run) -> None:
    """What was fixed stays fixed: the file is not touched again."""
    path = untidy.write(floods, *WRONG)
    run("check", "--fix")
    before = path.stat()
    assert "nothing to fix" in run("check", "--fix").out
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        (("--fix", "edtf-bounds"), {0}),
        (("--fix", "edtf-bounds,not-nfc"), {0, 1}),
        (("--fix=not-nfc", "--fix", "edtf-precision", "datasets/floods"), {0, 1}),
        (("--fix", "datasets/floods"), {0, 1}),
        (("datasets/floods", "--fix", "place-key"), set()),
    ],
)
def test_rules_may_be_named(floods: Path, run: Run, arguments: tuple[str, ...], changed: set[int]) -> None:
    """After --fix stand names of rules, or a path, or nothing; only what was named is written."""
    path = untidy.write(floods, *WRONG)
    run("check", *arguments)
    assert {n for n, row in enumerate(rows(path)) if row != WRONG[n]} == changed


def test_a_rule_without_a_fix_is_refused(floods: Path, run: Run) -> None:
    """A guess is never written, whoever asks; the nearest name is told."""
    path = untidy.write(floods, *WRONG)
    assert "'foreign-key' have no fix" in run("check", "--fix", "foreign-key").err
    assert "did you mean 'edtf-bounds'" in run("check", "--fix", "edtf-bound").err
    assert rows(path) == list(WRONG)


def test_every_fixable_rule_is_one() -> None:
    """The list names rules that exist."""
    assert FIXABLE <= OWN


def test_exit_code_judges_what_is_left(floods: Path, run: Run) -> None:
    """Where everything could be fixed, the command succeeds."""
    untidy.write(floods, *WRONG[:2])
    assert run("check").code == 1
    assert run("check", "--fix").code == 0


def test_one_slip_is_one_finding(floods: Path) -> None:
    """Of a key with a stray space nothing else is said until it is gone; a date breaks its own rule."""
    untidy.write(floods, RIGHT.replace("F1,delta,2023-06~", "F1,delta ,2023-06~ "))
    report = check(floods)
    assert report.counts() == {"stray-space": 1, "edtf-invalid": 1}
    assert [each.suggestion for each in report.findings] == ["delta", "2023-06~"]
    assert all(each.fixable for each in report.findings)


def test_what_a_space_hid_comes_to_light_and_is_fixed(floods: Path) -> None:
    """Round by round: the space goes, then the day computed from the date is wrong, then it is right."""
    path = untidy.write(floods, RIGHT.replace("2023-06~,2023-05-01", "2023-06~ ,2023-06-01"))
    assert [change.rule for change in fix(floods).changes] == ["stray-space", "edtf-bounds"]
    assert rows(path) == [RIGHT]


def test_two_faults_of_one_cell_are_both_mended(floods: Path) -> None:
    """A space and an accent apart: one is written, and the other upon it."""
    path = untidy.write(floods, RIGHT.replace("The river rose", "Rhe\u0302ne "))
    fix(floods)
    assert rows(path) == [RIGHT.replace("The river rose", "Rh\u00eane")]


def test_a_fix_that_makes_two_records_one_is_not_written(floods: Path, run: Run) -> None:
    """A key without its space would be taken: the cell stays, others are fixed, and it is told."""
    other = RIGHT.replace("2023-05-01", "2023-05-02").replace("F1", "F2")
    path = untidy.write(floods, RIGHT, RIGHT.replace("F1,", "F1 ,"), other)
    done = run("check", "--fix")
    assert rows(path) == [RIGHT, RIGHT.replace("F1,", "F1 ,"), RIGHT.replace("F1", "F2")]
    assert (
        "not fixed, since something else would be wrong then: datasets/floods/records/A/floods.csv:3:1"
        in done.out
    )
    assert done.code == 1


def test_a_key_and_its_references_change_together(floods: Path) -> None:
    """What is wrong on both sides in the same way is mended on both."""
    path = untidy.write(
        floods, RIGHT.replace("delta", "delta "), regions="region_id,name\ndelta ,The delta\n"
    )
    fix(floods)
    assert rows(path) == [RIGHT]
    assert (floods / PLACES).read_text() == "region_id,name\ndelta,The delta\n"
    assert check(floods).ok


def test_a_fix_in_one_file_that_spoils_another_is_not_written(floods: Path) -> None:
    """Where a reference has the stray character as well, inside a name, a key is not changed without it."""
    name = "d\u00e9\u200b"
    untidy.write(
        floods,
        RIGHT.replace("delta", name),
        regions=f"region_id,name\n{name},The delta\n",
    )
    done = fix(floods, rules={"stray-space"})
    assert {change.new for change in done.changes} == {"d\u00e9"}
    assert check(floods).ok


def test_no_value_is_written_as_the_schema_has_it(floods: Path) -> None:
    """Where an open end was stored as a day, the cell gets the text that means no value."""
    schema = untidy.FLOODS + 'missingValues: ["-"]\n'
    row = RIGHT.replace(
        "2023-06~,2023-05-01,2023-07-31,month_approx", "2023-06/..,2023-06-01,2023-07-31,interval"
    )
    path = untidy.write(floods, row.replace(",3,https", ",-,https"))
    (floods / "schemas/floods.yaml").write_text(schema)
    fix(floods, rules={"edtf-bounds"})
    assert rows(path)[0].split(",")[3:5] == ["2023-06-01", "-"]


def test_bounds_without_a_date_are_left_to_a_person(floods: Path) -> None:
    """Where the date itself is missing, nobody knows which of both is wrong: nothing is deleted."""
    row = RIGHT.replace("2023-06~", "")
    path = untidy.write(floods, row)
    report = check(floods)
    assert report.counts() == {"edtf-bounds": 2, "edtf-precision": 1}
    assert not any(each.fixable for each in report.findings)
    fix(floods)
    assert rows(path) == [row]


def test_waived_findings_are_left(floods: Path, run: Run) -> None:
    """What somebody gave a reason for is not changed."""
    path = untidy.write(floods, RIGHT.replace("https://example.org/a", "https://example.org/a?utm_source=x"))
    reason = "the page answers with this parameter alone"
    assert run("waive", "url-not-canonical", "F1", "--reason", reason, "--by", "me").code == 0
    before = path.read_bytes()
    assert "nothing to fix" in run("check", "--fix").out
    assert path.read_bytes() == before


def test_packages_and_files_by_a_schema_are_refused(floods: Path, run: Run) -> None:
    """What somebody published is not written to."""
    untidy.write(floods, *WRONG)
    (floods / "datapackage.json").write_text('{"resources": []}')
    with pytest.raises(UsageError, match="a Data Package is not fixed"):
        fix(floods / "datapackage.json")
    done = run("check", "--fix", "--schema", "schemas/floods.yaml", HERE)
    assert (done.code, "--fix is for datasets" in done.err) == (2, True)


def test_other_peoples_packages_are_not_asked_for_tidiness(floods: Path) -> None:
    """A package's cells may have spaces and accents as they please."""
    (floods / "a.csv").write_text("name\n x \ne\u0301\n")
    schema = {"fields": [{"name": "name", "type": "string"}]}
    resource = {"name": "a", "path": "a.csv", "schema": schema}
    (floods / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    assert not {"stray-space", "not-nfc"} & check(floods / "datapackage.json").counts().keys()


def test_moved_passages_are_written_where_texts_are_at_hand(floods: Path, run: Run) -> None:
    """With --texts a passage that moved gets its new place, all cells of it."""
    coded.write(floods)
    text = floods / "texts/ice.txt"
    text.write_text(text.read_text().replace("The harbour froze", "Winter came early.\n\nThe harbour froze"))
    assert "evidence-moved" not in run("check", "--fix").out
    claims = floods / "datasets/harbour/records/A01/claims.csv"
    before = claims.read_text()
    shown = run("check", "--diff", "--texts", "texts").out
    assert "evidence-moved (record C01, field paragraph)\n  - '0'\n  + '1'\n" in shown
    assert claims.read_text() == before
    done = run("check", "--fix", "evidence-moved", "--texts", "texts")
    assert "fixed 3 of evidence-moved in datasets/harbour/records/A01/claims.csv" in done.out
    assert "evidence-moved[" not in done.out.replace("fixed 3 of evidence-moved", "")


def test_a_compressed_file_is_left(floods: Path) -> None:
    """What is packed is never written; its findings stay."""
    path = untidy.write(floods, *WRONG)
    path.write_bytes(gzip.compress(path.read_bytes()))
    before = path.read_bytes()
    assert fix(floods).changes == ()
    assert path.read_bytes() == before


def test_a_place_is_written_only_where_its_name_leaves_no_choice(project: Path) -> None:
    """A name that one place of the dataset has becomes its id; a slip of the pen stays."""
    key = event_in_hyesan(project)
    name = "\ud61c\uc0b0\uc2dc"
    path, line = change(project, "events", key, "place_id", name)
    (done,) = fix(project, rules={"place-unknown"}).changes
    assert (done.finding.key, done.old, done.new) == (key, name, "hyesan")
    assert "hyesan" in path.read_text("utf-8").splitlines()[line - 1].split(",")
    change(project, "events", key, "place_id", "hyesann")
    assert fix(project, rules={"place-unknown"}).changes == ()


def event_in_hyesan(project: Path) -> str:
    """Return the key of an event that stands on the city of Hyesan."""
    for path in sorted(project.glob("datasets/dprk*/records/*/events.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found = [row["event_id"] for row in csv.DictReader(file) if row["place_id"] == "hyesan"]
        if found:
            return found[0]
    raise LookupError("hyesan")


@pytest.mark.parametrize(
    ("table", "field", "wrong", "rule"),
    [
        ("place_aliases", "key", "spoilt", "place-key"),
        ("events", "corroboration", "independent_articles", "corroboration-differs"),
        ("claims", "chain_depth", "7", "chain-depth"),
    ],
)
def test_what_is_computed_comes_back(project: Path, table: str, field: str, wrong: str, rule: str) -> None:
    """A key, a word and a depth that were spoilt are as they were, and so is every other cell."""
    path = next(iter(sorted(project.glob(f"datasets/dprk-security-reports/records/*/{table}.csv"))))
    before = rows_of(path)
    at = before[0].index(field)
    write(path, [before[0], [*before[1][:at], wrong, *before[1][at + 1 :]], *before[2:]])
    assert rule in {each.finding.rule for each in fix(project).changes}
    assert rows_of(path) == before


CELLS = st.lists(
    st.sampled_from(["a", " ", "\u00a0", "\u200b", "e\u0301", ",", '"', "\n", "b", "\r\n"]), max_size=5
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS.map("".join), min_size=3, max_size=6), st.booleans(), st.booleans())
def test_all_other_bytes_stay(floods: Path, notes: list[str], windows: bool, mark: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever stands in the file, quotes, marks and line ends are as before but in the cells named."""
    lines = [f'{RIGHT.replace("F1", f"F{n}").rpartition(",")[0]},"{note.replace(chr(34), chr(34) * 2)}"'
             for n, note in enumerate(notes)]  # fmt: skip
    path = untidy.write(floods, *lines)
    end = "\r\n" if windows else "\n"
    text = ("\ufeff" if mark else "") + end.join([untidy.HEAD, *lines, ""])
    path.write_bytes(text.encode())
    done = fix(floods)
    after = path.read_bytes().decode()
    for each in reversed(done.changes):
        old, new = (f'"{text_.replace(chr(34), chr(34) * 2)}"' for text_ in (each.old, each.new))
        key = f"F{(each.finding.row or 0) - 2},"
        at = after.index(new, after.index(key))
        after = after[:at] + old + after[at + len(new) :]
    assert after == text
