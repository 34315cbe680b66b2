"""What two tools write differently and mean the same by is no difference of schemas."""

from __future__ import annotations

from dateline.changes import compare_schemas
from dateline.table import read_schema
from dateline.table.essence import essence

PLAIN = """
fields: [{name: id, type: string}, {name: part_of, type: string}]
primaryKey: [id]
foreignKeys: [{fields: [part_of], reference: {fields: [id]}}]
"""
NAMED = PLAIN.replace("reference: {", 'reference: {resource: "", ')
WITH_PROFILE = '$schema: "https://datapackage.org/profiles/2.0/tableschema.json"' + NAMED


def test_a_profile_and_an_empty_reference_say_nothing_more() -> None:
    """The schema of a package equals the one that it was made from."""
    one, other = (read_schema(text, "floods.yaml", "floods") for text in (PLAIN, WITH_PROFILE))
    assert one.descriptor != other.descriptor
    assert essence(one.descriptor) == essence(other.descriptor)
    assert list(compare_schemas(one, other)) == []


def test_a_reference_to_another_table_is_kept() -> None:
    """A table that is named is part of what a schema says."""
    other = read_schema(PLAIN.replace("reference: {", "reference: {resource: rivers, "), "f.yaml", "floods")
    assert essence(other.descriptor)["foreignKeys"][0]["reference"] == {
        "resource": "rivers",
        "fields": ["id"],
    }
