"""Compare dateline with a hand-written query and with other libraries.

    python tests/bench/run.py --rows 100k,1M --rounds 3 --write docs/benchmark.md

Each contestant is a whole process that does the same task on the same files, and a run
counts only if it found exactly the errors that the generator planted: else everything
stops. Contestants take turns within each round. Tables and the other libraries'
environment are kept in the user's cache folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import contestants as who
import tables
from contestants import CONTESTANTS, ROOT, Contestant
from measure import Run, run
from tables import KINDS, Size, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SLOW_ROUNDS = 1
STARTS = 5
NEVER_IMPORTED = {"pandas", "pyarrow"}


def number(text: str) -> int:
    """Read 2000, 100k or 10M."""
    units = {"k": 1_000, "M": 1_000_000}
    return int(text[:-1]) * units[text[-1]] if text[-1:] in units else int(text)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline-bench"
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    rows = {"type": lambda text: list(map(number, text.split(","))), "default": "100k,1M"}
    add("--rows", metavar="N,N", help="sizes of the table (default: %(default)s)", **rows)
    add("--rounds", type=int, default=3, help="how often each runs (default: %(default)s); 0: agreement only")
    add(
        "--only",
        metavar="A,B",
        type=lambda text: text.split(","),
        help="contestants; if times are taken, the limit always runs",
    )
    add("--all-sizes", action="store_true", help="run the slow ones with every size, one round")
    add("--no-peers", action="store_true", help="make no environment for the other libraries")
    add("--peers", type=Path, default=cache / "peers", help="folder of their environment (%(default)s)")
    add(
        "--own", type=Path, default=cache / "own", help="folder of dateline's, as users have it (%(default)s)"
    )
    add("--data", type=Path, default=cache / "data", help="folder of the tables (%(default)s)")
    add("--write", type=Path, metavar="PAGE", help="put the tables into this Markdown page")
    return parser.parse_args(given)


def generated(rows: int, kind: str, folder: Path) -> Path:
    """Return a project of this size and kind, made if it is not there."""
    sources = (who.HERE / name for name in ("generate.py", "task.py"))
    mark = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:12]
    project = folder / f"{tables.short(rows)}-{kind}-{mark}"
    if not (project / "planted.json").is_file():  # it is written last
        say(f"making {project}")
        shutil.rmtree(project, ignore_errors=True)
        subprocess.run([sys.executable, who.HERE / "generate.py", str(rows), kind, project], check=True)
    return project


def chosen(given: argparse.Namespace) -> dict[str, Contestant]:
    """Return those that take part, by key.

    Raises:
        SystemExit: if one is asked for that there is not.

    """
    there = {each.key: each for each in CONTESTANTS}
    unknown = set(given.only or ()) - set(there)
    if unknown:
        sys.exit(f"no such contestant: {', '.join(sorted(unknown))}; there are {', '.join(there)}")
    wanted = {*(given.only or there), *([who.LIMIT] if given.rounds else [])}
    return {key: each for key, each in there.items() if key in wanted}


def compete(taking: Mapping[Contestant, Path], rows: int, given: argparse.Namespace, folder: Path) -> Size:
    """Let all contestants do the task with tables of one size."""
    runs: dict[str, dict[str, list[Run | None]]] = {}
    megabytes = 0.0
    for kind in KINDS:
        project = generated(rows, kind, given.data)
        table = who.task.records(str(project)) / "events.csv"
        megabytes = table.stat().st_size / 1e6
        warm(table)
        series: dict[str, list[Run | None]] = {each.key: [] for each in taking}
        for turn in range(max(given.rounds, 1)):
            order = list(taking.items())
            shift = turn % len(order)
            for each, python in order[shift:] + order[:shift]:
                out = given.rounds and sits_out(each, rows, turn, all_sizes=given.all_sizes)
                series[each.key].append(None if out else once(each, python, project, folder))
        runs[kind] = {key: each for key, each in series.items() if any(each)}
    return Size(rows, megabytes, runs)


def sits_out(contestant: Contestant, rows: int, turn: int, *, all_sizes: bool) -> bool:
    """Say whether a contestant does not run in a round because it takes too long."""
    slow = contestant.most is not None and rows > contestant.most
    return slow and (turn >= SLOW_ROUNDS or not all_sizes)


def warm(path: Path) -> None:
    """Bring a file into the system's cache, so that the first to read it is at no disadvantage."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def once(contestant: Contestant, python: Path, project: Path, folder: Path) -> Run:
    """Run a contestant once.

    Raises:
        SystemExit: if it fails, or has not found exactly what was planted.

    """
    done = run(who.command(contestant, python, project), folder)
    found_errors = contestant.key.startswith(who.DATELINE) and done.code == 1
    if done.code and not found_errors:
        sys.exit(f"{contestant.key} failed with {done.code} on {project}:\n{done.errors}")
    wrong = who.disagreement(contestant, done.output, project)
    if wrong is not None:
        sys.exit(f"{contestant.key} did not find what was planted in {project}:\n{wrong}")
    figures = f"{done.wall:8.2f} s {done.cpu:8.2f} s CPU {done.peak:8.0f} MB"
    say(f"{project.name:24} {contestant.key:14} {figures}, agrees with what was planted")
    return done


