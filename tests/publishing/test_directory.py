from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from dateline.errors import PublishError
from dateline.package import build
from dateline.package.index import IndexedVersion
from dateline.publishing import open_target, publish_directory
from dateline.publishing.fetching import fetch_verified
from dateline.table import read_schema
from package.samples import MORE_PORTS, PORTS, PROVENANCE, content, contents, dataset, release
from package.samples import ROWS as ROWS_OF
from publishing.releases import renewed
from publishing.trees import tree

ROWS = [{"port": "busan", "name": "Pusan", "depth_m": "15.5"}]
ESSENTIAL = {
    "README.md",
    "SHA256SUMS",
    "data/ports.csv",
    "data/ports.parquet",
    "datapackage.json",
    "release.json",
}


def test_layout_of_a_target(target: Path) -> None:
    """A target holds the index, the version and an equal copy of the newest; nothing else."""
    there = {name for name, content in tree(target).items() if content is not None}
    files = {name.removeprefix("harbour/1.0.0/") for name in there if name.startswith("harbour/1.0.0/")}
    assert files >= ESSENTIAL
    assert there == {
        "index.json",
        *(f"harbour/{folder}/{file}" for folder in ("1.0.0", "latest") for file in files),
    }
    assert tree(target / "harbour/1.0.0") == tree(target / "harbour/latest")


def test_outcome_is_told(tmp_path: Path) -> None:
    """The first time says what was written, the second time that it was there, identical."""
    first = publish_directory(tmp_path, release())
    assert first.folder == tmp_path / "harbour" / "1.0.0"
    sizes = [each.stat().st_size for each in first.folder.rglob("*") if each.is_file()]
    assert (first.status, first.files, first.bytes) == ("published", len(sizes), sum(sizes))
    assert str(first) == f"harbour 1.0.0: {len(sizes)} files, {first.bytes:,} bytes in {first.folder}"
    again = publish_directory(tmp_path, release())
    assert again.status == "identical"
    assert str(again) == f"harbour 1.0.0 is already published, identical: {first.folder}"


def test_second_publication_changes_nothing(target: Path) -> None:
    """Publishing equal bytes leaves every byte and every time of change."""
    times = {each: each.stat().st_mtime_ns for each in target.rglob("*")}
    before = tree(target)
    publish_directory(target, release())
    assert tree(target) == before
    assert {
        each: each.stat().st_mtime_ns for each in target.rglob("*") if each.is_file()
    }.items() <= times.items()


def test_published_version_never_changes(target: Path) -> None:
    """The same number with other records is refused, naming the files, and nothing is written."""
    before = tree(target)
    with pytest.raises(PublishError, match=r"this differs: .*data/ports\.csv") as caught:
        publish_directory(target, release(ports=ROWS))
    assert "another number" in str(caught.value)
    assert tree(target) == before


def test_same_records_by_a_newer_dateline_stand(target: Path) -> None:
    """Where only documents would differ, the version stands, its files are named, nothing is written."""
    before = tree(target)
    told = publish_directory(target, renewed())
    assert tree(target) == before
    assert told.status == "standing"
    assert "release.json" in told.differs
    assert not [name for name in told.differs if name.startswith("data/")]
    said = f"harbour 1.0.0 stands, with the same records, and was left as it is: {told.folder}"
    assert str(told).startswith(f"{said}; made today, these would differ: ")


def test_standing_version_that_was_damaged_is_said(target: Path) -> None:
    """A damaged version is an error, even where only documents would differ."""
    (target / "harbour/1.0.0/README.md").write_text("mine")
    with pytest.raises(PublishError, match=r"changed after it was published: README\.md"):
        publish_directory(target, renewed())


def test_other_schema_is_other_content(target: Path) -> None:
    """The same rows under another schema are refused: readers would take them for something else."""
    schema = read_schema(PORTS.replace("Depth in metres.", "Depth in feet."), "schemas/ports.yaml", "ports")
    rows = content(schema, ROWS_OF["ports"])
    planned = build(dataset(version="1.0.0"), {**contents(), "ports": rows}, PROVENANCE)
    with pytest.raises(PublishError, match=r"this differs: .*datapackage\.json"):
        publish_directory(target, planned)


@pytest.mark.parametrize("damage", ["extra", "lost", "flipped"])
def test_damaged_version_is_not_taken_for_equal(target: Path, damage: str) -> None:
    """A file too many, too few or changed in a published version is said."""
    victim = target / "harbour/1.0.0/data/ports.csv"
    if damage == "extra":
        (victim.parent / "x.csv").write_text("x")
    elif damage == "lost":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    with pytest.raises(PublishError, match=r"changed after it was published: data/(x|ports)\.csv\n"):
        publish_directory(target, release())


