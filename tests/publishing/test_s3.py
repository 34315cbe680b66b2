"""Publishing to a bucket of a real S3 server."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from obstore.store import S3Store

from dateline.errors import PublishError
from dateline.package import Provenance, build, index, sums
from dateline.publishing import open_target, publish_directory
from dateline.publishing.bucket import Bucket
from dateline.publishing.s3 import S3
from package.samples import CREATED, MORE_PORTS, contents, dataset, release
from publishing import seaweed
from publishing.careless import Careless
from publishing.cutting import cutting
from publishing.releases import OTHER, Stopped, ready, ready_renewed, stopping
from publishing.serving import serving
from publishing.test_killed import ENVIRONMENT
from publishing.trees import tree

if TYPE_CHECKING:
    from pathlib import Path

PROBE = ".dateline-conditional-writes"


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> S3:
    """Return an empty part of the bucket, as the environment opens it."""
    for name, value in seaweed.environment(s3_server).items():
        monkeypatch.setenv(name, value)
    opened = open_target(f"s3://{seaweed.BUCKET}/{secrets.token_hex(6)}/open data")
    assert isinstance(opened, S3)
    return opened


def objects(s3: S3) -> dict[str, bytes]:
    """Return every object's bytes, but for the one by which the server is tried."""
    store = s3.bucket.store
    found = [each["path"] for page in store.list() for each in page]
    return {path: bytes(store.get(path).bytes()) for path in sorted(found) if path != PROBE}


def times(s3: S3) -> dict[str, Any]:
    """Return when each object was written."""
    return {each["path"]: each["last_modified"] for page in s3.bucket.store.list() for each in page}


