"""The public face of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dateline


def test_public_names_are_sorted_and_there() -> None:
    """`__all__` is sorted, and each name leads to something."""
    assert list(dateline.__all__) == sorted(dateline.__all__)
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None
    assert dir(dateline) == dateline.__all__


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """The lazy package refuses unknown names like any module."""
    with pytest.raises(AttributeError, match="chek"):
        dateline.chek  # noqa: B018 - the access is the test


def test_importing_everything_public_leaves_the_functions_in_place() -> None:
    """No submodule hides a function of the same name, whatever is imported first."""
    code = (
        "import dateline, dateline.checks.tables, dateline.loading.package, dateline.publishing\n"
        "import dateline.project.checking\n"
        "for name in ('check', 'load', 'publish', 'schema', 'verify'):\n"
        "    assert callable(getattr(dateline, name)), name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("code", ["import dateline", "from dateline.cli.main import cli"])
def test_importing_is_cheap(code: str) -> None:
    """Neither `import dateline` nor the command line's help loads a heavy library."""
    heavy = ("frictionless", "jinja2", "jsonschema", "pandera", "polars", "rich")
    check = f"{code}; import sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_checking_loads_neither_pandas_nor_pyarrow() -> None:
    """What a check imports does not include pandas or pyarrow."""
    heavy = ("frictionless", "pandas", "pyarrow")
    code = f"import dateline.project.checking, sys; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
