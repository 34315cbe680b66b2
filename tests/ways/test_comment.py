"""The comment on a pull request: written by a program that may write, from a stranger's artifact."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ways.steps import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROGRAM = ROOT / "ci" / "comment" / "comment.py"
SHA = "a" * 40
PAGE = (ROOT / "tests" / "golden" / "ways" / "hostile.summary.md").read_text(encoding="utf-8")


def loaded() -> Any:  # noqa: ANN401 - a program that is no module of a package
    """Return the program's functions."""
    spec = spec_from_file_location("comment", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


program = loaded()


def packed(**files: str | bytes) -> bytes:
    """Return a ZIP file with these files, `number_txt` as number.txt."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return kept.getvalue()


class GitHub(ThreadingHTTPServer):
    """As much of GitHub's interface as the program asks, on this machine; it keeps what is written."""

    def __init__(self) -> None:
        """Stand ready, with one open pull request and no comment of the program."""
        super().__init__(("127.0.0.1", 0), _Answers)
        self.archive = packed(number_txt="7", comment_md=PAGE)
        self.size: int | None = None
        self.pull: dict[str, Any] = {"head": {"sha": SHA}, "state": "open"}
        self.comments: list[dict[str, Any]] = [
            {"id": 1, "user": {"login": "somebody"}, "body": f"{program.MARK}\nnot ours"},
            {"id": 2, "user": {"login": program.AUTHOR}, "body": "another program's"},
        ]
        self.leaked: str | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: GitHub

    def do_GET(self) -> None:
        path = self.path.removeprefix("/repos/o/r")
        if path == "/kept-elsewhere":
            self.server.leaked = self.headers.get("Authorization")
            self._say(self.server.archive)
            return
        assert self.headers["Authorization"] == "Bearer secret"
        if path.startswith("/actions/runs/99/artifacts"):
            size = self.server.size or len(self.server.archive)
            found = {"id": 5, "name": program.ARTIFACT, "expired": False, "size_in_bytes": size}
            self._say({"artifacts": [found]})
        elif path == "/actions/artifacts/5/zip":
            self.send_response(302)
            self.send_header("Location", f"{self.server.url}/kept-elsewhere")
            self.end_headers()
        elif path == "/pulls/7":
            self._say(self.server.pull)
        elif path.startswith("/issues/7/comments"):
            self._say(self.server.comments)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        assert self.path == "/repos/o/r/issues/7/comments"
        new = {"id": 3, "user": {"login": program.AUTHOR}, "body": self._sent()}
        self.server.comments.append(new)
        self._say(new)

    def do_PATCH(self) -> None:
        number = int(self.path.rpartition("/")[2])
        (found,) = (each for each in self.server.comments if each["id"] == number)
        found["body"] = self._sent()
        self._say(found)

    def _sent(self) -> str:
        sent: dict[str, str] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return sent["body"]

    def _say(self, answer: object) -> None:
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Return a server that answers as GitHub does."""
    with GitHub() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def posted(github: GitHub, tmp_path: Path) -> str:
    """Run the program for a run of the pull request, and return what it says."""
    run = {"id": 99, "head_sha": SHA, "html_url": "https://github.example/o/r/actions/runs/99"}
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": run}), encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_API_URL": github.url,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_TOKEN": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-I", str(PROGRAM)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_one_comment_is_written_and_then_renewed(
    github: GitHub, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """Comments of others are left alone, even with its mark; the token is not sent to another host."""
    others = [dict(each) for each in github.comments]
    assert posted(github, tmp_path) == "wrote a comment on pull request 7\n"
    golden("ways/comment.md", github.comments[2]["body"])
    github.archive = packed(number_txt="7", comment_md="### ✅ no problems\n")
    assert posted(github, tmp_path) == "renewed the comment on pull request 7\n"
    assert github.comments[:2] == others
    assert len(github.comments) == 3
    assert "no problems" in github.comments[2]["body"]
    assert github.leaked is None


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        (packed(number_txt="8", comment_md="x"), "there is no pull request 8"),
        (packed(number_txt="7/../../x", comment_md="x"), "number.txt holds no number of a pull request"),
        (packed(number_txt="7" * 21, comment_md="x"), "number.txt has more than 20 bytes"),
        (packed(number_txt="7", comment_md="x" * 300_001), "comment.md has more than 300,000 bytes"),
        (packed(number_txt="7", comment_md=b"\0" * 200_000_000), "comment.md has more than 300,000 bytes"),
        (packed(number_txt="7"), "the artifact does not hold number.txt and comment.md"),
        (
            packed(number_txt="7", comment_md=PAGE)[:-30],
            "the artifact does not hold number.txt and comment.md",
        ),
        (b"not a ZIP file", "the artifact does not hold number.txt and comment.md"),
    ],
    ids=["none such", "path", "long number", "long page", "bomb", "no page", "cut", "no archive"],
)
def test_an_artifact_that_is_not_the_checks_is_left_alone(
    github: GitHub, tmp_path: Path, archive: bytes, said: str
) -> None:
    """Nothing is written, and the log says why."""
    github.archive = archive
    assert posted(github, tmp_path) == f"no comment: {said}\n"
    assert len(github.comments) == 2


def test_only_the_pull_request_that_was_checked_is_spoken_to(github: GitHub, tmp_path: Path) -> None:
    """Another's number, a head that moved on, a closed one and an artifact too large are refused."""
    github.pull = {"head": {"sha": "b" * 40}, "state": "open"}
    assert "is another commit than the one checked" in posted(github, tmp_path)
    github.pull = {"head": {"sha": SHA}, "state": "closed"}
    assert posted(github, tmp_path) == "no comment: pull request 7 is closed\n"
    github.size = 1_000_001
    assert posted(github, tmp_path) == "no comment: the artifact has more than 1,000,000 bytes\n"
    assert len(github.comments) == 2


def test_a_page_of_dateline_stays_as_it_is() -> None:
    """What was escaped once is not escaped again, in any page that people see."""
    for each in sorted((ROOT / "tests" / "golden").glob("*/*.m*d*")):
        if each.parent.name in ("ways", "differences") and each.name != "comment.md":
            text = each.read_text(encoding="utf-8")
            assert program.harmless(text) == text, each.name


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("[a](https://b.c)", "&#91;a&#93;(https:&#8203;//b.c)"),
        ("![a](//b.c)", "!&#91;a&#93;(//b.c)"),
        (r"\\[a]", r"\\&#91;a&#93;"),
        ("`\\`[a](x)", "`\\`&#91;a&#93;(x)"),
        ("@all \\@all &commat;all &#64;all", "@&#8203;all \\@&#8203;all &#38;commat;all &#38;#&#8203;64;all"),
        ("<img src=x> <details open> <details>", "&#60;img src=x> &#60;details open> <details>"),
        (
            "o/r#1 GH-1 GH\\-1 www.b.c www\\.b.c",
            "o/r#&#8203;1 GH&#8203;-1 GH&#8203;\\-1 www&#8203;.b.c www&#8203;\\.b.c",
        ),
        ("> ```mermaid\n~~~", "> &#96;&#96;&#96;mermaid\n&#126;&#126;&#126;"),
        ("a\u202eb\x1b[31m\rc", "a\ufffdb\ufffd&#91;31m\ufffdc"),
        ("http:\\//b.c", "http:&#8203;\\//b.c"),
    ],
)
def test_what_would_act_is_text(text: str, inert: str) -> None:
    """A fork can write any page: links, images, mentions, tags and diagrams in it do nothing."""
    assert program.harmless(text) == inert


@given(st.text(alphabet="a1@#[]()<>!&;:/\\`~w.-GH\n ", max_size=60))
def test_no_page_leads_anywhere(text: str) -> None:
    """Of any page, no link, mention, tag or fence is left outside an escape."""
    found = program.harmless(text)
    rest = re.sub(r"\\[\\`*_{}\[\]<>|~&$!]|&#(8203|60|91|93|38|96|126);", " ", found)
    assert not re.search(r"[\[\]]|<(?!/?(details|summary)>)|@\w|#\d|:\\?//|```|~~~", rest)


def test_a_comment_keeps_within_what_github_takes() -> None:
    """A page that grows by its escapes is cut between two lines."""
    body = program.comment("- @all [x]\n" * 9_000, SHA, "https://github.example/1")
    assert len(body) <= 65_536
    assert body.startswith(program.MARK)
    assert "**Cut here**: the run has the rest." in body
    assert body.rstrip().endswith("</sub>")
