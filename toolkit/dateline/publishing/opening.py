"""From what a person types to a place to publish to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from dateline.document import did_you_mean
from dateline.errors import Problem, PublishError
from dateline.publishing.bucket import open_bucket
from dateline.publishing.directory import Directory
from dateline.publishing.github import open_github
from dateline.publishing.s3 import S3
from dateline.publishing.zenodo import open_zenodo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.publishing.target import Target

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", re.DOTALL)  # one letter is a drive
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def open_target(text: str, environment: Mapping[str, str] = os.environ) -> Target:
    """Return the place that a text names; nothing is sent or written yet.

    Args:
        text: a folder's path or file:// address, s3://BUCKET/PREFIX, zenodo: (a record of
            its own) or zenodo:RECORD, zenodo-sandbox: likewise, github:OWNER/REPOSITORY.
        environment: where credentials and addresses of servers are looked for.

    Raises:
        PublishError: if the text names no target, or if credentials or an extra are missing.

    """
    found = _SCHEME.fullmatch(text)
    if found is None:
        if not text:
            raise PublishError(Problem("the target is empty", help="give a folder to publish to"))
        return Directory(Path(text))
    scheme, rest = found[1].lower(), found[2]
    if scheme not in _OPENERS:
        near = did_you_mean(f"{scheme}:", [f"{name}:" for name in _OPENERS])
        hint = f"{near}; for a folder of this name write ./{text}"
        raise PublishError(Problem(f"'{scheme}:' is no kind of target", text, help=hint))
    return _OPENERS[scheme](text, rest, environment)


def _folder(text: str, rest: str, _: Mapping[str, str]) -> Target:
    address = urlsplit(text)
    if not rest.startswith("//") or address.netloc not in ("", "localhost") or not address.path:
        hint = "write file:///absolute/path, or the path alone"
        raise PublishError(Problem("this names no folder of this machine", text, help=hint))
    return Directory(Path(unquote(address.path)))


def _bucket(text: str, rest: str, environment: Mapping[str, str]) -> Target:
    name, _, prefix = rest.removeprefix("//").partition("/")
    parts = [part for part in prefix.split("/") if part]
    if not rest.startswith("//") or not _BUCKET.fullmatch(name) or {".", ".."} & {*parts}:
        raise PublishError(Problem("this names no bucket", text, help="write s3://BUCKET/FOLDER"))
    return S3(open_bucket(name, "/".join(parts), environment))


def _github(text: str, rest: str, environment: Mapping[str, str]) -> Target:
    return open_github(rest, text, environment)


def _zenodo(text: str, rest: str, environment: Mapping[str, str]) -> Target:
    return open_zenodo(text.partition(":")[0].lower(), rest, text, environment)


_OPENERS: Final[dict[str, Callable[[str, str, Mapping[str, str]], Target]]] = {
    "file": _folder,
    "github": _github,
    "s3": _bucket,
    "zenodo": _zenodo,
    "zenodo-sandbox": _zenodo,
}
