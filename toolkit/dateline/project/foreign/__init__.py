"""Data Packages of any publisher: their descriptor, their files, their records."""

from dateline.project.foreign.package import check_file, check_package, opened_package

__all__ = ["check_file", "check_package", "opened_package"]