def read_as_a_client(s3: S3) -> str | None:
    """Follow index.json to the newest version and verify all of it; return its number."""
    entries, _ = s3.bucket.get(index.NAME) or (None, None)
    if entries is None:
        return None
    known = index.read_index(entries, "index.json")
    for each in known:
        listing, _ = s3.bucket.get(f"{each.path}/{sums.NAME}") or (b"", "")
        assert hashlib.sha256(listing).hexdigest() == each.sums
        for name, digest in sums.read_sums(listing, "SHA256SUMS").items():
            assert s3.bucket.sha256(f"{each.path}/{name}") == digest, name
    return known[0].version


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a folder holds after both versions were published."""
    folder = tmp_path_factory.mktemp("finished")
    publish_directory(folder, release())
    publish_directory(folder, release("1.1.0", ports=MORE_PORTS))
    return {name: content for name, content in tree(folder).items() if content is not None}


def test_bucket_holds_what_a_folder_holds(s3: S3, finished: dict[str, bytes]) -> None:
    """A bucket gets the paths and bytes that a folder gets; the newest version is `latest`."""
    told = s3.publish(release())
    assert (told.status, told.place) == ("published", f"{s3.place}/harbour/1.0.0")
    s3.publish_staged(ready("1.1.0", ports=MORE_PORTS))
    assert objects(s3) == finished


def test_publishing_again_writes_nothing(s3: S3) -> None:
    """Equal bytes are found standing, and no object is written."""
    s3.publish_staged(ready())
    before = times(s3)
    assert s3.publish_staged(ready()).status == "identical"
    assert times(s3) == before


def test_same_records_by_a_newer_dateline_stand(s3: S3) -> None:
    """Where only documents would differ, the version stands, its files are named, nothing is written."""
    s3.publish_staged(ready())
    before = times(s3)
    told = s3.publish_staged(ready_renewed())
    assert told.status == "standing"
    assert "release.json" in told.differs
    assert "data/ports.csv" not in told.differs
    assert times(s3) == before


def test_published_version_never_changes(s3: S3) -> None:
    """Other records under a published number are refused, and no object is written."""
    s3.publish_staged(ready())
    before = times(s3)
    with pytest.raises(PublishError, match=r"this differs: .*data/ports\.csv"):
        s3.publish_staged(ready(ports=OTHER))
    assert times(s3) == before


def test_older_version_does_not_become_latest(s3: S3) -> None:
    """A correction of an old line does not turn back what most people read."""
    s3.publish_staged(ready("2.0.0"))
    s3.publish_staged(ready("1.0.1", ports=MORE_PORTS))
    there = objects(s3)
    assert there["harbour/latest/release.json"] == there["harbour/2.0.0/release.json"]
    assert [each.version for each in s3.versions("harbour")] == ["2.0.0", "1.0.1"]


def test_file_that_a_version_lacks_leaves_latest(s3: S3) -> None:
    """`latest` holds no file of an older version that the newest does not have."""
    s3.publish_staged(ready())
    s3.publish(build(dataset(version="1.1.0"), contents(), Provenance(CREATED, "9.9.9"), {}))
    assert "harbour/1.0.0/CHANGELOG.md" in objects(s3)
    assert "harbour/latest/CHANGELOG.md" not in objects(s3)


@pytest.mark.parametrize("lost", ["index.json", "harbour/latest/data/ports.csv"])
def test_what_is_lost_is_made_again(s3: S3, lost: str) -> None:
    """Publishing again puts back an index or a copy that is gone."""
    s3.publish_staged(ready())
    before = objects(s3)
    s3.bucket.delete(lost)
    assert s3.publish_staged(ready()).status == "identical"
    assert objects(s3) == before


def test_large_file_goes_in_parts(s3: S3) -> None:
    """A file above the limit is sent in parts, and is what was meant."""
    small = replace(s3, bucket=replace(s3.bucket, whole=1_000_000, part=5 * 1024 * 1024))
    text = "".join(f"- line {number} {number * 7919}\n" for number in range(300_000))
    large = build(dataset(), contents(), Provenance(CREATED, "0.1.0"), {"CHANGELOG.md": text})
    small.publish(large)
    meta = s3.bucket.store.head("harbour/1.0.0/CHANGELOG.md")
    assert meta["size"] == len(text.rstrip()) + 1
    assert (meta["e_tag"] or "").endswith('-2"')
    assert read_as_a_client(s3) == "1.0.0"


def test_browsers_are_told_what_an_object_is(s3: S3) -> None:
    """Types are the registered ones; a version may be kept for ever, the index and `latest` may not."""
    s3.publish_staged(ready())
    get = s3.bucket.store.get
    csv = get("harbour/1.0.0/data/ports.csv").attributes
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert csv["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get("harbour/latest/data/ports.csv").attributes["Cache-Control"] == "no-cache"
    assert get("index.json").attributes["Cache-Control"] == "no-cache"


def steps_of(tmp: S3) -> list[str]:
    """Return the steps of publishing a second version."""
    found: list[str] = []
    tmp.publish_staged(ready())
    tmp.publish_staged(ready("1.1.0", ports=MORE_PORTS), step=found.append)
    return found


def test_stopped_at_any_step_leaves_old_or_new(s3: S3, finished: dict[str, bytes]) -> None:
    """Stopped at any step, a client reads the old or the new version whole; the next run completes it."""
    steps = steps_of(s3)
    assert steps[0] == "version claimed"
    assert steps.count("index in place") == 1
    assert len(steps) > 25
    middle = "latest/data/ports.csv in place"
    chosen = [*steps[:2], steps[9], steps[-1], "version in place", "index in place", middle]
    for fatal in chosen:
        number = steps.index(fatal)
        home = replace(s3, bucket=_part(s3, f"{number}"))
        home.publish_staged(ready())
        with pytest.raises(Stopped):
            home.publish_staged(ready("1.1.0", ports=MORE_PORTS), step=stopping(fatal))
        seen = steps.index("index in place") <= number
        assert read_as_a_client(home) == ("1.1.0" if seen else "1.0.0"), fatal
        home.publish_staged(ready("1.1.0", ports=MORE_PORTS))
        assert objects(home) == finished, fatal


def _part(s3: S3, name: str, **settings: Any) -> Bucket:  # noqa: ANN401 - what S3Store takes
    """Return a folder of its own below the test's."""
    store = S3Store(
        seaweed.BUCKET,
        prefix=f"{s3.bucket.store.prefix}/{name}",
        client_options={"allow_http": True, "timeout": "10s"},
        **settings,
    )
    return Bucket(store, f"{s3.place}/{name}")


