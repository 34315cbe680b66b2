"""Publishing as Zenodo records, to a server that behaves as InvenioRDM's documentation says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline.errors import PublishError
from dateline.package import build
from dateline.publishing import open_target
from dateline.publishing.zenodo import Zenodo
from package.samples import MORE_PORTS, PROVENANCE, contents, dataset, release
from publishing.recording import Answer, Fault, Recorder, recording
from publishing.releases import OTHER, Stopped, ready, ready_renewed, stopping
from publishing.zenodo_server import TOKEN, Archive

if TYPE_CHECKING:
    from collections.abc import Iterator


class Site:
    """A server to publish to, and the pauses that the publisher made."""

    def __init__(self, archive: Archive, recorder: Recorder, address: str) -> None:
        self.archive, self.recorder = archive, recorder
        self.environment = {"ZENODO_TOKEN": TOKEN, "DATELINE_ZENODO_URL": f"{address}/api"}
        self.pauses: list[float] = []

    def open(self, record: str = "", timeout: float = 5.0) -> Zenodo:
        """Open the target as the environment says, with pauses that take no time."""
        target = open_target(f"zenodo:{record}", self.environment)
        assert isinstance(target, Zenodo)
        api = replace(target.records.api, wait=self.pauses.append, timeout=timeout)
        return replace(target, records=replace(target.records, api=api))

    @property
    def concept(self) -> str:
        """The number of the only concept."""
        (number,) = {each["parent"]["id"] for each in self.archive.records.values()}
        return str(number)


@pytest.fixture
def site() -> Iterator[Site]:
    """Return an empty server; its files are downloaded from another host."""
    archive = Archive()
    with recording(archive) as (recorder, address), recording(archive) as (store, elsewhere):
        archive.address, archive.store = address, elsewhere
        yield Site(archive, recorder, address)
        assert {each.token for each in store.requests} <= {None}


def test_record_is_described_from_the_package(site: Site) -> None:
    """Title, people, licence, version and keywords are the package's; the text cannot speak HTML."""
    site.open().publish_staged(ready())
    (record,) = site.archive.records.values()
    golden = Path(__file__).parent.parent / "golden" / "publishing" / "zenodo.json"
    said = json.dumps(record["metadata"], indent=2, ensure_ascii=False)
    digest = said.partition("SHA256SUMS sha256:")[2][:64]
    assert len(digest) == 64
    assert said.replace(digest, "…") + "\n" == golden.read_text("utf-8")


def test_outcome_names_page_concept_and_doi(site: Site) -> None:
    """The outcome says where the record is, and what to publish the next version to."""
    told = site.open().publish(release())
    assert told.place == "https://zenodo.org/records/102 (zenodo:101, DOI 10.5281/zenodo.102)"
    files = site.archive.published()["1.0.0"]
    assert {"harbour-1.0.0.zip", "README.md", "SHA256SUMS", "datapackage.json"} <= files.keys()


@pytest.mark.parametrize("number", ["101", "102"])
def test_next_version_joins_the_concept(site: Site, number: str) -> None:
    """With the number of the concept, or of any version, the next version is one of the same concept."""
    site.open().publish_staged(ready())
    site.open(number).publish_staged(ready("1.1.0", ports=MORE_PORTS))
    assert site.concept == "101"
    assert set(site.archive.published()) == {"1.0.0", "1.1.0"}
    assert [each.version for each in site.open("101").versions("harbour")] == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize("number", ["", "101"])
def test_publishing_again_writes_nothing(site: Site, number: str) -> None:
    """Equal content is found standing; nothing but reading is asked."""
    site.open().publish_staged(ready())
    site.recorder.requests.clear()
    assert site.open(number).publish_staged(ready()).status == "identical"
    assert site.recorder.asked("POST", "PUT", "DELETE") == []


def test_same_records_by_a_newer_dateline_stand(site: Site) -> None:
    """Where only documents would differ, the version stands and nothing is written."""
    site.open().publish_staged(ready())
    site.recorder.requests.clear()
    told = site.open("101").publish_staged(ready_renewed())
    assert (told.status, "release.json" in told.differs) == ("standing", True)
    assert site.recorder.asked("POST", "PUT", "DELETE") == []


def test_published_version_never_changes(site: Site) -> None:
    """Other records under a published number are refused."""
    site.open().publish_staged(ready())
    before = site.archive.published()
    with pytest.raises(PublishError, match=r"this differs: .*data/ports\.csv"):
        site.open("101").publish_staged(ready(ports=OTHER))
    assert site.archive.published() == before
    assert site.archive.drafts() == []


