"""DEFLATE (RFC 1951) with bytes that depend on the data alone.

zlib's output is not the same on every machine: distributions link it with other
implementations, and each version may choose other matches. A release has to be the same
bytes anywhere, so what a page carries compressed is compressed here: one block with the
fixed Huffman codes, greedy matches found by chains of places with the same four bytes.
"""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 4
_LONGEST: Final = 258
_WINDOW: Final = 32_768
_KEPT: Final = 12
"""Places at the beginning of a match that later ones are looked for at."""
_TRIES: Final = 24
"""Earlier places that are looked at for the longest match."""

# RFC 1951, 3.2.5: extra bits and least value of each length and distance code.
_LENGTH_EXTRA: Final = (*[0] * 8, *[n for n in range(1, 6) for _ in range(4)], 0)
_DISTANCE_EXTRA: Final = (0, 0, 0, 0, *[n for n in range(1, 14) for _ in range(2)])


def _bases(first: int, extras: tuple[int, ...]) -> list[int]:
    found, value = [], first
    for extra in extras:
        found.append(value)
        value += 1 << extra
    return found


def _by_value(bases: list[int], extras: tuple[int, ...]) -> dict[int, tuple[int, int, int]]:
    """Return code, extra bits and their content for each value that a table of codes covers."""
    return {
        base + rest: (code, extra, rest)
        for code, (base, extra) in enumerate(zip(bases, extras, strict=True))
        for rest in range(1 << extra)
    }


_LENGTHS: Final = _by_value(_bases(3, _LENGTH_EXTRA), _LENGTH_EXTRA) | {_LONGEST: (28, 0, 0)}
_DISTANCES: Final = _by_value(_bases(1, _DISTANCE_EXTRA), _DISTANCE_EXTRA)


def _reversed(code: int, bits: int) -> int:
    return int(f"{code:0{bits}b}"[::-1], 2)


def _fixed(symbol: int) -> tuple[int, int]:
    """Return a literal's or length's fixed code, lowest bit first, and its bits (RFC 1951, 3.2.6)."""
    for first, bits, base in ((280, 8, 0xC0), (256, 7, 0), (144, 9, 0x190), (0, 8, 0x30)):
        if symbol >= first:
            return _reversed(base + symbol - first, bits), bits
    raise ValueError(symbol)


_SYMBOLS: Final = [_fixed(symbol) for symbol in range(288)]


class _Bits:
    """Bytes filled from their lowest bit."""

    __slots__ = ("held", "out", "used")

    def __init__(self) -> None:
        self.out = bytearray()
        self.held = self.used = 0

    def write(self, value: int, bits: int) -> None:
        self.held |= value << self.used
        self.used += bits
        while self.used >= 8:  # noqa: PLR2004 - a byte
            self.out.append(self.held & 0xFF)
            self.held >>= 8
            self.used -= 8


def deflate(data: bytes) -> bytes:
    """Compress; `zlib.decompress(…, wbits=-15)` and a browser's `deflate-raw` give the data back."""
    bits = _Bits()
    bits.write(0b011, 3)  # the last block, with the fixed codes
    places: dict[bytes, int] = {}
    before = [-1] * len(data)
    place = 0
    while place < len(data):
        length, distance = _match(data, place, places, before)
        if length:
            _write_match(bits, length, distance)
        else:
            bits.write(*_SYMBOLS[data[place]])
        for each in range(place, place + min(length or 1, _KEPT)):
            key = data[each : each + _SHORTEST]
            before[each] = places.get(key, -1)
            places[key] = each
        place += max(length, 1)
    bits.write(*_SYMBOLS[256])
    bits.write(0, -bits.used % 8)
    return bytes(bits.out)


def _match(data: bytes, place: int, places: dict[bytes, int], before: list[int]) -> tuple[int, int]:
    """Return the longest run of bytes from here that also stands before, and how far back; 0 if none."""
    most = min(_LONGEST, len(data) - place)
    found = places.get(data[place : place + _SHORTEST], -1) if most >= _SHORTEST else -1
    best, distance = 0, 0
    for _ in range(_TRIES):
        if found < 0 or place - found > _WINDOW or best == most:
            break
        if data[found + best] == data[place + best]:
            length = _alike(data, found, place, most)
            if length > best:
                best, distance = length, place - found
        found = before[found]
    return best, distance


def _alike(data: bytes, one: int, other: int, most: int) -> int:
    """Return how many bytes are the same from two places on."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if data[one : one + middle] == data[other : other + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _write_match(bits: _Bits, length: int, distance: int) -> None:
    code, extra, rest = _LENGTHS[length]
    bits.write(*_SYMBOLS[257 + code])
    bits.write(rest, extra)
    code, extra, rest = _DISTANCES[distance]
    bits.write(_reversed(code, 5), 5)
    bits.write(rest, extra)
