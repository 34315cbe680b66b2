"""Folders with data files and the documents made for them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import dateline
from copies import copy_records
from package.metadata.described import MADE, odd_folder, written

if TYPE_CHECKING:
    from pathlib import Path

REAL = ("dprk-security-reports", "gazetteer-korea")


@pytest.fixture(scope="session", params=["sample", *MADE, *REAL])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with data files, their descriptor and the documents. Tests only read it."""
    place = tmp_path_factory.mktemp(request.param)
    if request.param in MADE:
        (place / "datapackage.json").write_text(json.dumps(MADE[request.param]), "utf-8")
        return odd_folder(place, MADE[request.param])
    if request.param == "sample":
        source = request.getfixturevalue("published")
    else:
        source = _published(request.param, tmp_path_factory.mktemp("project"))
    for each in ("datapackage.json", "data"):
        copy = shutil.copytree if each == "data" else shutil.copy
        copy(source / each, place / each)
    return written(place)


def _published(name: str, project: Path) -> Path:
    """Publish one of this repository's own datasets from a copy of it."""
    copy_records(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        dateline.publish(project / "datasets" / name, to=project / "public")
    return project / "public" / name / "latest"
