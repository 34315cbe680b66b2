"""Packages in buckets, by obstore, from a server that speaks enough of S3's protocol to be read from."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from dateline.errors import PackageError
from dateline.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loading.server import Server

pytest.importorskip("obstore", reason="buckets are read by obstore: pip install 'dateline[s3]'")


@pytest.fixture
def bucket(
    serve: Callable[..., Server], original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Server:
    """Serve a bucket called `shelf`, whose folder `public` is a target."""
    (tmp_path / "root" / "shelf").mkdir(parents=True)
    (tmp_path / "root" / "shelf" / "public").symlink_to(original)
    server = serve(tmp_path / "root")
    monkeypatch.setenv("AWS_ENDPOINT", server.url)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    return server


@pytest.mark.parametrize(
    "path", ["public", "public/", "public/harbour", "public/harbour/1.1.0/datapackage.json"]
)
def test_package_in_a_bucket_is_read(bucket: Server, original: Path, path: str) -> None:
    """A target, a dataset and a release in a bucket are read, verified, and kept in the cache."""
    package = load(f"s3://shelf/{path}")
    assert package.verified
    assert package.location == "s3://shelf/public/harbour/1.1.0"
    assert_frame_equal(package["events"].collect(), load(original)["events"].collect())
    bucket.asked.clear()
    assert load(f"s3://shelf/{path}", offline=True)["events"].collect().height == 3
    assert bucket.asked == []


def test_version_in_a_bucket_is_chosen(bucket: Server) -> None:
    """Versions are chosen as anywhere; what is not there is said."""
    assert load("s3://shelf/public", version="1.0").version == "1.0.0"
    with pytest.raises(PackageError, match=r"s3://shelf/public/harbour: there is no version 3"):
        load("s3://shelf/public", version="3")
    with pytest.raises(PackageError, match=r"s3://shelf/other: there is no package here"):
        load("s3://shelf/other")
    assert all("Authorization" not in headers for _, headers in bucket.asked)


def test_changed_file_in_a_bucket_is_refused(bucket: Server) -> None:
    """A file of a bucket that is not the published one is refused with both hashes."""
    package = load("s3://shelf/public")
    bucket.contents["/shelf/public/harbour/1.1.0/data/events.parquet"] = b"x"
    with pytest.raises(
        PackageError, match=r"s3://shelf/.*/events\.parquet: this file was changed: expected sha256:"
    ):
        package["events"]
    bucket.contents["/shelf/public/harbour/1.1.0/data/ports.parquet"] = b"x" * 1_000_000
    with pytest.raises(PackageError, match=r"the bucket announces 1,000,000 bytes"):
        package["ports"]


def test_bucket_that_cannot_be_read_is_said(bucket: Server) -> None:
    """What else obstore says becomes one line, with the names of the settings."""
    bucket.answers["/shelf/public/index.json"] = [(400, {})]
    with pytest.raises(
        PackageError, match=r"index\.json: the bucket cannot be read: .*\n  help: .*AWS_ENDPOINT"
    ):
        load("s3://shelf/public/index.json")


@pytest.mark.parametrize(
    "address", ["s3://", "s3:///x", "s3://ada:secret@shelf/x", "s3://shelf/x?versionId=1"]
)
def test_what_is_no_bucket_is_said(address: str) -> None:
    """An address that is none of a bucket is refused, without what may be secret in it."""
    with pytest.raises(PackageError, match="this is no address of a bucket") as caught:
        load(address)
    assert "secret" not in str(caught.value)


def test_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without obstore the error says what to install."""
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(
        PackageError, match=r"obstore, which is not installed\n  help: pip install 'dateline\[s3\]'"
    ):
        load("s3://shelf/x")
