"""A folder in a bucket of S3, or of a server that speaks its protocol; by obstore."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from dateline.errors import PackageError, Problem
from dateline.loading.web.model import Absent, Fetched

if TYPE_CHECKING:
    from dateline.loading.settings import Settings
    from dateline.loading.stores.remote import Tell
    from dateline.loading.web.model import Sink

_BLOCK: Final = 1 << 20
_SIGNED: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_SKIP_SIGNATURE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)
"""Variables by which obstore finds credentials. Without any, it would look for those of a cloud's machine
for seconds, and public buckets want none."""


@dataclass(frozen=True, slots=True)
class BucketTransport:
    """A folder in a bucket; `store` is obstore's, of the whole bucket."""

    store: Any
    bucket: str
    prefix: str

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.prefix.rpartition("/")[2] or self.bucket

    def shown(self, path: str) -> str:
        """Return an address without a secret."""
        return f"s3://{self.bucket}/{self._of(path)}"

    def key(self, path: str) -> str:
        """Return what tells a file's address from others: several servers may have a bucket of that name."""
        return f"{self.shown(path)} {_server().rpartition('@')[2]}".strip()

    def fetch(self, path: str, sink: Sink, *, limit: int, known: Fetched | None, tell: Tell) -> Fetched:
        """Fetch a file; obstore asks again where it must."""
        from obstore import exceptions  # noqa: PLC0415 - an extra, for those who use buckets

        try:
            return self._fetch(path, sink, limit, known, tell)
        except exceptions.NotModifiedError:
            assert known is not None
            return Fetched(known.etag, known.modified, unchanged=True)
        except (FileNotFoundError, exceptions.PermissionDeniedError):
            raise Absent(
                Problem("the bucket does not have this file, or does not show it", self.shown(path))
            ) from None
        except exceptions.BaseError as error:
            hint = "the settings are those of AWS: AWS_REGION, AWS_ENDPOINT, AWS_ACCESS_KEY_ID and so on"
            message = f"the bucket cannot be read: {_first_line(error)}"
            raise PackageError(Problem(message, self.shown(path), help=hint)) from None

    def _fetch(self, path: str, sink: Sink, limit: int, known: Fetched | None, tell: Tell) -> Fetched:
        options = {"if_none_match": known.etag} if known is not None and known.etag else {}
        found = self.store.get(self._of(path), options=options)
        size = int(found.meta["size"])
        if size > limit:
            message = f"the bucket announces {size:,} bytes, and at most {limit:,} are expected"
            raise PackageError(Problem(message, self.shown(path)))
        for block in found.stream(min_chunk_size=_BLOCK):
            sink.write(bytes(block))
            tell(sink.size, size)
        return Fetched(found.meta.get("e_tag"), None)

    def below(self, path: str) -> BucketTransport:
        """Return a folder of this one."""
        return BucketTransport(self.store, self.bucket, self._of(path))

    def above(self) -> BucketTransport | None:
        """Return the folder that holds this one."""
        if not self.prefix:
            return None
        return BucketTransport(self.store, self.bucket, self.prefix.rpartition("/")[0])

    def _of(self, path: str) -> str:
        return "/".join(part for part in (self.prefix, path) if part)


def open_bucket(text: str, settings: Settings) -> BucketTransport:
    """Open a folder in a bucket, such as s3://bucket/folder.

    Raises:
        PackageError: if it is no such address, or obstore is not installed.

    """
    parts = urlsplit(text)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        hint = "write s3://bucket/folder; who you are is read from AWS_ACCESS_KEY_ID and so on"
        raise PackageError(
            Problem("this is no address of a bucket", f"s3://{parts.hostname or ''}", help=hint)
        )
    try:
        from obstore.store import S3Store  # noqa: PLC0415 - as above
    except ImportError:
        hint = "pip install 'dateline[s3]'"
        raise PackageError(
            Problem("buckets are read by obstore, which is not installed", text, help=hint)
        ) from None
    anonymous: dict[str, Any] = {} if any(map(os.environ.get, _SIGNED)) else {"skip_signature": True}
    timeout = f"{settings.timeout}s"
    store = S3Store(
        parts.hostname,
        client_options={
            "allow_http": _server().startswith("http://"),  # whoever names such a server means it
            "connect_timeout": timeout,
            "timeout": timeout,
        },
        retry_config=_retries(settings),
        **anonymous,
    )
    return BucketTransport(store, parts.hostname, parts.path.strip("/"))


def _server() -> str:
    """Return the server that the environment names in place of Amazon's; empty if none."""
    return os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""


def _retries(settings: Settings) -> Any:  # noqa: ANN401 - obstore's own mapping
    from datetime import timedelta  # noqa: PLC0415 - as above

    return {"max_retries": settings.attempts - 1, "retry_timeout": timedelta(seconds=settings.patience)}


def _first_line(error: Exception) -> str:
    """Return what obstore says, without what it says about itself for debugging."""
    return str(error).strip().partition("\n")[0][:300]
