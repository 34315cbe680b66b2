"""Publishing a release where others can read it: a folder, a bucket, Zenodo, GitHub."""

from dateline.publishing.directory import publish_directory
from dateline.publishing.opening import open_target
from dateline.publishing.target import Published, Target

__all__ = ["Published", "Target", "open_target", "publish_directory"]