def start(own: Path, folder: Path) -> tuple[list[str], list[Target]]:
    """Measure how long dateline takes to start, and see what it imports."""
    lines = ["### Start-up", "", "| command | s | packages imported |", "| :-- | --: | :-- |"]
    targets = []
    for title, command, most in (
        ("check, this repository's datasets", ["check", ROOT], 0.7),
        ("--help", ["--help"], 0.15),
    ):
        runs = [run([own.with_name("dateline"), *command], folder) for _ in range(STARTS)]
        if any(each.code not in (0, 1) for each in runs):
            sys.exit(f"dateline {command[0]} failed:\n{runs[0].errors}")
        wall = median(each.wall for each in runs)
        seen = run([own, who.HERE / "startup.py", *command], folder).errors.splitlines()[-1].split()
        lines.append(f"| `dateline` {title} | {wall:.2f} | {', '.join(seen)} |")
        targets.append(Target(f"`dateline` {title}: wall, s", f"≤ {most}", f"{wall:.2f}", wall <= most))
        unwanted = sorted(NEVER_IMPORTED & {*seen})
        said = ", ".join(unwanted) or "neither"
        targets.append(Target(f"`dateline` {title}: pandas or pyarrow", "neither", said, not unwanted))
    return lines, targets


def about(taking: Mapping[Contestant, Path], own: Path, given: argparse.Namespace) -> Iterator[str]:
    """Yield what was measured, on what, and when."""
    peers = [path for path in taking.values() if path != own]
    packages = (
        "dateline",
        "polars",
        "pandera",
        "dataframely",
        "duckdb",
        "frictionless",
        "pointblank",
        "pandas",
    )
    environments = {"dateline's": own, **({"the others'": peers[0]} if peers else {})}
    held = {name: who.versions(path, *packages) for name, path in environments.items()}
    if len({each["polars"] for each in held.values()}) > 1:
        sys.exit(f"the environments hold different versions of polars: {held}")
    cores, memory = len(os.sched_getaffinity(0)), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    when = dt.datetime.now(dt.UTC).date()
    yield f"{when}, {given.rounds} rounds, Python {platform.python_version()}, {platform.system()}, "
    yield f"{_processor()}, {cores} cores, {memory / 2**30:.0f} GB; "
    yield f"load (1, 5, 15 minutes) at the end {', '.join(f'{each:.1f}' for each in os.getloadavg())}."
    for name, found in held.items():
        packages_found = ", ".join(" ".join(each) for each in found.items())
        yield f" In {name} environment: {packages_found}."


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def say(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{text}\n")


def participants(own: Path, given: argparse.Namespace) -> dict[Contestant, Path]:
    """Return the contestants, each with the Python it runs in."""
    wanted = chosen(given)
    needed = any(each.package for each in wanted.values())
    peers: Path | None = given.peers / "bin" / "python"
    if needed and not given.no_peers:
        peers = who.make_peers(given.peers)
    elif not peers.is_file():
        peers = None
    found = {each: who.python_for(each, own, peers) for each in wanted.values()}
    for each in (each for each, python in found.items() if python is None):
        say(f"{each.key} is not installed and sits out")
    return {each: python for each, python in found.items() if python is not None}


def main(given: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    asked = arguments(given)
    own = who.make_own(asked.own) if asked.rounds else who.HERE_PYTHON
    taking = participants(own, asked)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [compete(taking, rows, asked, folder) for rows in asked.rows]
        if not asked.rounds:
            return
        lines, started = start(own, folder)
    body = ["".join(about(taking, own, asked))]
    for size in sizes:
        body += ["", *tables.table(size, CONTESTANTS)]
    body += ["", *lines, "", *tables.target_table([*tables.targets(sizes), *started])]
    text = "\n".join(body) + "\n"
    sys.stdout.write(text)
    if asked.write is not None:
        page = asked.write.read_text(encoding="utf-8")
        asked.write.write_text(tables.put_into(page, text), encoding="utf-8")


if __name__ == "__main__":
    main()
