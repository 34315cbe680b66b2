from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import PublishError
from dateline.publishing import open_target
from dateline.publishing.directory import Directory


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("public", "public"),
        (".", "."),
        ("/srv/open data", "/srv/open data"),
        ("./s3:x", "s3:x"),
        ("file:///srv/open%20data", "/srv/open data"),
        ("file://localhost/srv", "/srv"),
        ("c:/data", "c:/data"),
    ],
)
def test_path_names_a_folder(text: str, path: str) -> None:
    """A path, or a file address of this machine, is a folder; one letter before a colon is a drive."""
    assert open_target(text, {}) == Directory(Path(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the target is empty\n  help: give a folder"),
        ("s4://bucket", r"s4://bucket: 's4:' is no kind of target\n  help: allowed are file:, github:, s3:"),
        ("zenod:", r"'zenod:' is no kind of target\n  help: did you mean 'zenodo:'"),
        ("https://example.org/x", r"'https:' is no kind of target"),
        ("out:1", r"for a folder of this name write \./out:1"),
        ("file://elsewhere/x", "no folder of this machine"),
        ("file:x", "no folder of this machine\n  help: write file:///absolute/path"),
        ("s3:bucket", "names no bucket\n  help: write s3://BUCKET/FOLDER"),
        ("s3://Bucket_/x", "names no bucket"),
        ("s3://bucket/../x", "names no bucket"),
    ],
)
def test_text_that_names_no_target_is_said(text: str, message: str) -> None:
    """What is no target is named, with what to write."""
    with pytest.raises(PublishError, match=message):
        open_target(text, {})
