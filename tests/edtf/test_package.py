"""The package as it is imported."""

from __future__ import annotations

import subprocess
import sys

import dateline.edtf


def test_all_is_sorted_and_complete() -> None:
    """Every public name is listed and exists: constants, classes, functions, each in order."""
    listed = dateline.edtf.__all__
    assert listed == sorted(listed, key=lambda name: (not name.isupper(), name.islower(), name))
    assert all(hasattr(dateline.edtf, name) for name in listed)


def test_reading_a_date_does_not_load_polars() -> None:
    """A date is read and explained by the standard library alone."""
    code = (
        "import sys; from dateline.edtf import EdtfError, parse, read; parse('2021');\n"
        "try: parse('mid-October')\n"
        "except EdtfError: pass\n"
        "sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
