"""Publishing as GitHub releases, to a server that behaves as the documentation says, and fails on demand."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dateline.errors import PublishError
from dateline.publishing import open_target, publish_directory
from dateline.publishing.github import GitHub
from package.samples import MORE_PORTS, release
from publishing.github_server import COMMIT, REPOSITORY, TOKEN, Hub
from publishing.recording import Answer, Fault, Recorder, recording
from publishing.releases import OTHER, Stopped, ready, ready_renewed, stopping
from publishing.trees import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAG = "harbour/v1.0.0"


class Site:
    """A repository to publish to, its server, and the pauses that the publisher made."""

    def __init__(self, hub: Hub, recorder: Recorder, address: str) -> None:
        self.hub, self.recorder = hub, recorder
        self.environment = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": address}
        self.pauses: list[float] = []

    def open(self, timeout: float = 5.0) -> GitHub:
        """Open the target as the environment says, with pauses that take no time."""
        target = open_target(f"github:{REPOSITORY}", self.environment)
        assert isinstance(target, GitHub)
        api = replace(target.repo.api, wait=self.pauses.append, timeout=timeout)
        return replace(target, repo=replace(target.repo, api=api))


@pytest.fixture
def site() -> Iterator[Site]:
    """Return an empty repository; its files are downloaded from another host."""
    hub = Hub()
    with recording(hub) as (recorder, address), recording(hub) as (store, elsewhere):
        hub.address, hub.store = address, elsewhere
        yield Site(hub, recorder, address)
        assert {each.token for each in store.requests} <= {None}


def test_release_holds_an_archive_and_what_people_look_for(site: Site, tmp_path: Path) -> None:
    """The archive is the whole release, and the documents beside it are its own; the tag is at the commit."""
    told = site.open().publish(release())
    assert str(told).startswith("harbour 1.0.0: ")
    assert told.place == f"github:{REPOSITORY} {TAG}"
    files = site.hub.published()[TAG]
    publish_directory(tmp_path, release())
    wanted = {
        f"harbour-1.0.0/{name}": content
        for name, content in tree(tmp_path / "harbour/1.0.0").items()
        if content is not None
    }
    with zipfile.ZipFile(io.BytesIO(files["harbour-1.0.0.zip"])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == wanted
    beside = {name: content for name, content in files.items() if not name.endswith(".zip")}
    assert {"CITATION.cff", "README.md", "SHA256SUMS", "datapackage.json", "release.json"} <= beside.keys()
    assert all("/" not in name and wanted[f"harbour-1.0.0/{name}"] == beside[name] for name in beside)
    assert site.hub.tags == {TAG: ("commit", COMMIT)}


def test_publishing_again_writes_nothing(site: Site) -> None:
    """Equal content is found standing; nothing but reading is asked."""
    site.open().publish_staged(ready())
    site.recorder.requests.clear()
    assert site.open().publish_staged(ready()).status == "identical"
    assert site.recorder.asked("POST", "PATCH", "PUT", "DELETE") == []


def test_same_records_by_a_newer_dateline_stand(site: Site) -> None:
    """Where only documents would differ, the version stands and nothing is written."""
    site.open().publish_staged(ready())
    site.recorder.requests.clear()
    told = site.open().publish_staged(ready_renewed(COMMIT))
    assert (told.status, "release.json" in told.differs) == ("standing", True)
    assert site.recorder.asked("POST", "PATCH", "PUT", "DELETE") == []


def test_published_version_never_changes(site: Site) -> None:
    """Other records under a published number are refused."""
    site.open().publish_staged(ready())
    before = site.hub.published()
    with pytest.raises(PublishError, match=r"this differs: .*data/ports\.csv"):
        site.open().publish_staged(ready(ports=OTHER))
    assert site.hub.published() == before


FAULTS = [
    ("GET /repos", 500, 3),
    ("GET /repos", Answer(429, {"message": "slow down"}, {"Retry-After": "7"}), 1),
    ("GET /repos", "lost", 2),
    ("GET .*releases", "slow", 1),
    ("POST .*releases$", "lost", 1),
    ("POST .*releases$", 502, 1),
    ("POST .*assets", "cut", 1),
    ("POST .*assets", "lost", 1),
    ("POST .*assets", "corrupt", 1),
    ("POST .*zip", "cut", 2),
    ("POST .*assets", 502, 2),
    ("POST .*assets", Answer(403, {"message": "wait"}, {"Retry-After": "3"}), 1),
    ("PATCH", "lost", 1),
]


@pytest.mark.parametrize(("pattern", "how", "times"), FAULTS)
def test_passing_fault_is_overcome(site: Site, pattern: str, how: Any, times: int) -> None:  # noqa: ANN401 - a fault
    """A fault that passes delays the release, and no more: one release with the right files, no draft."""
    site.recorder.faults.append(Fault(pattern, how, times))
    target = site.open(timeout=0.5)
    target.publish_staged(ready())
    assert site.recorder.faults[0].times == 0
    assert target.publish_staged(ready()).status == "identical"
    assert len(site.hub.published()) == 1
    assert site.hub.drafts() == []


def test_server_is_given_the_time_that_it_asks_for(site: Site) -> None:
    """Retry-After decides how long the publisher waits."""
    site.recorder.faults.append(Fault("GET /repos", Answer(429, {}, {"Retry-After": "7"}), 2))
    site.open().publish_staged(ready())
    assert site.pauses == [7.0, 7.0]


LASTING = [
    ("GET /repos", 401, "401 Unauthorized: fault 401\n  help: GITHUB_TOKEN is wrong"),
    ("POST .*releases$", 403, "403 Forbidden: fault 403\n  help: .*write access"),
    ("GET /repos", 404, "404 Not Found: fault 404\n  help: check the name"),
    (
        "GET /repos",
        Answer(
            403,
            {"message": "API rate limit exceeded"},
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"},
        ),
        "rate limit exceeded\n  help: the limit of requests is reached: try again in",
    ),
    ("GET /repos", 500, "500 Internal Server Error"),
    ("GET /repos", "slow", "no answer in time"),
    ("POST .*releases$", 422, "422 .*: fault 422"),
    ("POST .*assets", 409, "409 Conflict"),
    ("POST .*zip", "cut", "cannot be reached"),
    ("POST .*assets", "corrupt", "does not hold what was sent, so it was not published: datapackage.json"),
    ("PATCH", 500, "500 Internal Server Error"),
    ("PATCH", Answer(307, {"message": "moved"}, {"Location": "http://127.0.0.1:9/"}), "307"),
    ("GET /repos", Answer(200, b"<html>"), "not the JSON"),
    (
        "POST .*releases$",
        Answer(201, {"message": "?"}),
        "does not answer as its documentation says: KeyError",
    ),
    ("GET .*releases[?]", Answer(200, {"a": 1}), "does not answer as its documentation says"),
]


@pytest.mark.parametrize(("pattern", "how", "message"), LASTING)
def test_lasting_fault_is_said_and_shows_nothing(
    site: Site,
    pattern: str,
    how: Any,  # noqa: ANN401 - a fault
    message: str,
) -> None:
    """A fault that stays is one clear error; readers see nothing; later the draft is gone on with."""
    fault = Fault(pattern, how, 1_000)
    site.recorder.faults.append(fault)
    with pytest.raises(PublishError, match=f"(?s){message}") as caught:
        site.open(timeout=0.2).publish_staged(ready())
    assert TOKEN not in str(caught.value)
    assert site.hub.published() == {}
    fault.times = 0
    assert site.open().publish_staged(ready()).status == "published"
    assert site.hub.drafts() == []


def test_stopped_at_any_step_leaves_a_draft_that_goes_on(site: Site) -> None:
    """Stopped at a step, nothing is public before the last; the next run uploads only the rest."""
    steps: list[str] = []
    site.open().publish_staged(ready("9.0.0"), step=steps.append)
    assert steps[0] == "draft made"
    count = len(site.hub.published()["harbour/v9.0.0"])
    assert len(steps) == count + 2
    for fatal in (*steps[:2], steps[5], steps[-2], steps[-1]):
        number = steps.index(fatal)
        version = f"1.{number}.0"
        with pytest.raises(Stopped):
            site.open().publish_staged(ready(version), step=stopping(fatal.replace("9.0.0", version)))
        assert (f"harbour/v{version}" in site.hub.published()) is (fatal == "release published")
        site.recorder.requests.clear()
        site.open().publish_staged(ready(version))
        uploads = [each for each in site.recorder.asked("POST") if each.endswith("/assets")]
        assert len(uploads) == min(count, max(0, count - number))
        assert site.hub.drafts() == []


def test_unfinished_upload_is_replaced(site: Site) -> None:
    """A draft with a file in state "starter", whose upload broke off, is made anew, and goes."""
    with pytest.raises(Stopped):
        site.open().publish_staged(ready(), step=stopping("draft made"))
    (draft,) = site.hub.drafts()
    site.hub.add(draft["id"], "README.md", b"", state="starter")
    site.open().publish_staged(ready())
    assert site.hub.published()[TAG]["README.md"].startswith(b"# Harbour")
    assert site.hub.drafts() == []


def test_draft_with_a_foreign_file_is_not_published(site: Site) -> None:
    """A file that somebody added to the draft is named, and the draft stays a draft."""
    with pytest.raises(Stopped):
        site.open().publish_staged(ready(), step=stopping("draft made"))
    site.hub.add(site.hub.drafts()[0]["id"], "mine.txt", b"x")
    with pytest.raises(PublishError, match=r"dateline did not write: mine\.txt"):
        site.open().publish_staged(ready())
    assert site.hub.published() == {}


def test_draft_of_other_content_is_left_alone(site: Site) -> None:
    """A draft that somebody else makes of other content is neither touched nor published."""
    with pytest.raises(Stopped):
        site.open().publish_staged(ready(ports=OTHER), step=stopping("README.md in place"))
    (before,) = [list(each["assets"]) for each in site.hub.drafts()]
    site.open().publish_staged(ready())
    assert [each["assets"] for each in site.hub.drafts()] == [before]
    assert len(site.hub.published()) == 1


@pytest.mark.parametrize("rows", [{}, {"ports": OTHER}])
def test_first_of_two_publishers_wins(site: Site, rows: dict[str, Any]) -> None:
    """Of two at once one publishes; the other finds it standing, or is refused if it has other records."""
    gate = threading.Barrier(2)
    results: list[Any] = []

    def run(planned: Any) -> None:  # noqa: ANN401 - a Release
        def wait(step: str) -> None:
            if step == "release written":
                gate.wait(timeout=10)

        try:
            results.append(site.open().publish(planned, step=wait).status)
        except PublishError as error:
            results.append(str(error))

    threads = [threading.Thread(target=run, args=(each,)) for each in (release(), release(**rows))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(results, key=lambda each: each != "published")
    assert first == "published", results
    assert "this differs" in second if rows else second in ("identical", "published")
    assert len(site.hub.published()) == 1


@pytest.mark.parametrize("annotated", [False, True])
def test_tag_that_stands_at_the_commit_is_used(site: Site, annotated: bool) -> None:  # noqa: FBT001 - a parameter
    """A tag that was made before, plain or annotated, is fine where it points to the records' commit."""
    site.hub.annotated["b" * 40] = COMMIT
    site.hub.tags[TAG] = ("tag", "b" * 40) if annotated else ("commit", COMMIT)
    assert site.open().publish_staged(ready()).status == "published"


