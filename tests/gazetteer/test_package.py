"""The package as it is imported."""

from __future__ import annotations

import subprocess
import sys

import dateline.gazetteer


def test_all_is_sorted_and_complete() -> None:
    """Every public name is listed and exists: constants, classes, functions, each in order."""
    listed = dateline.gazetteer.__all__
    assert listed == sorted(listed, key=lambda name: (not name.isupper(), name.islower(), name))
    assert all(hasattr(dateline.gazetteer, name) for name in listed)


def test_looking_up_does_not_load_polars() -> None:
    """A gazetteer of values is used by the standard library alone; rapidfuzz waits for a slip."""
    code = (
        "import sys; from dateline.gazetteer import Gazetteer, Place;\n"
        "g = Gazetteer({'a': Place('a', 'Anju')}, [('Anju', 'a', False)]);\n"
        "assert g.look_up('Anju-si').place.id == 'a';\n"
        "sys.exit('polars' in sys.modules or 'rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
