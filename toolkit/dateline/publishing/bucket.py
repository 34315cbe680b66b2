"""An S3-compatible bucket, as far as publishing needs one, through obstore.

Writes are conditional: `create` (If-None-Match: *) and `replace` (If-Match with the ETag).
A request that is repeated because its answer was lost may find its own object: callers look
at what stands there rather than trust the first answer.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, PublishError
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from obstore import Attributes
    from obstore.store import S3Store

SHA256: Final = "sha256"
"""The name under which an object's own metadata keep the hash that it was sent with."""

_PROBE = ".dateline-conditional-writes"
_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_METADATA_ENDPOINT",
)
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS = frozenset({"LICENSE", "SHA256SUMS"})
_HINTS = {
    "AccessDenied": "the credentials need s3:GetObject, PutObject, DeleteObject and ListBucket here",
    "InvalidAccessKeyId": "check AWS_ACCESS_KEY_ID",
    "NoSuchBucket": "make the bucket first, or correct its name",
    "NotImplemented": "choose a server that takes If-None-Match and If-Match when it writes",
    "SignatureDoesNotMatch": "check AWS_SECRET_ACCESS_KEY and AWS_REGION",
}
_UNREACHED = "check AWS_ENDPOINT_URL and the network, then publish again: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of a bucket.

    Args:
        store: the connection, with its prefix.
        place: what it is called in messages.
        whole: the largest file, in bytes, that is sent in one request; a larger one goes
            in parts.
        part: how large these are, in bytes; S3 takes no less than 5 MiB.

    """

    store: S3Store
    place: str
    whole: int = 64 * 1024 * 1024
    part: int = 16 * 1024 * 1024

    def get(self, path: str) -> tuple[bytes, str] | None:
        """Return an object and its ETag; None if there is none.

        Raises:
            PublishError: if it cannot be read.

        """
        with self._faults(path):
            try:
                found = self.store.get(path)
                return bytes(found.bytes()), found.meta["e_tag"] or ""
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def download(self, path: str, to: Path) -> None:
        """Copy an object to this machine.

        Raises:
            PublishError: if there is none, or if it cannot be read.

        """
        with self._faults(path), to.open("wb") as file:
            for part in self.store.get(path).stream():
                file.write(part)

    def sha256(self, path: str) -> str:
        """Read an object again and return its hash.

        Raises:
            PublishError: if it cannot be read.

        """
        digest = hashlib.sha256()
        with self._faults(path):
            for part in self.store.get(path).stream():
                digest.update(part)
        return digest.hexdigest()

    def said_sha256(self, path: str) -> str | None:
        """Return the hash that an object was sent with; None if its metadata have none.

        Raises:
            PublishError: if there is no such object.

        """
        with self._faults(path):
            return self.store.get(path, options={"head": True}).attributes.get(SHA256)

    def listed(self, folder: str) -> dict[str, int]:
        """Return the sizes of the objects below a folder, by their path in it.

        Raises:
            PublishError: if the bucket cannot be listed.

        """
        with self._faults(folder):
            found = [each for page in self.store.list(folder) for each in page]
        return {each["path"].removeprefix(f"{folder}/"): each["size"] for each in found}

    def create(self, path: str, content: bytes | Path, sha256: str, *, lasting: bool) -> bool:
        """Write an object unless there is one; return whether it was written.

        Raises:
            PublishError: if it cannot be written.

        """
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415 - an extra

        with self._faults(path):
            try:
                about = _attributes(path, sha256, lasting=lasting)
                self.store.put(path, content, mode="create", attributes=about)
            except AlreadyExistsError:
                return False
            return True

    def replace(self, path: str, content: bytes, sha256: str, tag: str) -> bool:
        """Write an object in the place of the one with this ETag; return False if that is gone.

        Raises:
            PublishError: if it cannot be written.

        """
        from obstore.exceptions import PreconditionError  # noqa: PLC0415 - an extra

        with self._faults(path):
            try:
                about = _attributes(path, sha256, lasting=False)
                self.store.put(path, content, mode={"e_tag": tag}, attributes=about)
            except (PreconditionError, FileNotFoundError):
                return False
            return True

    def send(self, path: str, file: Path, sha256: str, *, lasting: bool) -> None:
        """Write an object, in parts if it is large, whatever stands there.

        Raises:
            PublishError: if it cannot be written.

        """
        with self._faults(path):
            about = _attributes(path, sha256, lasting=lasting)
            large = file.stat().st_size > self.whole
            self.store.put(
                path,
                file,
                attributes=about,
                use_multipart=large,
                chunk_size=self.part,
                max_concurrency=4,
            )

    def delete(self, path: str) -> None:
        """Remove an object.

        Raises:
            PublishError: if it cannot be removed.

        """
        with self._faults(path):
            self.store.delete(path)

    def insist_conditions(self) -> None:
        """Go on if the server keeps its word about conditional writes: some take no notice.

        Raises:
            PublishError: if it does not.

        """
        digest = hashlib.sha256(b"").hexdigest()
        self.create(_PROBE, b"", digest, lasting=False)
        again = self.create(_PROBE, b"", digest, lasting=False)
        if again or self.replace(_PROBE, b"", digest, '"0123456789abcdef0123456789abcdef"'):
            message = "this server overwrites what it was asked not to, so nothing was published"
            hint = "choose a server that keeps to If-None-Match and If-Match when it writes"
            raise PublishError(Problem(message, self.place, help=hint))

    @contextmanager
    def _faults(self, path: str) -> Iterator[None]:
        """Turn what the server or the network says into a `PublishError`; holds no credentials."""
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

        try:
            yield
        except FileNotFoundError as error:
            raise self._told(path, str(error)) from None
        except BaseError as error:
            raise self._told(path, str(error)) from None

    def _told(self, path: str, said: str) -> PublishError:
        """Say what went wrong; of the answer only code and message, the rest may name accounts."""
        code = re.search(r"<Code>([^<]{1,100})</Code>", said)
        text = re.search(r"<Message>([^<]{1,300})</Message>", said)
        status = re.search(r"status code: (\d{3}[^:<\n]{0,40})", said)
        shown = f"{self.place}/{path}"
        if code:
            words = terminal(f"{code[1]}: {text[1]}" if text else code[1])
            return PublishError(
                Problem(f"the server says {words}", shown, help=_HINTS.get(code[1], _UNREACHED))
            )
        if status:
            return PublishError(Problem(f"the server says {status[1].strip()}", shown, help=_UNREACHED))
        return PublishError(Problem("the server cannot be reached", shown, help=_UNREACHED))


def _attributes(path: str, sha256: str, *, lasting: bool) -> Attributes:
    """Return what a web server says of an object, and its hash."""
    name = path.rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
    kind = "text/plain; charset=utf-8" if name in _TEXTS else _TYPES.get(suffix, "application/octet-stream")
    cache = "public, max-age=31536000, immutable" if lasting else "no-cache"
    return {"Content-Type": kind, "Cache-Control": cache, SHA256: sha256}


def open_bucket(name: str, prefix: str, environment: Mapping[str, str] = os.environ) -> Bucket:
    """Prepare a connection; nothing is sent yet.

    Args:
        name: the bucket.
        prefix: the folder in it; may be empty.
        environment: is looked through for what is missing; obstore itself reads credentials,
            region and endpoint, AWS_*, from the environment of the process.

    Raises:
        PublishError: if obstore is not installed, or if there are no credentials.

    """
    place = f"s3://{name}/{prefix}".rstrip("/")
    try:
        from obstore.store import S3Store  # noqa: PLC0415 - an extra
    except ImportError:
        hint = "pip install 'dateline[s3]'"
        raise PublishError(Problem("publishing to a bucket needs obstore", place, help=hint)) from None
    if not any(environment.get(each) for each in _CREDENTIALS):
        hint = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
        raise PublishError(Problem("there are no credentials for this bucket", place, help=hint))
    plain = environment.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true", "yes")
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL", "")
    if endpoint.startswith("http://") and not plain:
        hint = "use https, or set AWS_ALLOW_HTTP=true for a server on this machine"
        raise PublishError(Problem("AWS_ENDPOINT_URL sends credentials unencrypted", place, help=hint))
    store = S3Store(
        name,
        prefix=prefix or None,
        client_options={"allow_http": plain, "timeout": "300s", "connect_timeout": "10s"},
        retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=90)},
    )
    return Bucket(store, place)