def test_second_concept_of_a_dataset_is_refused(site: Site) -> None:
    """A dataset that has a concept is not given another by mistake."""
    site.open().publish_staged(ready())
    with pytest.raises(PublishError, match="harbour has a record already\n  help: publish to zenodo:101"):
        site.open().publish_staged(ready("1.1.0"))
    assert len(site.archive.records) == 1


@pytest.mark.parametrize("marked", [True, False])
def test_record_of_something_else_gets_no_version(site: Site, marked: bool) -> None:  # noqa: FBT001 - a parameter
    """A number of another dataset's record, or of one made by hand, is refused before a draft is made."""
    site.open().publish_staged(ready())
    if not marked:
        del site.archive.records["102"]["metadata"]["additional_descriptions"]
    other = build(dataset(version="1.0.0", name="berths"), contents(), PROVENANCE)
    message = "holds the dataset harbour, and this is berths" if marked else "was not published by dateline"
    with pytest.raises(PublishError, match=message):
        site.open("102").publish(other)
    assert len(site.archive.records) == 1


FAULTS = [
    ("GET .*user/records", 500, 3),
    ("GET .*user/records", Answer(429, {"message": "slow down"}, {"Retry-After": "7"}), 1),
    ("POST .*records$", "lost", 1),
    ("POST .*records$", 503, 1),
    ("PUT .*draft$", 502, 2),
    ("PUT .*content", "cut", 1),
    ("PUT .*content", "lost", 1),
    ("PUT .*content", "corrupt", 1),
    ("PUT .*content", "slow", 1),
    ("POST .*draft/files$", "lost", 1),
    ("POST .*commit", "lost", 1),
    ("POST .*commit", 500, 1),
    ("POST .*publish", "lost", 1),
]


@pytest.mark.parametrize(("pattern", "how", "times"), FAULTS)
def test_passing_fault_is_overcome(site: Site, pattern: str, how: Any, times: int) -> None:  # noqa: ANN401 - a fault
    """A fault that passes delays the record, and no more: one record with the right files, no draft."""
    site.recorder.faults.append(Fault(pattern, how, times))
    target = site.open(timeout=0.5)
    target.publish_staged(ready())
    assert site.recorder.faults[0].times == 0
    assert target.publish_staged(ready()).status == "identical"
    assert len(site.archive.published()) == 1
    assert site.archive.drafts() == []


