"""Filling a draft that nobody sees yet, until it holds all files and nothing else."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from dateline.errors import Problem, PublishError
from dateline.publishing.http import RefusedError, uncertain
from dateline.publishing.target import some
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_ATTEMPTS: Final = 3
_TAKEN: Final = frozenset({409, 422})  # a file of this name is there already


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a draft: its size, and its digest, as `sha256:…` or `md5:…`; None if it is unfinished."""

    bytes: int
    digest: str | None


class Draft(Protocol):
    """A draft of a service."""

    @property
    def place(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def own(self) -> bool:
        """Whether a file of it may be removed without harm, whatever other runs do."""
        ...

    def files(self) -> dict[str, Held]:
        """Return the files that it holds, by name."""
        ...

    def upload(self, name: str, file: Path) -> None:
        """Add a file; there is none of this name."""
        ...

    def delete(self, name: str) -> None:
        """Remove a file."""
        ...


def fill(draft: Draft, files: Mapping[str, Path], step: Callable[[str], None]) -> None:
    """Bring a draft to hold these files; those that it holds already stay.

    Raises:
        PublishError: if it holds a file that is not of the release, or if the service does
            not hold what was sent.

    """
    held = draft.files()
    foreign = held.keys() - files.keys()
    if foreign:
        message = f"the draft holds what dateline did not write: {some(foreign)}"
        hint = "remove the file, or the draft, then publish again"
        raise PublishError(Problem(message, draft.place, help=hint))
    for _ in range(_ATTEMPTS):
        lacking = [name for name, file in files.items() if not _same(held.get(name), file)]
        for name in lacking:
            _bring(draft, name, files[name], held.get(name))
            step(f"{name} in place")
        held = draft.files()
        if not lacking:
            break
    insist_filled(held, files, draft.place)


def is_sound(draft: Draft, files: Mapping[str, Path]) -> bool:
    """Tell whether every file of the release that a draft holds is whole and right."""
    held = draft.files()
    return all(_same(held[name], files[name]) for name in held.keys() & files.keys())


def insist_filled(held: Mapping[str, Held], files: Mapping[str, Path], place: str) -> None:
    """Go on if a draft holds these files and no others.

    Raises:
        PublishError: if not.

    """
    wrong = {name for name in held.keys() & files.keys() if not _same(held[name], files[name])}
    wrong |= held.keys() ^ files.keys()
    if wrong:
        message = f"the draft does not hold what was sent, so it was not published: {some(wrong)}"
        raise PublishError(Problem(message, place, help="publish again"))


def _bring(draft: Draft, name: str, file: Path, held: Held | None) -> None:
    """Upload a file, again where the connection or the service failed; look before each further attempt."""
    for attempt in range(_ATTEMPTS):
        try:
            if held is not None:
                _insist_own(draft)
                draft.delete(name)
            draft.upload(name, file)
        except PublishError as error:
            taken = isinstance(error, RefusedError) and error.status in _TAKEN
            if not taken and not uncertain(error):
                raise
            held = draft.files().get(name)
            if _same(held, file):
                return
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _insist_own(draft: Draft) -> None:
    if not draft.own:
        message = "another run uploads to this draft at the moment"
        raise PublishError(Problem(message, draft.place, help="wait for it to end, then publish again"))


def _same(held: Held | None, file: Path) -> bool:
    if held is None or held.digest is None or held.bytes != file.stat().st_size:
        return False
    algorithm, _, digest = held.digest.partition(":")
    if algorithm not in ("md5", "sha256"):
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, algorithm).hexdigest() == digest


@contextmanager
def documented(place: str) -> Iterator[None]:
    """Turn JSON of another shape than a service documents into a `PublishError`."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        message = f"the service does not answer as its documentation says: {terminal(repr(error))}"
        raise PublishError(Problem(message, place, help="check the address of the service")) from error
