# ruff: noqa: INP001 - a program, not a module of a package
"""Write what a check found into its pull request, as one comment that is renewed.

This runs with a token that may write, for a run that may have been a fork's. So the
artifact is data from a stranger, whatever wrote it: its size is held to a limit before it
is read, it may speak to no pull request but the one whose head was checked, and its page
is shown as words, lists and tables. Links, mentions, images and tags of its own do nothing.

Needs Python 3.11 and nothing else; docs/ci.md says how it is used. What has no comment, or
has one for another commit by now, is told in the log and is no failure.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTIFACT = "dateline-comment"
MARK = "<!-- dateline: this comment is renewed by each check -->"
AUTHOR = "github-actions[bot]"
LONGEST = 65_536
"""Characters that GitHub takes for a comment."""
_ARCHIVE, _PAGE, _NUMBER, _ANSWER = 1_000_000, 300_000, 20, 20_000_000
"""Bytes that are read of the artifact, of its two files, and of an answer of GitHub."""
_PAGES = 30
"""Pages of a hundred comments in which the earlier one is looked for."""
_TIMEOUT = 30


class SkippedError(Exception):
    """There is nothing to write, and this is why."""


def main() -> None:
    """Write the comment for the run that the event tells of."""
    try:
        event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())
        run = event["workflow_run"]
        archive = _artifact(int(run["id"]))
        number, page = unpacked(archive)
        _insist_head(number, str(run["head_sha"]))
        done = _write(number, comment(page, str(run["head_sha"]), str(run["html_url"])))
    except SkippedError as why:
        done = f"no comment: {why}"
    except (HTTPError, URLError, TimeoutError) as fault:
        sys.exit(f"GitHub did not answer as expected: {fault}")
    sys.stdout.write(f"{done}\n")


def unpacked(archive: bytes) -> tuple[int, str]:
    """Return a pull request's number and the page for it, from the artifact's ZIP file.

    Raises:
        SkippedError: it is not what the check writes.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            number = _member(files, "number.txt", _NUMBER)
            page = _member(files, "comment.md", _PAGE)
    except (
        zipfile.BadZipFile,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        zlib.error,
    ):
        raise SkippedError("the artifact does not hold number.txt and comment.md") from None
    if not re.fullmatch(rb"[1-9][0-9]{0,9}", number):
        raise SkippedError("number.txt holds no number of a pull request")
    return int(number), page.decode("utf-8", "replace")


