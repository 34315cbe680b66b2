"""The project's own datasets, published and served, for other programs to read."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import dateline
from clients import reading
from clients.reading import Site, Told
from clients.serving import serving
from copies import copy_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = {"dprk-security-reports": "events", "gazetteer-korea": "gaz_places"}
NAMES = tuple(MAIN)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Return the datasets of this repository as they are on the web. Tests only read them.

    They are published from a copy that names the server's address as their home, so that the
    snippets in their files lead there.
    """
    project = copy_records(tmp_path_factory.mktemp("clients"))
    with serving(project / "public") as address:
        yield {name: _published(project, name, address) for name in NAMES}


def _published(project: Path, name: str, address: str) -> Site:
    file = project / "datasets" / name / "dataset.yaml"
    text = file.read_text("utf-8")
    assert "\nhomepage:" not in text
    file.write_text(f"{text}\nhomepage: {address}/{name}\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.delenv("DATELINE_ARTICLES", raising=False)
        dateline.publish(project / "datasets" / name, to=project / "public")
    folder = project / "public" / name / "1.0.0"
    tables = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    rows = {each["name"]: each["rows"] for each in tables}
    return Site(name, folder, f"{address}/{name}/1.0.0", MAIN[name], rows[MAIN[name]])


@pytest.fixture(params=NAMES)
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    """Return each dataset in turn."""
    found: Site = sites[request.param]
    return found


@pytest.fixture(params=[("README.md", NAMES[0]), *(("index.html", name) for name in NAMES)], ids=" of ".join)
def told(request: pytest.FixtureRequest, sites: dict[str, Site], tmp_path: Path) -> Told:
    """Return the snippets of a release, and where they are to be run.

    Those of README.md run in a copy of the release's folder, those of the page in an empty one.
    """
    file, name = request.param
    site, folder = sites[name], tmp_path / "here"
    if file == "README.md":
        shutil.copytree(site.folder, folder)
        return Told(site, folder, reading.of_readme((folder / file).read_text("utf-8")))
    folder.mkdir()
    return Told(site, folder, reading.of_page((site.folder / file).read_text("utf-8")))