def test_tag_at_the_commit_of_the_ledger_is_used(site: Site) -> None:
    """A tag at the commit right after the records', which has the ledger's entry, is fine."""
    site.hub.commits["d" * 40] = [COMMIT]
    site.hub.tags[TAG] = ("commit", "d" * 40)
    assert site.open().publish_staged(ready()).status == "published"
    assert site.open().publish_staged(ready()).status == "identical"


def test_tag_elsewhere_is_refused(site: Site) -> None:
    """A tag that points to another commit stops the publication before a draft is made."""
    site.hub.commits["c" * 40] = ["b" * 40]
    site.hub.tags[TAG] = ("commit", "c" * 40)
    with pytest.raises(PublishError, match=f"tag {TAG} points to commit c+, and the release is of commit a+"):
        site.open().publish_staged(ready())
    assert site.hub.releases == {}


def test_moved_tag_is_said(site: Site) -> None:
    """A published version whose tag was moved afterwards is not taken for sound."""
    site.open().publish_staged(ready())
    site.hub.tags[TAG] = ("commit", "c" * 40)
    with pytest.raises(PublishError, match=r"points to commit c+"):
        site.open().publish_staged(ready())


def test_commit_that_was_not_pushed_is_said(site: Site) -> None:
    """A commit that GitHub does not have is named, before a draft is made."""
    site.hub.commits.clear()
    with pytest.raises(PublishError, match=r"no commit a+\n  help: push the commit"):
        site.open().publish_staged(ready())
    assert site.hub.releases == {}