KILLED = """
import os, signal, sys
from dateline.publishing import open_target
from package.samples import MORE_PORTS, release
def step(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
open_target(sys.argv[1]).publish(release("1.1.0", ports=MORE_PORTS), step=step)
"""


@pytest.mark.parametrize("fatal", ["data/events.csv in place", "index in place"])
def test_killed_publisher_leaves_old_or_new(s3: S3, finished: dict[str, bytes], fatal: str) -> None:
    """Killed by the system, a client reads the old or the new version whole; the next run completes it."""
    s3.publish_staged(ready())
    command = [sys.executable, "-c", KILLED, s3.place, fatal]
    surroundings = {**ENVIRONMENT, **{name: os.environ[name] for name in os.environ if "AWS" in name}}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert read_as_a_client(s3) == ("1.1.0" if fatal.startswith("index") else "1.0.0")
    s3.publish_staged(ready("1.1.0", ports=MORE_PORTS))
    assert objects(s3) == finished


def test_lost_connection_leaves_old_or_new(s3: S3, s3_server: str, finished: dict[str, bytes]) -> None:
    """Cut off after any number of bytes, the publisher says so, and a client reads a whole version."""
    seen = set()
    size = ready("1.1.0", ports=MORE_PORTS).entry.bytes  # sent twice: as the version, and as `latest`
    for budget in (0, size // 9, size // 2, size + size // 2, 2 * size - 1_000):
        home = S3(_part(s3, f"{budget}"))
        home.publish_staged(ready())
        with cutting(s3_server, budget) as proxy:
            cut = S3(_part(s3, f"{budget}", endpoint=proxy.address, retry_config={"max_retries": 0}))
            with pytest.raises(PublishError, match="cannot be reached\n  help: check AWS_ENDPOINT_URL"):
                cut.publish_staged(ready("1.1.0", ports=MORE_PORTS))
            assert proxy.cuts >= 1
        seen.add(read_as_a_client(home))
        home.publish_staged(ready("1.1.0", ports=MORE_PORTS))
        assert objects(home) == finished
    assert seen == {"1.0.0", "1.1.0"}


@pytest.mark.parametrize("budget", [500, 15_000, 45_000])
def test_connection_that_comes_back_is_enough(
    s3: S3, s3_server: str, finished: dict[str, bytes], budget: int
) -> None:
    """A connection lost once is made again, even where an answer was lost; all is published."""
    s3.publish_staged(ready())
    with cutting(s3_server, budget, lasting=False) as proxy:
        through = S3(_part(s3, "", endpoint=proxy.address))
        assert through.publish_staged(ready("1.1.0", ports=MORE_PORTS)).status == "published"
        assert proxy.cuts == 1
    assert objects(s3) == finished


def _together(*work: Any) -> list[Any]:  # noqa: ANN401 - functions
    """Run functions at the same time; return what each returned or raised."""
    gate = threading.Barrier(len(work))
    results: list[Any] = [None] * len(work)

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = work[number]()
        except PublishError as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_publishers_of_several_versions_lose_none(s3: S3) -> None:
    """Four versions published at once are all listed, and `latest` is the newest."""
    versions = ["1.0.0", "1.1.0", "1.2.0", "1.3.0"]
    staged = [ready(each) for each in versions]
    results = _together(*(lambda each=each: s3.publish_staged(each) for each in staged))
    assert [each.status for each in results] == ["published"] * 4
    assert [each.version for each in s3.versions("harbour")] == versions[::-1]
    there = objects(s3)
    newest = {name.removeprefix("harbour/1.3.0/"): there[name] for name in there if "/1.3.0/" in name}
    latest = {name.removeprefix("harbour/latest/"): there[name] for name in there if "/latest/" in name}
    assert latest == newest


def test_publishers_of_the_same_help_each_other(s3: S3) -> None:
    """Four publishers of the same content leave what one leaves."""
    results = _together(*[lambda: s3.publish_staged(ready())] * 4)
    assert {each.status for each in results} <= {"published", "identical"}
    assert read_as_a_client(s3) == "1.0.0"


def test_one_of_two_contents_wins(s3: S3) -> None:
    """Of two publishers of a number with different records one is refused, and nothing is mixed."""
    for number in range(4):
        home = S3(_part(s3, f"{number}"))
        results = _together(
            lambda home=home: home.publish_staged(ready()),
            lambda home=home: home.publish_staged(ready(ports=OTHER)),
        )
        refused = [each for each in results if isinstance(each, PublishError)]
        assert len(refused) == 1
        assert "publish" in str(refused[0])
        assert read_as_a_client(home) == "1.0.0"


def test_readers_never_see_a_mixture(s3: S3) -> None:
    """A client that follows the index while versions come out finds whole ones each time."""
    s3.publish_staged(ready())
    done = threading.Event()
    seen: list[str | None] = []
    problems: list[AssertionError] = []

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(read_as_a_client(s3))
            except AssertionError as error:
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 4):
        s3.publish_staged(ready(f"1.{number}.0"))
    done.set()
    reader.join()
    assert problems == []
    assert len(seen) > 3


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("index.json", "not an index of dateline's"),
        ("harbour/latest/mine.txt", r"dateline did not write this: mine\.txt"),
        ("harbour/1.0.0/mine.txt", r"dateline did not write this: mine\.txt"),
        ("harbour/1.0.0/README.md", r"dateline did not write this: README\.md"),
    ],
)
def test_foreign_object_in_the_way_is_not_overwritten(s3: S3, path: str, message: str) -> None:
    """An object that stands where something must go is named, and nothing is written."""
    s3.bucket.store.put(path, b'{"mine": 1}')
    with pytest.raises(PublishError, match=message):
        s3.publish_staged(ready())
    assert objects(s3) == {path: b'{"mine": 1}'}


