"""Version numbers: how they are ordered, and which one follows from what changed."""

from dateline.versions.number import newest_first, version_key
from dateline.versions.policy import FIRST, POLICY, Decision, decide, following, grown

__all__ = [
    "FIRST",
    "POLICY",
    "Decision",
    "decide",
    "following",
    "grown",
    "newest_first",
    "version_key",
]
