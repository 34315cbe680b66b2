"""croissant.json: the tables as MLCommons Croissant 1.0, which loaders of data for learning read.

A record set is a table, a field a column of its CSV file. A reader of Croissant parses the
cells by itself, so a column has another type than text only where its cells are written
the way every such reader takes them: a date in another format, a number with other signs or
other words for "no value" stay text there. The Parquet files have all types.

A foreign key of one field is a reference to the column of the other table's file.
Croissant joins field by field, so a key of several fields cannot be said. References to a
*field* of another record set would say the same; but mlcroissant 1.1 can read neither a
table that refers to itself nor a second table that refers to one it has read already.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata import schemaorg
from dateline.package.metadata.biblatex import biblatex
from dateline.package.serial import without_nothing
from dateline.render.safe import uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts, File

CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives, in full: readers compare it."""

_PARQUET: Final = "application/x-parquet"
"""What the specification calls Parquet; the registered name came later."""
_MISSING: Final = frozenset({"", "NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "None"})
"""Texts that readers of CSV take for "no value" without being told."""
_TYPES: Final = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "year": "sc:Integer",
}
_TRUE: Final = frozenset({"true", "True", "TRUE", "1"})
_FALSE: Final = frozenset({"false", "False", "FALSE", "0"})


def croissant(facts: Facts) -> dict[str, Any]:
    """Return the document, as JSON values."""
    return without_nothing(
        {
            "@context": CONTEXT,
            "@type": "sc:Dataset",
            "name": facts.title,
            "description": facts.description,
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "citeAs": biblatex(facts),
            "license": [each.address or each.title for each in facts.licences],
            "url": facts.homepage,
            "version": facts.version,
            "datePublished": facts.day,
            "keywords": list(facts.keywords),
            "creator": [_agent(each) for each in facts.creators],
            "publisher": [_agent(each) for each in facts.publishers],
            "temporalCoverage": facts.period.interval if facts.period else None,
            "spatialCoverage": list(facts.places),
            "distribution": list(_file_objects(facts)),
            "recordSet": [each for table in facts.tables for each in _record_sets(table)],
        }
    )


def _agent(agent: Agent) -> dict[str, object]:
    said = schemaorg.agent(agent)
    return {key: value for key, value in said.items() if key in ("@type", "name", "email", "url")}


def _file_objects(facts: Facts) -> Iterator[dict[str, object]]:
    files = {each.path: each for each in facts.files}
    for table in facts.tables:
        twin = (table.get("dateline") or {}).get("parquet")
        yield _file_object(f"{table['name']}.csv", files[table["path"]], "text/csv")
        if twin:
            yield _file_object(f"{table['name']}.parquet", files[twin["path"]], _PARQUET)


def _file_object(id_: str, file: File, format_: str) -> dict[str, object]:
    return without_nothing(
        {
            "@type": "cr:FileObject",
            "@id": id_,
            "name": id_,
            "description": file.title,
            "contentUrl": file.address,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": format_,
            "sha256": file.sha256,
        }
    )


def _record_sets(table: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield the record set of a table, and one for each list of values that a field of it may have."""
    name, schema = table["name"], table["schema"]
    references = _references(table)
    yield without_nothing(
        {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": table.get("description") or table.get("title"),
            "key": [{"@id": field_id(name, each)} for each in _names(schema.get("primaryKey"))],
            "field": [_field(name, each, schema, references) for each in schema["fields"]],
        }
    )
    for field in schema["fields"]:
        values = _values(field)
        if values:
            yield _enumeration(name, field["name"], values)


def _names(names: object) -> list[str]:
    return [names] if isinstance(names, str) else list(names or ())  # type: ignore[call-overload]  # JSON


def _references(table: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """Return the column that each field refers to, by the field's name."""
    found: dict[str, dict[str, object]] = {}
    for key in table["schema"].get("foreignKeys") or ():
        fields, target = _names(key["fields"]), key["reference"]
        if len(fields) == 1:
            other = target.get("resource") or table["name"]
            found[fields[0]] = _column(other, _names(target["fields"])[0])
    return found


def _column(table: str, field: str) -> dict[str, object]:
    return {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field}}


def field_id(table: str, field: str) -> str:
    """Return the id of a field: its table's name and its own, in characters that an id may have."""
    name = uri(field.replace("/", "\0")).replace("%00", "%2F")
    return f"{table}/{name if name.strip('.') else name.replace('.', '%2E')}"


def _field(
    table: str, field: Mapping[str, Any], schema: Mapping[str, Any], references: Mapping[str, object]
) -> dict[str, object]:
    return without_nothing(
        {
            "@type": "cr:Field",
            "@id": field_id(table, field["name"]),
            "name": field["name"],
            "description": field.get("description") or field.get("title"),
            "dataType": data_type(field, schema),
            "source": _column(table, field["name"]),
            "references": references.get(field["name"]),
        }
    )


def data_type(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the type that a reader of the CSV file can rely on."""
    kind, format_ = field.get("type") or "string", field.get("format") or "default"
    if kind == "string":
        is_address = format_ == "uri" or "url" in (field.get("dateline") or {})
        return "sc:URL" if is_address else "sc:Text"
    as_usual = format_ == "default" and _missing(field, schema) <= _MISSING and _plain(field)
    return _TYPES.get(kind, "sc:Text") if as_usual else "sc:Text"


def _missing(field: Mapping[str, Any], schema: Mapping[str, Any]) -> frozenset[str]:
    said = field.get("missingValues", schema.get("missingValues", [""]))
    return frozenset(each["value"] if isinstance(each, dict) else each for each in said)


def _plain(field: Mapping[str, Any]) -> bool:
    """Whether numbers and truth values are written without signs and words of their own."""
    return (
        not field.get("groupChar")
        and field.get("decimalChar", ".") == "."
        and field.get("bareNumber", True) is True
        and set(field.get("trueValues", ())) <= _TRUE
        and set(field.get("falseValues", ())) <= _FALSE
    )


def _values(field: Mapping[str, Any]) -> list[tuple[Any, str | None]]:
    """Return the values that a field may have, each with its label, if it has one."""
    listed = field.get("categories") or (field.get("constraints") or {}).get("enum") or ()
    return [(each["value"], each.get("label")) if isinstance(each, dict) else (each, None) for each in listed]


def _enumeration(table: str, field: str, values: list[tuple[Any, str | None]]) -> dict[str, object]:
    """Return the record set of the values that a field may have, which holds them itself."""
    id_ = f"{field_id(table, field)}/values"
    labelled = any(label for _, label in values)
    columns = ("value", "label") if labelled else ("value",)
    rows = [dict(zip(columns, (str(value), label or str(value)), strict=False)) for value, label in values]
    return {
        "@type": "cr:RecordSet",
        "@id": id_,
        "name": id_,
        "description": f"The values that the field {field} of {table} may have.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{id_}/value"},
        "field": [
            {"@type": "cr:Field", "@id": f"{id_}/{column}", "name": column, "dataType": "sc:Text"}
            for column in columns
        ],
        "data": [{f"{id_}/{column}": cell for column, cell in row.items()} for row in rows],
    }
