"""Which findings come first where there is room for some only."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dateline.findings import Finding, Report
from dateline.render.order import pick, unlisted, worst_first

SOME = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from("abc"),
        severity=st.sampled_from(["error", "warning"]),
        message=st.just("wrong"),
        line=st.integers(1, 9),
        standing=st.sampled_from([None, "new", "existing"]),
    ),
    max_size=12,
)


def rank(finding: Finding) -> tuple[bool, bool]:
    """Return what decides before everything else."""
    return finding.severity == "warning", finding.standing == "existing"


@given(SOME)
def test_errors_go_before_warnings_and_new_before_known(findings: list[Finding]) -> None:
    """All findings are kept; within a rank they stand by their place."""
    ordered = worst_first(findings)
    assert Counter(ordered) == Counter(findings)
    assert [(rank(each), each.place) for each in ordered] == sorted(
        (rank(each), each.place) for each in findings
    )


@given(SOME, st.integers(0, 12))
def test_nothing_worse_is_left_out(findings: list[Finding], number: int) -> None:
    """Of those left out none has a higher rank, or is its rule's first while a second was taken."""
    taken = pick(findings, number)
    assert taken == worst_first(taken)
    left = Counter(findings) - Counter(taken)
    assert len(taken) + left.total() == len(findings)
    assert len(taken) == min(number, len(findings))
    for out in left:
        assert all(rank(each) <= rank(out) for each in taken)
        beside = Counter(each.rule for each in taken if rank(each) == rank(out))
        assert all(n <= beside[out.rule] + 1 for n in beside.values())


@given(SOME, st.integers(0, 12), st.integers(0, 5))
def test_listed_and_unlisted_make_up_the_total(findings: list[Finding], number: int, more: int) -> None:
    """What is not listed is counted by rule and severity, examples never kept included."""
    report = Report.of(findings, more={("a", "error"): more})
    taken = pick(report.findings, number)
    assert len(taken) + sum(unlisted(report, taken).values()) == sum(report.totals.values())
    assert all(n > 0 for n in unlisted(report, taken).values())
