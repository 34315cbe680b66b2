"""Publishing a release where others can read it: today to a folder."""

from dateline.publishing.directory import Published, publish_directory

__all__ = ["Published", "publish_directory"]