@pytest.mark.parametrize("damage", ["extra", "lost", "flipped"])
def test_damaged_version_is_not_taken_for_equal(s3: S3, damage: str) -> None:
    """An object too many, too few or changed in a published version is said."""
    s3.publish_staged(ready())
    path = "harbour/1.0.0/data/ports.csv"
    if damage == "extra":
        s3.bucket.store.put("harbour/1.0.0/data/x.csv", b"x")
    elif damage == "lost":
        s3.bucket.delete(path)
    else:
        s3.bucket.store.put(path, objects(s3)[path][:-1] + b"?")
    with pytest.raises(PublishError, match=r"changed after it was published: data/(x|ports)\.csv\n"):
        s3.publish_staged(ready())


def test_unfinished_version_of_other_content_is_said(s3: S3) -> None:
    """A number that somebody else began and did not finish is refused, with what to do."""
    with pytest.raises(Stopped):
        s3.publish_staged(ready(), step=stopping("data/events.csv in place"))
    before = times(s3)
    with pytest.raises(PublishError, match="began to publish this version with other content") as caught:
        s3.publish_staged(ready(ports=OTHER))
    assert "remove this folder" in str(caught.value)
    assert times(s3) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "reader-secret"},
            "AccessDenied.*PutObject",
        ),
        ({"AWS_SECRET_ACCESS_KEY": "hunter2"}, "SignatureDoesNotMatch.*check AWS_SECRET_ACCESS_KEY"),
        ({"AWS_ACCESS_KEY_ID": "nobody"}, "InvalidAccessKeyId.*check AWS_ACCESS_KEY_ID"),
        ({"AWS_ACCESS_KEY_ID": ""}, "no credentials.*set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({"AWS_ALLOW_HTTP": ""}, "unencrypted.*AWS_ALLOW_HTTP=true"),
    ],
)
def test_refused_credentials_are_said(
    s3: S3, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], message: str
) -> None:
    """Credentials that are missing, wrong or too weak: one message, without secrets; nothing is written."""
    s3.publish_staged(ready())
    before = times(s3)
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PublishError, match=f"(?s){message}") as caught:
        open_target(s3.place).publish_staged(ready("1.1.0"))
    assert "secret" not in str(caught.value).replace("AWS_SECRET_ACCESS_KEY", "")
    assert "hunter2" not in str(caught.value)
    assert times(s3) == before