def test_release_without_a_commit_is_refused(site: Site) -> None:
    """Records outside a repository have no tag to be published under."""
    with pytest.raises(PublishError, match="needs a commit"):
        site.open().publish_staged(ready_renewed(None))


@pytest.mark.parametrize("damage", ["extra", "lost", "changed"])
def test_damaged_release_is_not_taken_for_equal(site: Site, damage: str) -> None:
    """A published release with a file too many, too few or changed is said."""
    site.open().publish_staged(ready())
    (number,) = site.hub.releases
    assets = site.hub.releases[number]["assets"]
    if damage == "extra":
        site.hub.add(number, "mine.txt", b"x")
    else:
        assets[:] = [each for each in assets if each["name"] != "README.md"]
    if damage == "changed":
        site.hub.add(number, "README.md", b"mine")
    with pytest.raises(PublishError, match=r"changed after it was published: (mine\.txt|README\.md)"):
        site.open().publish_staged(ready())


def test_release_made_by_hand_is_said(site: Site) -> None:
    """A release of the same tag that dateline did not make is refused, and not listed."""
    site.hub.releases[7] = {"id": 7, "tag_name": TAG, "draft": False, "assets": [], "body": None}
    with pytest.raises(PublishError, match="dateline did not write this: there is no SHA256SUMS"):
        site.open().publish_staged(ready())
    assert site.open().versions("harbour") == []


