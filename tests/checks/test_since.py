"""Findings beside those of an earlier state: new, existing, fixed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dateline.checks.since import mark
from dateline.findings import Finding, Report


def finding(key: str | None = "E1", value: str | None = "x", line: int = 2, **more: str) -> Finding:
    """Make a finding in a field of a table."""
    said = {"rule": "pattern", "message": "wrong", "table": "events", "field": "place", **more}
    return Finding(severity="error", key=key, value=value, line=line, file="a.csv", **said)  # type: ignore[arg-type]


def standings(now: list[Finding], before: list[Finding]) -> list[str | None]:
    """Return the standing of each finding, in the order of the report."""
    return [each.standing for each in mark(Report.of(now), Report.of(before), "main", shown=None).findings]


def test_a_finding_that_was_there_before_is_existing() -> None:
    """Whatever line it stands on now."""
    assert standings([finding(line=9)], [finding(line=2)]) == ["existing"]


def test_a_value_that_was_changed_and_is_still_wrong_is_new() -> None:
    """Whoever changes a wrong cell is to look again."""
    assert standings([finding(value="y")], [finding(value="x")]) == ["new"]


def test_another_record_field_table_or_rule_is_another_finding() -> None:
    """Nothing is taken for what it is not."""
    others = [finding("E2"), finding(field="day"), finding(table="claims"), finding(rule="enum")]
    assert standings(others, [finding()]) == ["new"] * 4


def test_a_second_finding_of_the_same_kind_is_new() -> None:
    """Two records with one key are counted, not merged."""
    assert sorted(map(str, standings([finding(), finding(line=3)], [finding()]))) == ["existing", "new"]


def test_findings_without_a_record_are_known_by_their_words() -> None:
    """What is wrong with a file or a dataset has no key."""
    one, two = finding(None, None, message="has 3 cells"), finding(None, None, message="has 5 cells")
    assert standings([one, two], [one]) == ["existing", "new"]


def test_what_is_gone_is_fixed() -> None:
    """Findings of the earlier state that are no more are listed, the first of each rule."""
    before = Report.of([finding(f"E{n}", line=n) for n in range(5)])
    marked = mark(Report.of([finding("E0")]), before, "main", shown=2)
    assert marked.since is not None
    assert ([each.key for each in marked.since.fixed], marked.since.fixed_count) == (["E1", "E2"], 4)


def test_findings_that_are_counted_and_not_listed_are_compared_by_number() -> None:
    """Of very many findings the numbers stay exact."""
    now = Report.of([finding()], more={("pattern", "error"): 10, ("enum", "warning"): 1})
    before = Report.of([finding()], more={("pattern", "error"): 7, ("type", "error"): 2})
    marked = mark(now, before, "main", shown=None)
    assert (marked.new_errors, marked.new_warnings, marked.errors) == (3, 1, 11)
    assert marked.since is not None
    assert marked.since.fixed_count == 2


def test_without_an_earlier_state_every_finding_is_new() -> None:
    """A plain report counts all errors."""
    assert Report.of([finding()]).new_errors == 1


some = st.lists(st.builds(finding, key=st.sampled_from("ABC"), value=st.sampled_from("xy")), max_size=8)


@given(some, some)
def test_new_existing_and_fixed_add_up(now: list[Finding], before: list[Finding]) -> None:
    """What is there now and what was there before are accounted for, each once."""
    marked = mark(Report.of(now), Report.of(before), "main", shown=None)
    assert marked.since is not None
    same = [(each.key, each.value) for each in before]
    both = Counter((each.key, each.value) for each in now) & Counter(same)
    assert marked.new_errors == len(now) - both.total()
    assert marked.since.fixed_count == len(marked.since.fixed) == len(before) - both.total()
    assert sum(each.standing == "existing" for each in marked.findings) == both.total()