LASTING = [
    ("GET .*user/records", 401, "401 Unauthorized: fault 401\n  help: ZENODO_TOKEN is wrong"),
    ("POST .*records$", 403, "403 Forbidden: fault 403\n  help: .*deposit:write"),
    (
        "GET .*user/records",
        Answer(429, {}, {"Retry-After": "9999"}),
        "429 .*\n  help: .*again in 9999 seconds",
    ),
    ("GET .*user/records", "slow", "no answer in time"),
    ("PUT .*content", "corrupt", "does not hold what was sent, so it was not published"),
    ("PUT .*content", "cut", "cannot be reached"),
    ("POST .*commit", 409, "409 Conflict"),
    ("POST .*publish", 500, "500 Internal Server Error"),
    (
        "POST .*publish",
        Answer(
            400, {"message": "A validation error occurred.", "errors": [{"field": "x", "messages": ["bad"]}]}
        ),
        "400 Bad Request: A validation error occurred.; x bad",
    ),
    ("GET .*user/records", Answer(200, []), "does not answer as its documentation says"),
    ("POST .*records$", Answer(201, {"message": "?"}), "does not answer as its documentation says: KeyError"),
    (
        "PUT .*draft$",
        Answer(200, {"errors": [{"field": "metadata.title", "messages": ["Missing data."]}]}),
        r"finds fault with metadata\.title: Missing data\.",
    ),
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
    assert site.archive.published() == {}
    fault.times = 0
    assert site.open().publish_staged(ready()).status == "published"
    assert len(site.archive.records) == 1


@pytest.mark.parametrize("first", [True, False])
def test_stopped_at_any_step_leaves_a_draft_that_goes_on(site: Site, first: bool) -> None:  # noqa: FBT001 - a parameter
    """Stopped at a step, nothing is public before the last; the next run uploads only the rest."""
    steps: list[str] = []
    site.open().publish_staged(ready("0.1.0"), step=steps.append)
    count = len(site.archive.published()["0.1.0"])
    assert len(steps) == count + 2
    for fatal in (*steps[:2], steps[5], steps[-2], steps[-1]):
        number = steps.index(fatal)
        if first:
            site.archive.records.clear()
        version = f"1.{number}.0"
        target = site.open("" if first else site.concept)
        with pytest.raises(Stopped):
            target.publish_staged(ready(version), step=stopping(fatal.replace("0.1.0", version)))
        assert (version in site.archive.published()) is (fatal == "record published")
        site.recorder.requests.clear()
        target.publish_staged(ready(version))
        uploads = [each for each in site.recorder.asked("PUT") if each.endswith("/content")]
        assert len(uploads) == min(count, max(0, count - number))
        assert site.archive.drafts() == []


def test_second_of_two_publishers_finds_the_version_standing(site: Site) -> None:
    """Where another run publishes the same version first, the slower one finds it, and nothing is mixed."""
    site.open().publish_staged(ready())

    def meanwhile(step: str) -> None:
        if step == "README.md in place":
            site.open("101").publish_staged(ready("1.1.0"))

    assert site.open("101").publish_staged(ready("1.1.0"), step=meanwhile).status == "identical"
    assert set(site.archive.published()) == {"1.0.0", "1.1.0"}
    assert site.archive.drafts() == []


@pytest.mark.parametrize("mine", [True, False])
def test_draft_of_something_else_is_left_alone(site: Site, mine: bool) -> None:  # noqa: FBT001 - a parameter
    """A draft of the next version with other content, or made by hand, is named and not touched."""
    site.open().publish_staged(ready())
    with pytest.raises(Stopped):
        site.open("101").publish_staged(ready("1.1.0", ports=OTHER), step=stopping("README.md in place"))
    (draft,) = site.archive.drafts()
    if not mine:
        draft["metadata"] = {"title": "by hand"}
    before = json.dumps(draft)
    message = "a draft of harbour 1.1.0 with other content" if mine else "a draft that dateline did not make"
    with pytest.raises(PublishError, match=message):
        site.open("101").publish_staged(ready("1.1.0"))
    assert [json.dumps(each) for each in site.archive.drafts()] == [before]


def test_draft_with_a_foreign_file_is_not_published(site: Site) -> None:
    """A file that somebody added to the draft is named, and the draft stays a draft."""
    with pytest.raises(Stopped):
        site.open().publish_staged(ready(), step=stopping("draft made"))
    (draft,) = site.archive.drafts()
    site.archive.files[draft["id"]]["mine.txt"] = {"key": "mine.txt", "status": "pending"}
    with pytest.raises(PublishError, match=r"dateline did not write: mine\.txt"):
        site.open().publish_staged(ready())
    assert site.archive.published() == {}


def test_files_are_read_back(site: Site, tmp_path: Path) -> None:
    """Files of a published version come from beside the archive and out of it, verified."""
    site.open().publish_staged(ready())
    target = site.open("101")
    target.fetch("harbour", "1.0.0", ["data/ports.csv", "README.md"], tmp_path)
    assert b"pohang" in (tmp_path / "data/ports.csv").read_bytes()
    with pytest.raises(PublishError, match=r"no version 3\.0\.0"):
        target.fetch("harbour", "3.0.0", ["README.md"], tmp_path)


def test_plan_tells_all_and_writes_nothing(site: Site) -> None:
    """A dry run tells draft, uploads with sizes and publication, and only reads."""
    site.open().publish_staged(ready())
    site.recorder.requests.clear()
    lines = site.open("101").plan(release("1.1.0"))
    assert site.recorder.asked("POST", "PUT", "DELETE") == []
    site.open("101").publish_staged(ready("1.1.0"))
    files = site.archive.published()["1.1.0"]
    place = "https://zenodo.org/records/102 (zenodo:101, DOI 10.5281/zenodo.102)"
    assert lines == [
        f"make, or go on with, the draft of a new version of {place}: Harbour incidents 1.1.0",
        *(f"upload {name}, {len(content):,} bytes" for name, content in files.items()),
        "publish the record, after all files are verified: it gets a DOI, and cannot be removed",
    ]
    assert site.open("101").plan(release())[0].startswith("harbour 1.0.0 is already published, identical")


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        ("zenodo:../x", {}, "no number of a record\n  help: write zenodo: or zenodo:1234567"),
        ("zenodo:", {"ZENODO_TOKEN": ""}, "no token.*set ZENODO_TOKEN"),
        ("zenodo-sandbox:", {}, "no token.*set ZENODO_SANDBOX_TOKEN"),
        ("zenodo:", {"DATELINE_ZENODO_URL": "http://example.org/api"}, "travel unencrypted"),
    ],
)
def test_target_that_cannot_be_opened_is_said(text: str, changes: dict[str, str], message: str) -> None:
    """What is missing or wrong is named with its variable, and the token is not shown."""
    with pytest.raises(PublishError, match=f"(?s){message}") as caught:
        open_target(text, {"ZENODO_TOKEN": TOKEN, **changes})
    assert TOKEN not in str(caught.value)


def test_record_that_does_not_exist_is_said(site: Site) -> None:
    """A number that leads nowhere is named."""
    with pytest.raises(PublishError, match="there is no record 999"):
        site.open("999").publish_staged(ready())