def test_newer_version_becomes_latest(target: Path) -> None:
    """`latest` and the index follow the newest number, compared as numbers."""
    for version in ("1.2.0", "1.10.0"):
        publish_directory(target, release(version, ports=ROWS))
    assert tree(target / "harbour/latest") == tree(target / "harbour/1.10.0")
    (entry,) = json.loads((target / "index.json").read_bytes())["datasets"]
    assert entry["latest"] == "1.10.0"
    assert [each["version"] for each in entry["versions"]] == ["1.10.0", "1.2.0", "1.0.0"]


def test_older_version_does_not_become_latest(target: Path) -> None:
    """A correction of an old line does not turn back what most people read."""
    publish_directory(target, release("2.0.0"))
    publish_directory(target, release("1.0.1"))
    assert tree(target / "harbour/latest") == tree(target / "harbour/2.0.0")


def test_second_dataset_joins_the_index(target: Path) -> None:
    """Two datasets live in one target, sorted by name."""
    other = build(dataset(name="berths", title="Berths"), contents(), PROVENANCE)
    publish_directory(target, other)
    names = [each["name"] for each in json.loads((target / "index.json").read_bytes())["datasets"]]
    assert names == ["berths", "harbour"]
    assert tree(target / "berths/latest") == tree(target / "berths/1.0.0")


def test_index_reads_as_approved(target: Path) -> None:
    """The index holds path, moment, size and the hash of each version's hash list."""
    folder = target / "harbour/1.0.0"
    (entry,) = json.loads((target / "index.json").read_bytes())["datasets"]
    (version,) = entry["versions"]
    assert version == {
        "version": "1.0.0",
        "created": "2024-11-02T03:04:05Z",
        "path": "harbour/1.0.0",
        "bytes": sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()),
        "sha256sums": f"sha256:{hashlib.sha256((folder / 'SHA256SUMS').read_bytes()).hexdigest()}",
    }


@pytest.mark.parametrize("lost", ["index.json", "harbour/latest"])
def test_what_is_lost_is_made_again(target: Path, lost: str) -> None:
    """Publishing again puts back an index or a `latest` that is gone."""
    before = tree(target)
    place = target / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    assert publish_directory(target, release()).status == "identical"
    assert tree(target) == before


def test_foreign_files_stay(target: Path) -> None:
    """What dateline did not write is neither removed nor listed."""
    (target / "index.html").write_text("mine")
    (target / ".dateline-publish-mine").mkdir()
    (target / "notes" / "1.0.0").mkdir(parents=True)
    (target / "harbour" / "9.9.9").mkdir()
    publish_directory(target, release("1.1.0"))
    assert (target / "index.html").read_text() == "mine"
    assert (target / ".dateline-publish-mine").is_dir()
    listed = [
        each["version"]
        for each in json.loads((target / "index.json").read_bytes())["datasets"][0]["versions"]
    ]
    assert listed == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("index.json", "not an index of dateline's"),
        ("harbour/latest/x", "dateline did not write this"),
        ("harbour/1.1.0", "dateline did not write this"),
    ],
)
def test_foreign_file_in_the_way_is_not_overwritten(tmp_path: Path, place: str, message: str) -> None:
    """A file that stands where something must go is named, and kept."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text('{"mine": 1}')
    before = tree(tmp_path)
    with pytest.raises(PublishError, match=message):
        publish_directory(tmp_path, release("1.1.0"))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("damage", ["removed", "changed"])
def test_damage_to_another_version_is_said(target: Path, damage: str) -> None:
    """A version that the index lists and that is gone or changed stops the next publication."""
    sums = target / "harbour/1.0.0/SHA256SUMS"
    sums.unlink() if damage == "removed" else sums.write_bytes(sums.read_bytes() + b"\n")
    before = tree(target)
    with pytest.raises(PublishError, match=r"harbour/1\.0\.0/SHA256SUMS: .*(gone|was changed)"):
        publish_directory(target, release("1.1.0"))
    assert tree(target) == before


def test_check_can_stop_the_publication(target: Path) -> None:
    """What the check raises stops everything before anything can be seen; it sees the whole release."""
    before = tree(target)
    seen: list[str] = []

    def check(folder: Path) -> None:
        seen.extend(name for name, content in tree(folder).items() if content is not None)
        raise PublishError("not like this")

    with pytest.raises(PublishError, match="not like this"):
        publish_directory(target, release("1.1.0"), check=check)
    assert set(seen) >= ESSENTIAL
    assert tree(target) == before


def test_failure_leaves_no_new_folders(tmp_path: Path) -> None:
    """A target that a failing run made is taken away again."""

    def check(_: Path) -> None:
        raise PublishError("no")

    with pytest.raises(PublishError):
        publish_directory(tmp_path / "a" / "b", release(), check=check)
    assert list(tmp_path.iterdir()) == []


def test_relative_target_is_published_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target may be given relative to the working directory, itself included."""
    monkeypatch.chdir(tmp_path)
    publish_directory(Path(), release())
    assert (tmp_path / "index.json").is_file()


