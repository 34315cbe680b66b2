"""Releases that follow from records: the numbers, the ledger, the deltas, in a real repository."""

from __future__ import annotations

import itertools
import json
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import dateline
from dateline.dataset.releases import read_releases
from dateline.package import applying, canonical, delta
from dateline.project.publishing import next_versions
from git.test_commit import git, plain_git
from project import ledgered

if TYPE_CHECKING:
    from project.conftest import Done, Run

__all__ = ["plain_git"]

FLOODS = "datasets/floods/"
LEDGER = f"{FLOODS}releases.yaml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one dataset that was never released, as the current folder."""
    folder = tmp_path / "floods project"
    folder.mkdir()
    ledgered.write(folder)
    monkeypatch.chdir(folder)
    edit(folder, f"{FLOODS}dataset.yaml", "version: 0.1.0\n", "")
    (folder / ".gitignore").write_text("public*/\n")
    commit(folder)
    return folder


def edit(project: Path, name: str, old: str, new: str) -> None:
    """Put one text in another's place, which stands there once."""
    path = project / name
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def commit(project: Path) -> str:
    """Commit everything, and return the commit's hash."""
    git(project, "add", "-A")
    git(project, "commit", "-qm", "next")
    return git(project, "rev-parse", "HEAD")


def publish(project: Path, run: Run, *arguments: str) -> Done:
    """Commit everything, publish, and commit what that wrote."""
    commit_if_needed(project)
    done = run("publish", "--to", "public", *arguments)
    assert done.code == 0, done.err + done.out
    commit_if_needed(project)
    return done


def commit_if_needed(project: Path) -> None:
    """Commit everything, if there is anything."""
    if git(project, "status", "--porcelain"):
        commit(project)


def releases(project: Path) -> list[str]:
    """Return the numbers that the ledger has."""
    text = (project / LEDGER).read_text(encoding="utf-8")
    return [each.version for each in read_releases(text, LEDGER)]


def folder(project: Path, version: str) -> Path:
    """Return where a release stands."""
    return project / "public/floods" / version


