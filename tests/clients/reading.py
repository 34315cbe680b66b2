"""Snippets out of the files of a release, and other programs to run them with."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt


@dataclass(frozen=True)
class Site:
    """A published dataset.

    Args:
        name: the dataset's.
        folder: where its release stands on the disk.
        address: where that folder is on the web; the release's files name it.
        main: the table that the snippets load.
        rows: how many rows that has.

    """

    name: str
    folder: Path
    address: str
    main: str
    rows: int


@dataclass(frozen=True)
class Told:
    """Snippets by tool, and the folder in which to run them."""

    site: Site
    folder: Path
    snippets: dict[str, str]


def of_readme(text: str) -> dict[str, str]:
    """Return the snippets of a release's README by tool: code blocks behind a tool's name in bold."""
    found, tool = {}, ""
    for token in MarkdownIt().parse(text):
        if token.type == "heading_open":
            tool = ""
        elif token.type == "inline" and token.children and token.content.startswith("**"):
            tool = token.content.split("**")[1]
        elif token.type == "fence" and tool:
            found[tool] = token.content.rstrip("\n")
            tool = ""
    return found


def of_page(text: str) -> dict[str, str]:
    """Return the snippets of a release's page by tool: what its buttons copy."""
    reader = _Page()
    reader.feed(text)
    return {name.removesuffix(" example"): code for name, code in reader.found.items()}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._within: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("data-copy")
        if tag == "code" and name and name.endswith(" example"):
            self._within = name
            self.found[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found[self._within] += data


def run(command: list[str], folder: Path, known: str = "", **more: str) -> str:
    """Run a program that has to succeed without a word on its error output; return what it printed.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        known: words of its error output that are about the program itself.
        more: of its environment.

    """
    done = subprocess.run(
        command,
        cwd=folder,
        env=surroundings(folder, **more),
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    said = done.stderr.replace(known, "") if known else done.stderr
    assert (done.returncode, said) == (0, ""), said or done.stdout
    return done.stdout


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment of a reader who has never used any of the programs, and no proxy.

    Programs that came with Python's packages are found first.
    """
    kept = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    home = folder.parent / f"{folder.name}-home"
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "DATELINE_CACHE": str(home / "dateline")}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {**kept, **own, "PATH": path, "NO_PROXY": "*", "LC_ALL": "C.UTF-8", **more}
