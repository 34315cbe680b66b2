"""datapackage.json: a Data Package v2 descriptor (https://datapackage.org/standard/data-package/).

Four habits of clients decide what stands in it: released R clients look for the legacy
`profile` beside `type`; the official 1.0 profile wants `delimiter` and `doubleQuote`
both; clients of 1.0 call a table that refers to itself invalid unless the `resource` is "",
which those of 2.0 have to read as if it were left out; and a Parquet *resource* would make
validators demand pyarrow, so the Parquet twin of a table stands under the resource's
`dateline` property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package import canonical
from dateline.package.licences import identifiers
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.dataset import Contributor, Dataset, License, Source
    from dateline.package.model import Made, Provenance, Summary, Written
    from dateline.table import Table

PACKAGE_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA_PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
NAME: Final = "datapackage.json"
_HEAD: Final = (
    "name",
    "title",
    "description",
    "homepage",
    "licenses",
    "contributors",
    "keywords",
    "sources",
    "coverage",
)
"""Properties of a dataset as a whole that do not change with each release."""


def csv_path(table: str) -> str:
    """Return where a table's CSV file stands in a release."""
    return f"data/{table}.csv"


def parquet_path(table: str) -> str:
    """Return where a table's Parquet file stands in a release."""
    return f"data/{table}.parquet"


def descriptor(
    dataset: Dataset,
    tables: Sequence[Table],
    provenance: Provenance,
    summaries: Mapping[str, Summary],
    written: Mapping[str, Written],
    made: Sequence[Made] = (),
) -> dict[str, Any]:
    """Describe a release, as JSON values.

    Args:
        dataset: the metadata.
        tables: the schemas, in the order of publication.
        provenance: where the release comes from.
        summaries: the tables in figures, by name.
        written: the data files as they were written, by path.
        made: files of further formats, which are listed beside the tables.

    """
    said = head(dataset)
    return {
        "$schema": PACKAGE_PROFILE,
        **{key: said.pop(key) for key in ("name", "title", "description", "homepage") if key in said},
        "version": dataset.version,
        "created": provenance.timestamp,
        **said,
        "resources": [_resource(each, summaries[each.name], written) for each in tables],
        **({"dateline": {"files": [_further(each, written) for each in made]}} if made else {}),
    }


def head(dataset: Dataset) -> dict[str, Any]:
    """Describe a dataset as a whole, as JSON values: what does not change with each release."""
    return without_nothing(
        {
            "name": dataset.name,
            "title": dataset.title,
            "description": dataset.description,
            "homepage": dataset.homepage,
            "licenses": [one for each in dataset.licenses for one in _licences(each)],
            "contributors": [_contributor(each) for each in dataset.contributors],
            "keywords": list(dataset.keywords),
            "sources": [_source(each) for each in dataset.sources],
            "coverage": without_nothing(
                {"temporal": dataset.coverage.temporal, "spatial": list(dataset.coverage.spatial)}
            ),
        }
    )


def head_of(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a published descriptor says of its dataset as a whole, as `head` would."""
    return {key: descriptor[key] for key in _HEAD if key in descriptor}


def table_schema(table: Table) -> dict[str, Any]:
    """Return a table's Table Schema as it is published, as JSON values."""
    said = {"$schema": SCHEMA_PROFILE, **table.descriptor}
    if said.get("foreignKeys"):
        said["foreignKeys"] = [_named(each) for each in said["foreignKeys"]]
    return said


def _named(key: Mapping[str, Any]) -> dict[str, Any]:
    """Write a reference of a table to itself as both versions of the standard understand it."""
    return {**key, "reference": {"resource": "", **key["reference"]}}


def _licences(licence: License) -> list[dict[str, object]]:
    """Describe each licence of an expression; a name may hold a single identifier only."""
    names = identifiers(licence.name)
    title = licence.title or (licence.name if len(names) > 1 else None)
    return [without_nothing({"name": name, "title": title, "path": licence.path}) for name in names]


def _contributor(person: Contributor) -> dict[str, object]:
    return without_nothing(
        {
            "title": person.title,
            "givenName": person.given_name,
            "familyName": person.family_name,
            "path": person.path,
            "email": person.email,
            "roles": list(person.roles),
            "organization": person.organization,
        }
    )


def _source(source: Source) -> dict[str, object]:
    return without_nothing(
        {"title": source.title, "path": source.path, "email": source.email, "version": source.version}
    )


def _resource(table: Table, summary: Summary, written: Mapping[str, Written]) -> dict[str, object]:
    head = without_nothing({"name": table.name, "title": table.title, "description": table.description})
    return {
        **head,
        "type": "table",
        "profile": "tabular-data-resource",
        **_file(csv_path(table.name), "csv", "text/csv", written),
        "encoding": "utf-8",
        "rows": summary.rows,
        "dialect": dict(canonical.DIALECT),
        "schema": table_schema(table),
        "dateline": {
            "parquet": _file(parquet_path(table.name), "parquet", "application/vnd.apache.parquet", written)
        },
    }


def _further(made: Made, written: Mapping[str, Written]) -> dict[str, object]:
    return {"title": made.title, **_file(made.path, made.format, made.mediatype, written)}


def _file(path: str, kind: str, mediatype: str, written: Mapping[str, Written]) -> dict[str, object]:
    size = written[path]
    return {
        "path": path,
        "format": kind,
        "mediatype": mediatype,
        "bytes": size.bytes,
        "hash": f"sha256:{size.sha256}",
    }