def said(project: Path, version: str, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a JSON file of a release says."""
    return json.loads((folder(project, version) / name).read_bytes())


def cells(project: Path, version: str, table: str) -> pl.DataFrame:
    """Return a published table's texts."""
    return pl.read_csv(folder(project, version) / f"data/{table}.csv", infer_schema=False).fill_null("")


def proven(project: Path, old: str, new: str) -> None:
    """Apply a release's delta to the release before, and compare every table with what was published."""
    found = said(project, new, delta.NAME)
    assert (found["from"], found["to"]) == (old, new)
    tables = dateline.load(folder(project, new))
    assert {*found["unchanged"], *found["tables"]} >= set(tables.tables)
    for name in found["unchanged"]:
        assert (folder(project, old) / f"data/{name}.csv").read_bytes() == (
            folder(project, new) / f"data/{name}.csv"
        ).read_bytes()
    for name, part in found["tables"].items():
        before = cells(project, old, name) if part["before"] is not None else None
        frame = applying.apply(part, tables.schema(name), before)
        digest = canonical.fingerprint(tables.schema(name), frame.lazy())[1]
        assert part["after"]["content"] == f"sha256:{digest}"
        assert said(project, new, "release.json")["tables"][name]["content"] == f"sha256:{digest}"


def test_the_story_of_seven_releases(project: Path, run: Run) -> None:
    """Add, correct, retract, tighten, add a field, nothing, remove what is referred to: each its number."""
    publish(project, run)
    assert releases(project) == ["1.0.0"]

    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,3\nC5,E05,4\n")
    done = publish(project, run)
    assert "floods 1.1.0 follows 1.0.0: a minor change\n  1 record added (claims 1)\n" in done.out

    edit(project, f"{FLOODS}records/claims.csv", "C5,E05,4\n", "C5,E05,5\n")
    publish(project, run)

    assert run("retract", "claims/C1", "--reason", "The outlet withdrew it.", "--by", "AB").code == 0
    publish(project, run)

    edit(project, "schemas/claims.yaml", "paragraph, type: integer}",
         "paragraph, type: integer, constraints: {minimum: 0}}")  # fmt: skip
    publish(project, run)

    edit(project, "schemas/notes.yaml", "{name: note, type: string}",
         "{name: note, type: string}\n  - {name: coder, type: string}")  # fmt: skip
    edit(project, f"{FLOODS}records/notes.csv", "note\nE05,Pirna,seen from a bridge\n",
         "note,coder\nE05,Pirna,seen from a bridge,AB\n")  # fmt: skip
    publish(project, run)

    (project / "README.md").write_text("Nothing that is published.")
    assert "floods 3.0.0: nothing changed since this release" in publish(project, run).out

    done = run(
        "retract", "events/E03", "--with-references", "--reason", "Withdrawn by its outlet.", "--by", "AB"
    )
    assert done.code == 0
    done = publish(project, run)
    assert "1 record removed that others referred to (events 1)" in done.out

    numbers = ["1.0.0", "1.1.0", "1.1.1", "1.2.0", "2.0.0", "3.0.0", "4.0.0"]
    assert releases(project) == numbers
    for old, new in itertools.pairwise(numbers):
        proven(project, old, new)
    assert said(project, "1.2.0", delta.NAME)["tables"]["claims"]["removed"] == {
        "C1": {
            "change": "retracted",
            "reason": "The outlet withdrew it.",
            "date": said(project, "1.2.0", delta.NAME)["tables"]["retractions"]["added"][0]["date"],
        }
    }
    assert dateline.verify(project / "public").ok


def test_every_release_says_why_it_has_its_number(project: Path, run: Run) -> None:
    """release.json has the policy, what was compared, the reasons and the counts."""
    publish(project, run)
    assert said(project, "1.0.0", "release.json")["number"]["level"] == "first"
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,3\nC5,E05,4\n")
    publish(project, run)
    number = said(project, "1.1.0", "release.json")["number"]
    assert number["records"]["claims"] == {"before": 4, "after": 5, "added": 1, "changed": 0, "removed": 0}
    assert number["reasons"] == ["1 record added (claims 1)"]
    assert (number["policy"], number["previous"], number["level"], number["forced"]) == (
        "dateline-version/1", "1.0.0", "minor", False,
    )  # fmt: skip


def test_the_changelog_gets_a_section(project: Path, run: Run) -> None:
    """What people wrote as unreleased stands in the release's section, under what the records say."""
    own = project / FLOODS / "CHANGELOG.md"
    own.write_text("# Changes\n\n## Unreleased\n\n- Read the first two articles.\n")
    publish(project, run)
    day = said(project, "1.0.0", "release.json")["created"][:10]
    section = f"## 1.0.0 ({day})\n\n- 18 records in 5 tables\n\n- Read the first two articles.\n"
    assert own.read_text() == f"# Changes\n\n## Unreleased\n\n{section}"
    assert (folder(project, "1.0.0") / "CHANGELOG.md").read_text() == f"# Changes\n\n{section}"


def test_to_move_a_record_is_nothing(project: Path, run: Run) -> None:
    """Records in another file or order are the same release, to the byte."""
    publish(project, run)
    (project / FLOODS / "records/2002").rename(project / FLOODS / "records/1990")
    claims = project / FLOODS / "records/claims.csv"
    head, *rows = claims.read_text().splitlines(keepends=True)
    claims.write_text("".join([head, *reversed(rows)]))
    assert "nothing changed since this release" in publish(project, run).out
    assert "already published, identical" in publish(project, run).out


def test_a_release_is_made_again_from_any_later_commit(project: Path, run: Run) -> None:
    """Another target gets the same bytes, though the commit is another and it lacks the release before."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,3\nC5,E05,4\n")
    publish(project, run)
    (project / "README.md").write_text("Later.")
    commit(project)
    assert run("publish", "--to", "public2").code == 0
    again = project / "public2/floods/1.1.0"
    files = [each.relative_to(again) for each in again.rglob("*") if each.is_file()]
    assert delta.NAME in map(str, files)
    for each in files:
        assert (again / each).read_bytes() == (folder(project, "1.1.0") / each).read_bytes(), each


def test_a_publisher_that_died_before_the_ledger_was_written_goes_on(project: Path, run: Run) -> None:
    """The target has the release, the ledger does not: the next run finds the same bytes, and writes it."""
    commit_if_needed(project)
    assert run("publish", "--to", "public").code == 0
    git(project, "checkout", "-q", ".")
    git(project, "clean", "-qfd")
    assert not (project / LEDGER).exists()
    done = publish(project, run)
    assert "already published, identical" in done.out
    assert releases(project) == ["1.0.0"]


def test_version_explains_and_writes_nothing(project: Path, run: Run) -> None:
    """`dateline version` says what would follow from records that are not even committed."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    before = ledgered.contents(project)
    assert run("version").out == (
        "floods 1.0.1 follows 1.0.0: a patch change\n"
        "  1 record corrected (claims 1)\n"
        "  no table removed, no record removed that others refer to, no field, type or key changed, "
        "no record added or removed\n"
    )
    (found,) = json.loads(run("version", "--format", "json").out)
    assert (found["version"], found["previous"], found["level"], found["new"]) == (
        "1.0.1",
        "1.0.0",
        "patch",
        True,
    )
    assert ledgered.contents(project) == before
    assert run("publish", "--to", "public", "--dry-run").out.endswith("nothing was written\n")
    assert ledgered.contents(project) == before
    assert not folder(project, "1.0.1").exists()


def test_the_page_on_versions_shows_what_happens(project: Path, run: Run) -> None:
    """The example of docs/versions.md is what the command prints, and its delta is of this form."""
    page = (Path(__file__).parents[2] / "docs/versions.md").read_text(encoding="utf-8")
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,3\nC5,E05,4\n")
    assert f"$ dateline version\n{run('version').out}```" in page
    publish(project, run)
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    found = said(project, "1.1.0", delta.NAME)
    assert shown.keys() == found.keys()
    assert shown["tables"]["claims"]["added"] == found["tables"]["claims"]["added"]
    assert shown["tables"]["claims"].keys() > found["tables"]["claims"].keys()


def test_a_larger_number_is_asked_for(project: Path, run: Run) -> None:
    """A draft begins at 0.1.0, grows as a draft, and becomes 1.0.0 when its publisher says so."""
    publish(project, run, "--version", "0.1.0")
    edit(project, "schemas/claims.yaml", "paragraph, type: integer}",
         "paragraph, type: integer, constraints: {minimum: 0}}")  # fmt: skip
    publish(project, run)
    publish(project, run, "--version", "1.0.0")
    assert releases(project) == ["0.1.0", "0.2.0", "1.0.0"]
    number = said(project, "1.0.0", "release.json")["number"]
    assert (number["forced"], number["level"], number["reasons"]) == (True, "major", ["1.0.0 was asked for"])
    proven(project, "0.2.0", "1.0.0")
    done = run("publish", "--to", "public", "--version", "0.3.0")
    assert (done.code, done.err) == (
        2,
        (
            "error: 0.3.0 is too small: nothing changed since 1.0.0\n"
            "  help: leave --version out, or ask for a larger one\n"
        ),
    )


@pytest.mark.parametrize("command", [("version",), ("publish", "--to", "public")])
def test_a_number_is_asked_for_one_dataset(project: Path, run: Run, command: tuple[str, ...]) -> None:
    """Two datasets do not get one number by mistake."""
    other = project / "datasets" / "waters"
    shutil.copytree(project / FLOODS, other)
    edit(project, "datasets/waters/dataset.yaml", "name: floods", "name: waters")
    done = run(*command, "--version", "2.0.0")
    assert (done.code, done.err) == (
        2,
        (
            "error: a version is asked for, and there are 2 datasets: datasets/floods, datasets/waters\n"
            "  help: name the dataset that it is for\n"
        ),
    )


def test_metadata_of_the_dataset_is_part_of_a_release(project: Path, run: Run) -> None:
    """Another title is a patch, a licence that is taken away breaks what readers relied on."""
    publish(project, run)
    edit(project, f"{FLOODS}dataset.yaml", "title: Floods", "title: Floods of the Elbe")
    assert "  the dataset's title changed\n" in publish(project, run).out
    edit(project, f"{FLOODS}dataset.yaml", "CC0-1.0", "CC-BY-4.0")
    publish(project, run)
    assert releases(project) == ["1.0.0", "1.0.1", "2.0.0"]


def refused(run: Run, *arguments: str) -> str:
    """Publish, be refused, and return what was said; nothing of the target may change."""
    done = run("publish", "--to", "public", *arguments)
    assert done.code == 2, done.out
    assert not done.out.count("files,")
    return done.err


def test_what_is_in_no_commit_is_not_released(project: Path, run: Run) -> None:
    """A release can be made again from its commit, so its records have to be in one."""
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    assert refused(run) == (
        "error: datasets/floods: a release holds what is committed, and this is not: "
        "datasets/floods/records/claims.csv\n"
        "  help: commit it first; dateline version and dateline publish --dry-run show what would follow\n"
    )
    assert not (project / "public").exists()


def test_an_edited_ledger_is_refused(project: Path, run: Run) -> None:
    """Nobody writes into the ledger by hand without the next command saying so."""
    publish(project, run)
    edit(project, LEDGER, "added: 18", "added: 17")
    assert f"error: {LEDGER}:2:3: the entry of release 1.0.0, or one before it, was changed" in refused(run)
    assert run("check").code == 2


def test_a_tag_that_moved_is_refused(project: Path, run: Run) -> None:
    """A release's tag leads to its commit, or to the one that has its entry; to no other."""
    publish(project, run)
    git(project, "tag", "floods/v1.0.0")
    publish(project, run)
    git(project, "tag", "-f", "floods/v1.0.0", "HEAD~1")
    publish(project, run)
    git(project, "tag", "-f", "floods/v1.0.0", "HEAD~2")
    assert "the tag floods/v1.0.0 leads to" in refused(run)


def test_a_clock_in_the_past_is_refused(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release cannot be older than the one before."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    commit(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert "a release of 2001-09-09 01:46 UTC would be older than 1.0.0" in refused(run)


def test_releases_that_the_ledger_does_not_know_are_refused(project: Path, run: Run) -> None:
    """A target with more releases than the ledger was published to by somebody else."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    publish(project, run)
    git(project, "reset", "-q", "--hard", "HEAD~2")
    assert "public has 1.0.1, which releases.yaml does not know" in refused(run)


def test_records_of_the_release_before_must_be_at_hand(project: Path, run: Run, tmp_path: Path) -> None:
    """A shallow clone and an empty target know nothing to compare with, and say what helps."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    commit(project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", project.as_uri(), str(clone))
    done = run("publish", str(clone / "datasets/floods"), "--to", str(tmp_path / "elsewhere"))
    assert done.code == 2
    assert "the records of release 1.0.0 are not at hand, and they are compared: the commit" in done.err
    assert "git fetch --unshallow" in done.err
    assert run("publish", str(clone / "datasets/floods"), "--to", str(project / "public")).code == 0
    assert releases(clone) == ["1.0.0", "1.0.1"]


def test_a_target_of_another_history_is_refused(project: Path, run: Run) -> None:
    """A release of the same number with other records is not the one that the ledger has."""
    publish(project, run)
    shutil.rmtree(project / "public")
    other = project.parent / "other"
    shutil.copytree(project, other)
    git(other, "reset", "-q", "--hard", "HEAD~1")
    edit(other, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,9\n")
    commit(other)
    assert run("publish", str(other / "datasets/floods"), "--to", str(project / "public")).code == 0
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    commit(project)
    assert "this is not the release that the ledger has" in refused(run)


def test_a_dataset_without_records_is_not_released(project: Path, run: Run) -> None:
    """An empty first release would be a promise of nothing."""
    for file in (project / FLOODS / "records").rglob("*.csv"):
        head, *_ = file.read_text().splitlines(keepends=True)
        file.write_text(head)
    commit(project)
    assert refused(run) == "error: datasets/floods: there are no records to release\n"


def test_the_next_version_is_there_for_programs(project: Path, run: Run) -> None:
    """The function behind `dateline version` answers with values."""
    publish(project, run)
    (found,) = next_versions(project)
    assert (found.decision.version, found.new, found.reasons) == (
        "1.0.0", False, ("18 records in 5 tables",),
    )  # fmt: skip


def found_by_verify(target: Path | str) -> set[tuple[str, str]]:
    """Verify a target, and return the rules that were broken, each with the file's path below it."""
    report = dateline.verify(target)
    return {(each.rule, str(each.file).removeprefix(f"{target}/")) for each in report.findings}


def two_releases(project: Path, run: Run) -> Path:
    """Publish two releases, and return the target."""
    publish(project, run)
    edit(project, f"{FLOODS}records/claims.csv", "C4,E05,3\n", "C4,E05,4\n")
    publish(project, run)
    return project / "public"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"3",', b'"2",', "it cannot be applied: C4, paragraph: '3', not '2'"),
        (b'"4"', b'"5"', "applied to the release before, it makes another table"),
        (b'"claims": {', b'"other": {', "it says nothing of this table"),
        (b'"events",', b'"events", "claims",', "it says that this table is unchanged, and it is not"),
        (b'"from": "1.0.0"', b'"from": "0.9.0"', "the release that it begins with, '0.9.0', is not there"),
        (b'"to": "1.0.1"', b'"to": "1.0.2"', "this is no delta to 1.0.1 in the format dateline-delta/1"),
    ],
)
def test_a_delta_that_does_not_fit_is_found(
    project: Path, run: Run, old: bytes, new: bytes, message: str
) -> None:
    """`dateline verify` applies every delta of a target: one that makes something else is an error."""
    place = two_releases(project, run) / "floods/1.0.1/delta.json"
    content = place.read_bytes()
    assert content.count(old) == 1
    place.write_bytes(content.replace(old, new))
    said = [each for each in dateline.verify(project / "public").findings if each.rule == "delta-differs"]
    assert [each.message for each in said] == [message]


