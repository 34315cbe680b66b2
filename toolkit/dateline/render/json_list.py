"""A JSON list with an item a line, which people can read and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def json_list(
    items: Iterable[str], *, indent: str = "", name: str | None = None, last: bool = True
) -> Iterator[str]:
    """Yield the lines of a list.

    Args:
        items: JSON texts of one line.
        indent: the spaces before its brackets.
        name: of which member of an object it is the value.
        last: whether nothing follows it there.

    """
    begin = f"{indent}[" if name is None else f'{indent}"{name}": ['
    end = "]" if last else "],"
    written = [*items]
    if not written:
        yield begin + end
        return
    yield begin
    yield from (f"{indent}  {text}," for text in written[:-1])
    yield f"{indent}  {written[-1]}"
    yield indent + end
