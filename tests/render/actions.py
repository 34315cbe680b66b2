"""What the runner of GitHub Actions makes of a line, after its ActionCommand.cs."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMANDS = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice",
    "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


@dataclass(frozen=True)
class Command:
    """A workflow command: its name, properties and message, decoded."""

    name: str
    properties: dict[str, str]
    data: str


def read(line: str) -> Command | None:
    """Return the command that a line is; None for an ordinary line of a log."""
    return _second_form(line) or _first_form(line)


def _second_form(line: str) -> Command | None:
    """Read `::name key=value,key=value::message`."""
    parts = re.fullmatch(r"\s*::(.*?)::(.*)", line, re.DOTALL)
    if not parts:
        return None
    name, _, rest = parts[1].partition(" ")
    if name not in COMMANDS:
        return None
    pairs = [pair.partition("=") for pair in rest.strip().split(",") if pair]
    properties = {key: _decoded(value, PROPERTY) for key, _, value in pairs if value}
    return Command(name, properties, _decoded(parts[2], DATA))


def _first_form(line: str) -> Command | None:
    """Read `##[name key=value;key=value]message`, which may begin anywhere in a line."""
    parts = re.search(r"##\[([^ \]]*)[^\]]*\](.*)", line, re.DOTALL)
    return Command(parts[1], {}, parts[2]) if parts and parts[1] in COMMANDS else None


def _decoded(text: str, marks: dict[str, str]) -> str:
    for written, meant in marks.items():
        text = text.replace(written, meant)
    return text