def _member(files: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Read one file of the archive, whatever size the archive says that it has."""
    with files.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise SkippedError(f"{name} has more than {most:,} bytes")
    return content


def comment(page: str, sha: str, url: str) -> str:
    """Return the comment: the mark by which it is found again, the page as plain text, its origin."""
    end = f"\n\n<sub>Checked at {sha[:40]} · [the run]({url}) has the whole report.</sub>\n"
    room = LONGEST - len(MARK) - len(end) - 100
    said = harmless(page)
    if len(said) > room:
        said = said[: said.rfind("\n", 0, room) + 1] + "\n</details>\n\n**Cut here**: the run has the rest."
    return f"{MARK}\n{said}{end}"


# What dateline writes itself, and what would be a link, an image, a mention, a reference, a tag,
# a character written by its number, or a fence, inside which GitHub draws diagrams with links.
_OWN = r"</?details>|</?summary>|&\#8203;"
_TEXT = r"\\[\\`*_{}\[\]<>|~&$!]"
_ACTS = re.compile(
    rf"""{_OWN} | {_TEXT}
    | [<\[\]&] | `{{3,}} | ~{{3,}}
    | @(?=\w) | \#(?=\d) | :(?=\\?/) | \bwww(?=\\?\.) | \bGH(?=\\?-\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AS_IT_IS = re.compile(f"{_OWN}|{_TEXT}", re.VERBOSE)
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def harmless(page: str) -> str:
    """Return a page of Markdown in which nothing leads anywhere or calls anybody.

    A page of dateline comes back as it was: record text in it has been escaped.
    """
    return _ACTS.sub(_inert, _HIDDEN.sub("\ufffd", page.replace("\r\n", "\n")))


def _inert(match: re.Match[str]) -> str:
    """Return marks by their numbers, and words followed by a space of no width."""
    found = match[0]
    if _AS_IT_IS.fullmatch(found):
        return found
    if found[0] in "<[]&`~":
        return "".join(f"&#{ord(mark)};" for mark in found)
    return f"{found}&#8203;"


def _artifact(run: int) -> bytes:
    """Download the artifact of a run, if it has one of a size that is expected."""
    listed = _asked("GET", f"/actions/runs/{run}/artifacts?name={quote(ARTIFACT)}&per_page=100")
    found = [each for each in listed["artifacts"] if each["name"] == ARTIFACT and not each["expired"]]
    if not found:
        raise SkippedError(f"the run left no {ARTIFACT}")
    newest = max(found, key=lambda each: int(each["id"]))
    if int(newest["size_in_bytes"]) > _ARCHIVE:
        raise SkippedError(f"the artifact has more than {_ARCHIVE:,} bytes")
    return _raw("GET", f"/actions/artifacts/{int(newest['id'])}/zip", most=_ARCHIVE)


def _insist_head(number: int, sha: str) -> None:
    """Refuse a pull request of which the run did not check the head."""
    try:
        pull = _asked("GET", f"/pulls/{number}")
    except HTTPError as fault:
        if fault.code == 404:  # noqa: PLR2004 - not found, by RFC 9110
            raise SkippedError(f"there is no pull request {number}") from None
        raise
    if pull["head"]["sha"] != sha:
        raise SkippedError(f"the head of pull request {number} is another commit than the one checked")
    if pull["state"] != "open":
        raise SkippedError(f"pull request {number} is {pull['state']}")


def _write(number: int, body: str) -> str:
    earlier = next(_ours(number), None)
    if earlier is None:
        _asked("POST", f"/issues/{number}/comments", {"body": body})
        return f"wrote a comment on pull request {number}"
    _asked("PATCH", f"/issues/comments/{earlier}", {"body": body})
    return f"renewed the comment on pull request {number}"


def _ours(number: int) -> Iterator[int]:
    """Yield the comments that this program wrote before; anybody can copy its mark, but not its name."""
    for page in range(1, _PAGES + 1):
        listed = _asked("GET", f"/issues/{number}/comments?per_page=100&page={page}")
        for each in listed:
            if each["user"]["login"] == AUTHOR and each["body"].startswith(MARK):
                yield int(each["id"])
        if len(listed) < 100:  # noqa: PLR2004 - as asked for
            return


def _asked(method: str, path: str, sent: object = None) -> Any:  # noqa: ANN401 - any answer of GitHub
    return json.loads(_raw(method, path, sent, most=_ANSWER))


def _raw(method: str, path: str, sent: object = None, *, most: int) -> bytes:
    """Ask GitHub, and return its answer.

    Raises:
        SkippedError: the answer is longer than `most` bytes.
        HTTPError, URLError: it refuses, or cannot be reached.

    """
    url = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}{path}"
    data = None if sent is None else json.dumps(sent).encode()
    request = Request(url, data=data, method=method)  # noqa: S310 - GitHub's own address
    request.add_header("Accept", "application/vnd.github+json")
    request.add_header("Content-Type", "application/json")
    # Not sent on to where an artifact is kept, which is another host.
    request.add_unredirected_header("Authorization", f"Bearer {os.environ['GITHUB_TOKEN']}")
    with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - as above
        content: bytes = answer.read(most + 1)
    if len(content) > most:
        raise SkippedError(f"GitHub's answer has more than {most:,} bytes")
    return content


if __name__ == "__main__":
    main()