def test_what_does_not_hang_together_in_a_target_is_found(project: Path, run: Run) -> None:
    """A copy that is none, and a release that the index lost, are told; so is one that is gone."""
    target = two_releases(project, run)
    assert found_by_verify(target) == set()
    (target / "floods/latest/README.md").write_text("changed")
    (target / "floods/1.0.0/data/claims.csv").write_text("changed")
    rules = found_by_verify(target)
    assert ("latest-differs", "floods/latest") in rules
    assert ("file-changed", "floods/1.0.0/data/claims.csv") in rules
    index = json.loads((target / "index.json").read_bytes())
    index["datasets"][0]["versions"] = index["datasets"][0]["versions"][1:]
    (target / "index.json").write_text(json.dumps(index))
    assert ("version-unlisted", "floods/1.0.1") in found_by_verify(target)


def test_a_target_on_the_web_is_verified_as_a_folder_is(project: Path, run: Run) -> None:
    """Every release is fetched and looked at; what is wrong is named by its address."""
    target = two_releases(project, run)
    handler = partial(SimpleHTTPRequestHandler, directory=str(target))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert dateline.verify(address).findings == ()
        assert dateline.verify(f"{address}/floods").records["claims"] == 8
        assert dateline.verify(f"{address}/floods", version="1.0.0").records["claims"] == 4
        place = target / "floods/1.0.1/data/claims.csv"
        place.write_bytes(place.read_bytes() + b"C9,E05,3\n")
        with pytest.raises(dateline.PackageError, match=f"{address}/floods/1.0.1/data/claims.csv"):
            dateline.verify(address)
        server.shutdown()
