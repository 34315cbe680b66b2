"""GitHub's releases, as its REST API describes them, for tests."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from publishing.recording import Answer

if TYPE_CHECKING:
    from publishing.recording import Request

TOKEN = "ghp_SECRETSECRETSECRET"  # made up
COMMIT = "a" * 40
REPOSITORY = "harbours/records"


class Hub:
    """One repository: commits, tags, releases and their files."""

    def __init__(self) -> None:
        self.address = ""
        self.store = ""  # another host, where the files are downloaded from
        self.commits: dict[str, list[str]] = {COMMIT: []}  # with their parents
        self.tags: dict[str, tuple[str, str]] = {}
        self.annotated: dict[str, str] = {}
        self.releases: dict[int, dict[str, Any]] = {}
        self.bytes: dict[int, bytes] = {}
        self.token = TOKEN
        self.digests = True
        self._next = 0

    def published(self) -> dict[str, dict[str, bytes]]:
        """Return what the public sees: the files of each published release, by tag."""
        return {
            each["tag_name"]: {asset["name"]: self.bytes[asset["id"]] for asset in each["assets"]}
            for each in self.releases.values()
            if not each["draft"]
        }

    def drafts(self) -> list[dict[str, Any]]:
        """Return the drafts."""
        return [each for each in self.releases.values() if each["draft"]]

    def answer(self, request: Request) -> Answer:
        """Carry out a request."""
        if request.path.startswith("/store/"):
            return Answer(200, self.bytes[int(request.path.rpartition("/")[2])])
        if request.token != f"Bearer {self.token}":
            return Answer(401, {"message": "Bad credentials"})
        home = f"/repos/{REPOSITORY}"
        if not (request.path + "/").startswith(f"{home}/"):
            return Answer(404, {"message": "Not Found"})
        path = request.path.removeprefix(home)
        for method, pattern, do in _ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == request.method:
                try:
                    return do(self, request, *match.groups())
                except KeyError:  # a release that is no longer there
                    break
        return Answer(404, {"message": "Not Found"})

    def repository(self, _: Request) -> Answer:
        """Describe the repository."""
        return Answer(200, {"full_name": REPOSITORY})

    def commit(self, _: Request, sha: str) -> Answer:
        """Describe a commit."""
        if sha not in self.commits:
            return Answer(404, {"message": "Not Found"})
        return Answer(200, {"sha": sha, "parents": [{"sha": each} for each in self.commits[sha]]})

    def ref(self, _: Request, tag: str) -> Answer:
        """Say what a tag points to."""
        if tag not in self.tags:
            return Answer(404, {"message": "Not Found"})
        kind, sha = self.tags[tag]
        return Answer(200, {"ref": f"refs/tags/{tag}", "object": {"type": kind, "sha": sha}})

    def tag_object(self, _: Request, sha: str) -> Answer:
        """Say what an annotated tag points to."""
        return Answer(200, {"object": {"type": "commit", "sha": self.annotated[sha]}})

    def list(self, request: Request) -> Answer:
        """List releases, drafts too."""
        size, page = int(request.query["per_page"]), int(request.query["page"])
        found = list(self.releases.values())[::-1]
        return Answer(200, found[(page - 1) * size : page * size])

    def by_tag(self, _: Request, tag: str) -> Answer:
        """Find a published release."""
        for each in self.releases.values():
            if each["tag_name"] == tag and not each["draft"]:
                return Answer(200, each)
        return Answer(404, {"message": "Not Found"})

    def create(self, request: Request) -> Answer:
        """Make a release."""
        self._next += 1
        said = request.json()
        upload = f"{self.address}/repos/{REPOSITORY}/releases/{self._next}/assets{{?name,label}}"
        release = {**said, "id": self._next, "assets": [], "upload_url": upload}
        self.releases[self._next] = release
        return Answer(201, release)

    def assets(self, request: Request, number: str) -> Answer:
        """List a release's files."""
        size, page = int(request.query["per_page"]), int(request.query["page"])
        return Answer(200, self.releases[int(number)]["assets"][(page - 1) * size : page * size])

    def upload(self, request: Request, number: str) -> Answer:
        """Take a file."""
        release = self.releases[int(number)]
        name = request.query["name"]
        if any(each["name"] == name for each in release["assets"]):
            errors = [{"resource": "ReleaseAsset", "code": "already_exists", "field": "name"}]
            return Answer(422, {"message": "Validation Failed", "errors": errors})
        asset = self.add(int(number), name, request.body)
        return Answer(201, asset)

    def add(self, number: int, name: str, content: bytes, state: str = "uploaded") -> dict[str, Any]:
        """Put a file into a release."""
        self._next += 1
        asset = {"id": self._next, "name": name, "size": len(content), "state": state}
        if self.digests:
            asset["digest"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self.bytes[self._next] = content
        self.releases[number]["assets"].append(asset)
        return asset

    def download(self, _: Request, number: str) -> Answer:
        """Send the reader to the host of the files."""
        return Answer(302, None, {"Location": f"{self.store}/store/{number}"})

    def delete_asset(self, _: Request, number: str) -> Answer:
        """Remove a file."""
        for release in self.releases.values():
            release["assets"] = [each for each in release["assets"] if each["id"] != int(number)]
        return Answer(204)

    def delete(self, _: Request, number: str) -> Answer:
        """Remove a release."""
        del self.releases[int(number)]
        return Answer(204)

    def edit(self, request: Request, number: str) -> Answer:
        """Change a release; only one published release may have a tag."""
        release = self.releases[int(number)]
        tag = release["tag_name"]
        taken = any(each["tag_name"] == tag and not each["draft"] for each in self.releases.values())
        if taken and release["draft"]:
            errors = [{"resource": "Release", "code": "already_exists", "field": "tag_name"}]
            return Answer(422, {"message": "Validation Failed", "errors": errors})
        release.update(request.json())
        self.tags.setdefault(tag, ("commit", release["target_commitish"]))
        return Answer(200, release)


_ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "", Hub.repository),
    ("GET", r"/git/commits/(\w+)", Hub.commit),
    ("GET", r"/git/ref/tags/(.+)", Hub.ref),
    ("GET", r"/git/tags/(\w+)", Hub.tag_object),
    ("GET", r"/releases", Hub.list),
    ("POST", r"/releases", Hub.create),
    ("GET", r"/releases/tags/(.+)", Hub.by_tag),
    ("GET", r"/releases/(\d+)/assets", Hub.assets),
    ("POST", r"/releases/(\d+)/assets", Hub.upload),
    ("GET", r"/releases/assets/(\d+)", Hub.download),
    ("DELETE", r"/releases/assets/(\d+)", Hub.delete_asset),
    ("DELETE", r"/releases/(\d+)", Hub.delete),
    ("PATCH", r"/releases/(\d+)", Hub.edit),
]
