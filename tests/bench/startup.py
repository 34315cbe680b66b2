"""What dateline costs before it does anything: start-up, and what is imported.

    python startup.py ARGUMENTS

runs `dateline ARGUMENTS` and then says on the error stream which packages beside the
standard library were imported.
"""

from __future__ import annotations

import sys


def imported() -> list[str]:
    """Return the packages imported so far that are not of the standard library."""
    tops = {name.partition(".")[0] for name, module in sys.modules.items() if _is_package(module)}
    return sorted(top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_"))


def _is_package(module: object) -> bool:
    return "site-packages" in (getattr(module, "__file__", None) or "")


def main() -> None:
    """Run dateline, then tell."""
    from dateline.cli import main as dateline  # noqa: PLC0415 - what it imports is to be seen

    try:
        dateline(sys.argv[1:])
    finally:
        sys.stderr.write(" ".join(imported()) + "\n")


if __name__ == "__main__":
    main()