def test_server_without_digests_is_read_back(site: Site) -> None:
    """Where the server tells no digest, the files are read again and compared."""
    site.hub.digests = False
    site.open().publish_staged(ready())
    downloads = [each for each in site.recorder.asked("GET") if "/releases/assets/" in each]
    assert len(downloads) >= 9


def test_upload_address_of_another_host_gets_no_token(site: Site) -> None:
    """An upload address on a host that the token is not meant for is refused; nothing is sent there."""
    hub = Hub()
    with recording(hub) as (foreign, address):
        site.hub.address = address
        with pytest.raises(PublishError, match="names an address of another server"):
            site.open().publish_staged(ready())
        assert foreign.requests == []


def test_versions_and_files_are_read_back(site: Site, tmp_path: Path) -> None:
    """What was published is listed, newest first; files come from beside the archive and out of it."""
    target = site.open()
    target.publish_staged(ready())
    target.publish_staged(ready("1.1.0", ports=MORE_PORTS))
    assert [each.version for each in target.versions("harbour")] == ["1.1.0", "1.0.0"]
    assert target.versions("berths") == []
    target.fetch("harbour", "1.1.0", ["data/ports.csv", "README.md"], tmp_path)
    assert b"ulsan" in (tmp_path / "data/ports.csv").read_bytes()
    with pytest.raises(PublishError, match=r"no version 3\.0\.0"):
        target.fetch("harbour", "3.0.0", ["README.md"], tmp_path)


def test_plan_tells_all_and_writes_nothing(site: Site) -> None:
    """A dry run tells draft, uploads with sizes and publication, and only reads."""
    lines = site.open().plan(release())
    assert site.recorder.asked("POST", "PATCH", "PUT", "DELETE") == []
    site.open().publish_staged(ready())
    files = site.hub.published()[TAG]
    assert lines == [
        f"makes a draft of release {TAG} in github:{REPOSITORY}, commit {COMMIT}",
        *(f"upload {name}, {len(content):,} bytes" for name, content in files.items()),
        f"publish release {TAG}, after all files are verified",
    ]
    assert site.open().plan(release())[0].startswith("harbour 1.0.0 is already published, identical")


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        ("github:harbours", {}, "names no repository\n  help: write github:OWNER/REPOSITORY"),
        ("github:../records", {}, "names no repository"),
        (f"github:{REPOSITORY}", {"GITHUB_TOKEN": ""}, "no token.*set GITHUB_TOKEN"),
        (f"github:{REPOSITORY}", {"GITHUB_TOKEN": "bad\nvalue"}, "a character that no token has"),
        (f"github:{REPOSITORY}", {"GITHUB_API_URL": "http://example.org"}, "travel unencrypted"),
        (f"github:{REPOSITORY}", {"GITHUB_API_URL": "ftp://127.0.0.1"}, "travel unencrypted"),
    ],
)
def test_target_that_cannot_be_opened_is_said(text: str, changes: dict[str, str], message: str) -> None:
    """What is missing or wrong is named with its variable, and the token is not shown."""
    with pytest.raises(PublishError, match=f"(?s){message}") as caught:
        open_target(text, {"GITHUB_TOKEN": TOKEN, **changes})
    assert TOKEN not in str(caught.value)
    assert "bad" not in str(caught.value)


def test_token_stands_in_no_repr(site: Site) -> None:
    """Printing a target shows no token."""
    assert TOKEN not in repr(site.open())