def test_plan_tells_all_and_writes_nothing(target: Path) -> None:
    """A dry run lists every file with its size, `latest` and the index, and leaves the folder alone."""
    before = tree(target)
    opened = open_target(str(target))
    lines = opened.plan(release("1.1.0", ports=MORE_PORTS))
    assert tree(target) == before
    published = publish_directory(target, release("1.1.0", ports=MORE_PORTS))
    there = tree(target)
    wanted = [
        f"write {target}/{name}, {len(there[name] or b''):,} bytes"
        for name in sorted(there)
        if "/1.1.0/" in name and there[name] is not None
    ]
    assert lines[: len(wanted)] == wanted
    assert len(wanted) == published.files
    listing = f"{target}/index.json, {len(there['index.json'] or b''):,} bytes"
    assert lines[len(wanted) :] == [
        f"copy harbour 1.1.0 to {target}/harbour/latest",
        f"adds harbour 1.1.0 to {listing}; of harbour it lists 1.0.0",
    ]
    assert opened.plan(release()) == [
        f"harbour 1.0.0 is already published, identical: {target}/harbour/1.0.0"
    ]


def test_plan_makes_no_folder(tmp_path: Path) -> None:
    """A dry run for a folder that is not there leaves it so; what stands in the way is said."""
    lines = open_target(str(tmp_path / "new")).plan(release())
    assert lines[-1].startswith(f"adds harbour 1.0.0 to {tmp_path}/new/index.json")
    assert lines[-1].endswith("of harbour it lists nothing")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="this is a file"):
        open_target(str(tmp_path / "file")).plan(release())


def test_plan_refuses_what_publishing_refuses(target: Path) -> None:
    """A dry run finds other records under a published number, as publishing does."""
    with pytest.raises(PublishError, match=r"this differs: .*data/ports\.csv"):
        open_target(str(target)).plan(release(ports=ROWS))


def test_versions_are_listed_newest_first(target: Path) -> None:
    """The target tells a dataset's versions; of another dataset, or in no folder, there are none."""
    publish_directory(target, release("1.10.0"))
    opened = open_target(str(target))
    assert [each.version for each in opened.versions("harbour")] == ["1.10.0", "1.0.0"]
    assert opened.versions("berths") == []
    assert open_target(str(target / "none")).versions("harbour") == []


def test_files_of_a_version_are_fetched_and_verified(target: Path, tmp_path: Path) -> None:
    """Files of a published version are copied and verified; what is not there is said."""
    opened = open_target(str(target))
    opened.fetch("harbour", "1.0.0", ["data/ports.csv"], tmp_path / "to")
    source = target / "harbour/1.0.0/data/ports.csv"
    assert (tmp_path / "to/data/ports.csv").read_bytes() == source.read_bytes()
    with pytest.raises(PublishError, match=r"version 1\.0\.0 has no file 'data/x\.csv'"):
        opened.fetch("harbour", "1.0.0", ["data/x.csv"], tmp_path / "to")
    with pytest.raises(PublishError, match=r"no version 3\.0\.0 of harbour\n  help: there are 1\.0\.0"):
        opened.fetch("harbour", "3.0.0", ["data/ports.csv"], tmp_path / "to")
    source.write_text("x")
    with pytest.raises(PublishError, match="changed after it was published"):
        opened.fetch("harbour", "1.0.0", ["data/ports.csv"], tmp_path / "to")


@pytest.mark.parametrize("path", ["../out.txt", "/tmp/out.txt", "data\\..\\out.txt", "c:out.txt"])
def test_path_that_leaves_the_folder_is_not_fetched(tmp_path: Path, path: str) -> None:
    """A target's list of hashes that names a path outside gets nothing written there."""
    listing = f"{'0' * 64}  {path}\n".encode()
    entry = IndexedVersion("harbour", "", "1.0.0", "", 0, hashlib.sha256(listing).hexdigest())
    asked: list[str] = []

    def get(name: str, to: Path) -> None:
        asked.append(name)
        to.write_bytes(listing)

    with pytest.raises(PublishError, match="has no file"):
        fetch_verified(entry, [path], tmp_path, get, "x")
    assert asked == ["SHA256SUMS"]
