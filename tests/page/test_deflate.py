from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.package.page.deflate import deflate

PARTS = st.lists(st.sampled_from([b"<li>", b"</li>", b"event", b"2024-05", b"\x00\xff", b"a"]), max_size=400)


@given(st.one_of(st.binary(max_size=2000), PARTS.map(b"".join)))
def test_zlib_gives_the_data_back(data: bytes) -> None:
    """What is packed here, any reader of DEFLATE unpacks."""
    assert zlib.decompress(deflate(data), wbits=-15) == data


@pytest.mark.parametrize("data", [b"", b"x" * 100_000, b"abcd" * 300 + bytes(40_000) + b"abcd" * 300])
def test_edges_are_kept(data: bytes) -> None:
    """Nothing at all, the longest matches, and matches at and beyond the window's end come back."""
    assert zlib.decompress(deflate(data), wbits=-15) == data


def test_bytes_are_as_approved() -> None:
    """The bytes depend on the data alone: they are these on every machine."""
    assert deflate(b"to be, or not to be, or so").hex() == "2bc957484ad551c82f52c8cb2f5140f08af301"


def test_pages_get_much_smaller() -> None:
    """Rows of HTML take at most 1.6 times what zlib's best takes."""
    rows = "".join(
        f"<li data-day='2024-{each % 12:02}'>Thing {each * 7919} happens</li>" for each in range(2000)
    )
    assert len(deflate(rows.encode())) < 1.6 * len(zlib.compress(rows.encode(), 9))
