"""Zenodo's records and drafts, as InvenioRDM's REST API describes them, for tests."""

from __future__ import annotations

import copy
import hashlib
import re
from typing import TYPE_CHECKING, Any

from publishing.recording import Answer

if TYPE_CHECKING:
    from publishing.recording import Request

TOKEN = "zenodoSECRETSECRET"  # made up
_KEPT = ("version", "publication_date")
_REQUIRED = ("title", "creators", "resource_type", "publication_date", "publisher")


def _missing(what: str) -> Answer:
    return Answer(404, {"status": 404, "message": f"{what} does not exist."})


class Archive:
    """Records by number; a number belongs to a concept, whose own number is its first record's less one."""

    def __init__(self) -> None:
        self.address = ""
        self.store = ""  # another host, where the files are downloaded from
        self.records: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, dict[str, Any]]] = {}
        self.bytes: dict[tuple[str, str], bytes] = {}
        self._next = 100

    def published(self) -> dict[str, dict[str, bytes]]:
        """Return what the public sees: the files of each published record, by version."""
        return {
            each["metadata"]["version"]: {key: self.bytes[number, key] for key in self.files[number]}
            for number, each in self.records.items()
            if each["is_published"]
        }

    def drafts(self) -> list[dict[str, Any]]:
        """Return the drafts."""
        return [each for each in self.records.values() if not each["is_published"]]

    def answer(self, request: Request) -> Answer:
        """Carry out a request."""
        if request.path.startswith("/store/"):
            _, _, number, key = request.path.split("/")
            return Answer(200, self.bytes[number, key])
        if request.token != f"Bearer {TOKEN}":
            return Answer(
                401, {"status": 401, "message": "The server could not verify that you are authorized"}
            )
        path = request.path.removeprefix("/api")
        for method, pattern, do in _ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == request.method:
                return do(self, request, *match.groups())
        return Answer(405, {"status": 405, "message": "Method not allowed"})

    def _new(self, parent: str | None, metadata: dict[str, Any]) -> dict[str, Any]:
        self._next += 2
        number = str(self._next)
        record = {
            "id": number,
            "parent": {"id": parent or str(self._next - 1)},
            "metadata": metadata,
            "is_published": False,
            "is_draft": True,
            "links": {"self_html": f"https://zenodo.org/uploads/{number}"},
            "pids": {},
        }
        self.records[number] = record
        self.files[number] = {}
        return record

    def _versions(self, parent: str) -> list[dict[str, Any]]:
        """Return a concept's published records, the newest first."""
        found = [
            each for each in self.records.values() if each["parent"]["id"] == parent and each["is_published"]
        ]
        return found[::-1]

    def _listed(self, request: Request, found: list[dict[str, Any]]) -> Answer:
        size, page = int(request.query["size"]), int(request.query["page"])
        shown = found[(page - 1) * size : page * size]
        return Answer(200, {"hits": {"hits": shown, "total": len(found)}})

    def create(self, request: Request) -> Answer:
        """Make a draft of a new concept."""
        return Answer(201, self._new(None, request.json()["metadata"]))

    def mine(self, request: Request) -> Answer:
        """List the user's records and drafts."""
        return self._listed(request, list(self.records.values()))

    def read(self, _: Request, number: str) -> Answer:
        """Return a published record; the number of a concept leads to its newest."""
        if number in self.records:
            record = self.records[number]
            return Answer(200, record) if record["is_published"] else _missing("The persistent identifier")
        newest = self._versions(number)
        if not newest:
            return _missing("The persistent identifier")
        return Answer(302, None, {"Location": f"{self.address}/api/records/{newest[0]['id']}"})

    def latest(self, _: Request, number: str) -> Answer:
        """Lead to a concept's newest record."""
        newest = self._versions(self.records[number]["parent"]["id"])
        return Answer(302, None, {"Location": f"{self.address}/api/records/{newest[0]['id']}"})

    def versions(self, request: Request, number: str) -> Answer:
        """List a concept's published records; the search knows the newest a little later."""
        return self._listed(request, self._versions(self.records[number]["parent"]["id"])[1:])

    def next(self, _: Request, number: str) -> Answer:
        """Make the draft of the next version, or return the one that there is."""
        parent = self.records[number]["parent"]["id"]
        for each in self.drafts():
            if each["parent"]["id"] == parent:
                return Answer(201, each)
        metadata = copy.deepcopy(self.records[number]["metadata"])
        kept = {key: value for key, value in metadata.items() if key not in _KEPT}
        return Answer(201, self._new(parent, kept))

    def edit(self, request: Request, number: str) -> Answer:
        """Change what a draft says; what is wrong with it is told, and kept."""
        if number not in self.records or self.records[number]["is_published"]:
            return _missing("The draft")
        record = self.records[number]
        record["metadata"] = request.json()["metadata"]
        errors = [
            {"field": f"metadata.{key}", "messages": ["Missing data for required field."]}
            for key in _REQUIRED
            if not record["metadata"].get(key)
        ]
        return Answer(200, {**record, **({"errors": errors} if errors else {})})

    def list_files(self, _: Request, number: str) -> Answer:
        """List a draft's files."""
        return Answer(200, {"entries": list(self.files[number].values())})

    def announce(self, request: Request, number: str) -> Answer:
        """Make entries for files to come."""
        for each in request.json():
            if each["key"] in self.files[number]:
                return Answer(400, {"status": 400, "message": f"File with key {each['key']} already exists."})
            self.files[number][each["key"]] = {"key": each["key"], "status": "pending"}
        return Answer(201, {"entries": list(self.files[number].values())})

    def content(self, request: Request, number: str, key: str) -> Answer:
        """Take a file's bytes."""
        if self.records[number]["is_published"] or key not in self.files[number]:
            return _missing("The file")
        self.bytes[number, key] = request.body
        return Answer(200, self.files[number][key])

    def commit(self, _: Request, number: str, key: str) -> Answer:
        """Complete a file."""
        content = self.bytes[number, key]
        checksum = f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
        self.files[number][key] |= {"status": "completed", "checksum": checksum, "size": len(content)}
        return Answer(200, self.files[number][key])

    def remove(self, _: Request, number: str, key: str) -> Answer:
        """Remove a file of a draft."""
        if self.records[number]["is_published"]:
            return Answer(403, {"status": 403, "message": "Permission denied."})
        del self.files[number][key]
        return Answer(204)

    def publish(self, _: Request, number: str) -> Answer:
        """Publish a draft whose files are complete."""
        record = self.records[number]
        if record["is_published"]:
            return _missing("The draft")
        if any(each["status"] != "completed" for each in self.files[number].values()):
            return Answer(
                400, {"status": 400, "message": "One or more files have not completed their transfer."}
            )
        doi = {"identifier": f"10.5281/zenodo.{number}", "provider": "datacite"}
        page = f"https://zenodo.org/records/{number}"
        record |= {
            "is_published": True,
            "is_draft": False,
            "pids": {"doi": doi},
            "links": {"self_html": page},
        }
        record["files"] = {"total_bytes": sum(each["size"] for each in self.files[number].values())}
        return Answer(202, record)

    def download(self, _: Request, number: str, key: str) -> Answer:
        """Send the reader to the host of the files."""
        if key not in self.files.get(number, {}):
            return _missing("The file")
        return Answer(302, None, {"Location": f"{self.store}/store/{number}/{key}"})


_ROUTES: list[tuple[str, str, Any]] = [
    ("POST", r"/records", Archive.create),
    ("GET", r"/user/records", Archive.mine),
    ("GET", r"/records/(\w+)", Archive.read),
    ("GET", r"/records/(\w+)/versions/latest", Archive.latest),
    ("GET", r"/records/(\w+)/versions", Archive.versions),
    ("POST", r"/records/(\w+)/versions", Archive.next),
    ("PUT", r"/records/(\w+)/draft", Archive.edit),
    ("GET", r"/records/(\w+)/draft/files", Archive.list_files),
    ("POST", r"/records/(\w+)/draft/files", Archive.announce),
    ("PUT", r"/records/(\w+)/draft/files/(.+)/content", Archive.content),
    ("POST", r"/records/(\w+)/draft/files/(.+)/commit", Archive.commit),
    ("DELETE", r"/records/(\w+)/draft/files/(.+)", Archive.remove),
    ("POST", r"/records/(\w+)/draft/actions/publish", Archive.publish),
    ("GET", r"/records/(\w+)/files/(.+)/content", Archive.download),
]