def test_bucket_that_does_not_exist_is_said(s3: S3, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket that is not there is named."""
    for name, value in seaweed.environment(s3_server, "admin").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PublishError, match=r"s3://nowhere/x/index\.json: .*NoSuchBucket") as caught:
        open_target("s3://nowhere/x").publish_staged(ready())
    assert "make the bucket first" in str(caught.value)
    assert s3.versions("harbour") == []


def test_server_that_overwrites_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes no notice of conditions is found out before anything is published."""
    with serving(Careless) as address:
        for name, value in seaweed.environment(address).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(PublishError, match="overwrites what it was asked not to"):
            open_target("s3://releases/x").publish_staged(ready())
    assert list(Careless.objects) == [f"/releases/x/{PROBE}"]


def test_server_that_is_not_there_is_said(s3: S3) -> None:
    """A server that nobody runs is said, with the variable that names it."""
    away = _part(s3, "x", endpoint="http://127.0.0.1:9", retry_config={"max_retries": 0})
    with pytest.raises(PublishError, match=r"index\.json: the server cannot be reached\n.*AWS_ENDPOINT_URL"):
        S3(away).publish_staged(ready())


def test_missing_extra_is_said(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without obstore the message says what to install."""
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(PublishError, match=r"needs obstore\n  help: pip install 'dateline\[s3\]'"):
        open_target(s3.place)


def test_plan_tells_all_and_writes_nothing(s3: S3) -> None:
    """A dry run lists every file with its size, `latest` and the index, and leaves the bucket alone."""
    s3.publish_staged(ready())
    before = times(s3)
    lines = s3.plan(release("1.1.0", ports=MORE_PORTS))
    assert times(s3) == before
    s3.publish_staged(ready("1.1.0", ports=MORE_PORTS))
    there = objects(s3)
    wanted = [f"write {s3.place}/{name}, {len(there[name]):,} bytes" for name in there if "/1.1.0/" in name]
    assert lines[: len(wanted)] == wanted
    listing = f"{s3.place}/index.json, {len(there['index.json']):,} bytes"
    assert lines[len(wanted) :] == [
        f"copy harbour 1.1.0 to {s3.place}/harbour/latest",
        f"adds harbour 1.1.0 to {listing}; of harbour it lists 1.0.0",
    ]
    assert s3.plan(release()) == [f"harbour 1.0.0 is already published, identical: {s3.place}/harbour/1.0.0"]


def test_files_of_a_version_are_fetched_and_verified(s3: S3, tmp_path: Path) -> None:
    """Files of a published version come with their hashes verified; a changed one is refused."""
    s3.publish_staged(ready())
    s3.fetch("harbour", "1.0.0", ["data/ports.csv"], tmp_path)
    assert (tmp_path / "data/ports.csv").read_bytes() == objects(s3)["harbour/1.0.0/data/ports.csv"]
    s3.bucket.store.put("harbour/1.0.0/data/ports.csv", b"x")
    with pytest.raises(PublishError, match="changed after it was published"):
        s3.fetch("harbour", "1.0.0", ["data/ports.csv"], tmp_path)
    with pytest.raises(PublishError, match=r"no version 3\.0\.0 of harbour\n  help: there are 1\.0\.0"):
        s3.fetch("harbour", "3.0.0", ["data/ports.csv"], tmp_path)
    assert json.loads(objects(s3)["index.json"])["datasets"][0]["latest"] == "1.0.0"
