from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import dateline
from dateline.cli import get as commands
from loading.test_strangers import SEMICOLONS, lay, resource

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from loading.server import Server

PAGE = Path(__file__).parents[2] / "docs" / "loading.md"


def _text() -> str:
    return PAGE.read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", _text(), re.DOTALL)


def _replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def test_examples_of_the_page_run(
    serve: Callable[..., Server], rivers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page shows in Python and for the shell runs in the page's order, and prints what it says."""
    monkeypatch.chdir(tmp_path)
    lay(tmp_path / "web" / "prices", {"data/prices.csv": SEMICOLONS.encode()}, resource())
    places = {
        "https://data.example.org": serve(rivers).url,
        "https://other.example.org": serve(tmp_path / "web").url,
    }
    names: dict[str, object] = {}
    told: list[str] = []
    names["print"] = lambda each: told.append(str(each))
    for language, code in re.findall(r"```(python|sh)\n(.*?)```", _replaced(_text(), places), re.DOTALL):
        if language == "python":
            exec(compile(code, str(PAGE), "exec"), names)
        else:
            told.extend(map(_run, code.splitlines()))
    shown = _replaced("\n".join(told), {place: example for example, place in places.items()})
    for text in _blocks("text"):
        assert text.rstrip("\n") in shown
    assert "It was a drill." in shown
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "README.md",
        "cache",
        "datasets.lock.json",
        "floods-2.0.0",
        "floods.csv",
        "floods.parquet",
        "then",
        "web",
    ]


def _run(line: str) -> str:
    """Run a line of the shell; return what it prints."""
    program, verb, *arguments = shlex.split(line, comments=True)
    assert program == "dateline"
    done = CliRunner().invoke(getattr(commands, verb), arguments, catch_exceptions=False)
    assert done.exit_code == (1 if verb == "outdated" else 0)
    return done.output


def test_comments_beside_the_examples_are_right(rivers: Path) -> None:
    """What stands as a comment beside an expression is its value."""
    package = dateline.load(rivers)
    for block in _blocks("python"):
        for code, value in re.findall(r"^(package\.\S+)\s+# ([('].*?)(?::.*)?$", block, re.MULTILINE):
            assert repr(eval(code, {"package": package})) == value.split(": ")[0]


def test_page_names_every_option() -> None:
    """Every option of the two commands stands in the page."""
    text = _text()
    options = [each.opts[-1] for command in (commands.get, commands.outdated) for each in command.params]
    missing = [each for each in options if each.startswith("--") and each not in text]
    assert missing == []
