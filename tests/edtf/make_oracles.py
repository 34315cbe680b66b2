"""Write `oracles.csv`: what three published EDTF libraries make of some hundred strings.

The libraries are no dependency of the tests, which read the file only. To make it again:

    python -m venv /tmp/oracles
    /tmp/oracles/bin/pip install edtf==5.0.2 undate==0.8.0 edtf-validate==2.0.0
    /tmp/oracles/bin/python tests/edtf/make_oracles.py

One row a string. `valid` is true, false or error (the library failed in a way of its
own). Bounds are days as the string states them, without a margin for "~"; `open` where
there is none, empty where the library gave none.
"""

from __future__ import annotations

import csv
import sys
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from edtf.parser.edtf_exceptions import EDTFParseException
from edtf_validate.valid_edtf import is_valid
from undate import Undate, UndateInterval

from edtf import parse_edtf

TARGET = Path(__file__).with_name("oracles.csv")
VERSIONS = {"edtf": "5.0.2", "undate": "0.8.0", "edtf-validate": "2.0.0"}
COLUMNS = [
    "text",
    *(f"edtf 5.0.2 {answer}" for answer in ("valid", "earliest", "latest")),
    *(f"undate 0.8.0 {answer}" for answer in ("valid", "earliest", "latest")),
    "edtf-validate 2.0.0 valid",
]

PLAIN = ["2021", "2021-05", "2021-05-03", "2020-02-29", "2023-12-31", "0001", "9999", "1900-02", "2000-02"]
ENDS = ["2021", "2021-05", "2021-05-03", "2022", "2022-01", "2022-01-31", "2021-05~", "2022?", "2021-05-03%"]
UNREAL = [
    "2021-02-29",
    "2021-04-31",
    "1900-02-29",
    "2021-00",
    "2021-13",
    "2021-05-00",
    "2021-05-32",
    "2024-02-30",
]
MISWRITTEN = """
2021-5|2021-5-3|21-05-03|2021/05/03|03/04/2021|13/04/2021|20210503|2021.05.03|2021-05-|2021-|-2021-05|2021--05
2021-05-03-04|12021|021| 2021|2021 |2021-O5|mid-October|Nov. 3|May 2021|yesterday|unknown|n/a|?|~|/|..|[]|[..]
2021/|/2021|2021//2022|2021/2022/2023|2021/..~|..?/2021|2021/[2021..2022]|[2021..2022]/..|[2021..2022|2021..2022]
[2021...2022]|[2021.2022]|[2021/2022]|2021..2022|2021..|..2021|[2021?..2022]|[2021..2022~]|2021?~|2021~~|2021!
[2022..2021]|[2021-05..2021-04]|[2021-05-03..2021-05-02]|[2021..2021-05]|[2017-10..2018-02-07]|[2021]|../..
""".replace("\n", "|")
BEYOND = """
2021-21|2021-33|2021-21~|202X|20XX|2021-XX|2021-05-XX|2021-1X|XXXX-05|?2021|2021-~05|2021-05?-03|2021?-05|-0044
Y170000002|1950S2|[2021,2022]|[2021-05-03,2021-05-09]|{2021,2022}|{2021..2022}|[2021,2023..2025]|2021-05-03T09:00:00
2021-05-03T09:00:00Z|2021-05-03T09:00:00+09:00|0000|0000-05|0000-01-01
""".replace("\n", "|")


def texts() -> list[str]:
    """Return the strings asked about, each once, in order."""
    dates = [plain + mark for plain, mark in product(PLAIN, ("", "?", "~", "%"))]
    intervals = [f"{start}/{end}" for start, end in product(ENDS, ENDS)]
    half_open = [form.format(end) for end in ENDS for form in ("{}/..", "../{}")]
    plain_ends = [end for end in ENDS if end[-1].isdigit()]
    sets = [f"[{start}..{end}]" for start, end in product(plain_ends, plain_ends) if len(start) == len(end)]
    open_sets = [form.format(end) for end in plain_ends for form in ("[{}..]", "[..{}]")]
    unreal = [form.format(day) for day in UNREAL for form in ("{}", "{}~", "{}/..", "[{}..]")]
    written = [text for text in (MISWRITTEN + BEYOND).split("|") if text]
    return list(dict.fromkeys(dates + intervals + half_open + sets + open_sets + unreal + written))


def from_edtf(text: str) -> list[str]:
    """Ask python-edtf for the verdict and the strict bounds."""
    try:
        value = parse_edtf(text)
    except EDTFParseException:
        return ["false", "", ""]
    except Exception:  # noqa: BLE001 - its own failures are what is recorded
        return ["error", "", ""]
    return ["true", *(_edtf_day(value, name) for name in ("lower_strict", "upper_strict"))]


def _edtf_day(value: Any, name: str) -> str:  # noqa: ANN401 - the library is untyped
    try:
        day = getattr(value, name)()
    except Exception:  # noqa: BLE001 - its own failures are what is recorded
        return ""
    return "open" if isinstance(day, float) else f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}"


def from_undate(text: str) -> list[str]:
    """Ask undate for the verdict and the bounds."""
    try:
        value = Undate.parse(text, "EDTF")
    except ValueError:
        return ["false", "", ""]
    except Exception:  # noqa: BLE001 - its own failures are what is recorded
        return ["error", "", ""]
    if not isinstance(value, UndateInterval):
        return ["true", str(value.earliest), str(value.latest)]
    start, end = value.earliest, value.latest
    return ["true", str(start.earliest) if start else "open", str(end.latest) if end else "open"]


def from_edtf_validate(text: str) -> list[str]:
    """Ask edtf-validate for the verdict."""
    try:
        return [str(bool(is_valid(text))).lower()]
    except Exception:  # noqa: BLE001 - its own failures are what is recorded
        return ["error"]


def main() -> None:
    """Write the file, or refuse to with other versions than it names."""
    found = {name: version(name) for name in VERSIONS}
    if found != VERSIONS:
        sys.exit(f"install {VERSIONS}, not {found}")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(
            [text, *from_edtf(text), *from_undate(text), *from_edtf_validate(text)] for text in texts()
        )


if __name__ == "__main__":
    main()
