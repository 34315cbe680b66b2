"""Pages of the rules that a Table Schema's types and constraints make for single cells."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="cells")

PAGES: tuple[Page, ...] = (
    _page(
        id="type",
        summary="the cell can be read as the field's type",
        why="A date that is no date can be neither sorted nor compared. Every other rule leaves such a "
        "cell out, so one slip is one finding.",
        property="type: …",
        schema="""\
fields:
  - {name: reported_on, type: date}
  - {name: wounded, type: integer}
""",
        bad="""\
event_id,reported_on,wounded
E001,15/10/2024,three
""",
        good="""\
event_id,reported_on,wounded
E001,2024-10-15,3
""",
        fix="Write the value as the message says: dates as 2024-10-15, whole numbers in plain digits without "
        "separators or spaces. What is not known is an empty cell, not a word. If spreadsheets changed the "
        "column, format it as text before you paste.",
        waive="No. If the values are right as they are, the field has the wrong type, or a text such as "
        "`n/a` belongs into the schema's `missingValues`.",
    ),
    _page(
        id="required",
        summary="the cell is not empty",
        why="Without this value the record cannot be found, compared or counted. The fields of a primary key "
        "are required whether the schema says so or not.",
        property="constraints: {required: true}",
        schema="""\
fields:
  - {name: summary, type: string, constraints: {required: true}}
""",
        bad="""\
event_id,summary
E001,
""",
        good="""\
event_id,summary
E001,patrols were doubled along the river
""",
        fix="Look the value up and fill it in. Do not invent one: where nobody knows, write the code that "
        "stands for unknown, if the list has one.",
        waive="No. If the value is honestly unknown for some records, the field should not be required.",
    ),
    _page(
        id="enum",
        summary="the cell is one of the values that the constraint lists",
        why="A count by this field is right only if one thing has one spelling.",
        property="constraints: {enum: […]}",
        schema="""\
fields:
  - {name: status, type: string, constraints: {enum: [reported, contested, retracted]}}
""",
        bad="""\
event_id,status
E001,Contested
""",
        good="""\
event_id,status
E001,contested
""",
        fix="Write one of the listed values, letter by letter; case and spaces count.",
        waive="No. If a value is missing in the list, add it to the schema in the same change.",
    ),
    _page(
        id="category",
        summary="the cell is one of the field's categories",
        why="Categories carry the labels and the order that tables and charts use; another value has none.",
        property="categories: […]",
        schema="""\
fields:
  - name: certainty
    type: string
    categories: [{value: low, label: Low}, {value: high, label: High}]
    categoriesOrdered: true
""",
        bad="""\
event_id,certainty
E001,middling
""",
        good="""\
event_id,certainty
E001,low
""",
        fix="Write the `value` of one of the categories, not its label.",
        waive="No. If a category is missing, add it to the schema in the same change.",
    ),
    _page(
        id="pattern",
        summary="the whole text has the form that a regular expression describes",
        why="Identifiers and codes are joined by their exact text; one in another form is joined to nothing.",
        property="constraints: {pattern: …}",
        schema="""\
fields:
  - {name: event_id, type: string, constraints: {pattern: 'E[0-9]{3}'}}
""",
        bad="""\
event_id,summary
e-1,a checkpoint was set up
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Compare the cell with the pattern from the left; look for lower case, spaces, and zeros that a "
        "spreadsheet took away. The field's description says what the parts mean.",
        waive="No. If the value is right, the pattern is too narrow: widen it in the schema.",
    ),
    _page(
        id="min-length",
        summary="the value is not shorter than the limit",
        why="A summary of three letters is a slip of the keyboard. Texts are measured in characters, lists, "
        "arrays and objects in items.",
        property="constraints: {minLength: …}",
        schema="""\
fields:
  - {name: summary, type: string, constraints: {minLength: 10}}
""",
        bad="""\
event_id,summary
E001,raid
""",
        good="""\
event_id,summary
E001,police searched a market hall
""",
        fix="Write what is missing; or leave the cell empty, which has no length.",
        waive="No. If short values are right, lower the limit in the schema.",
    ),
    _page(
        id="max-length",
        summary="the value is not longer than the limit",
        why="Short texts can be read in a table and are the coder's own words; long ones tend to be copied. "
        "Texts are measured in characters, lists, arrays and objects in items.",
        property="constraints: {maxLength: …}",
        schema="""\
fields:
  - {name: summary, type: string, constraints: {maxLength: 40}}
""",
        bad="""\
event_id,summary
E001,police searched a market hall and took away what they found there
""",
        good="""\
event_id,summary
E001,police searched a market hall
""",
        fix="Shorten it. Details that have a column of their own belong there.",
        waive="No. If long values are right, raise the limit in the schema.",
    ),
    _page(
        id="minimum",
        summary="the value is at least the limit",
        why="A number or a date below what is possible is a slip, and it spoils every sum and every chart.",
        property="constraints: {minimum: …}",
        schema="""\
fields:
  - {name: wounded, type: integer, constraints: {minimum: 0}}
""",
        bad="""\
event_id,wounded
E001,-1
""",
        good="""\
event_id,wounded
E001,
""",
        fix="Correct the value. Do not code the unknown as -1 or -99: leave the cell empty.",
        waive="No. If the value is right, lower the limit in the schema.",
    ),
    _page(
        id="maximum",
        summary="the value is at most the limit",
        why="A number or a date above what is possible is a slip, often a digit too many or two cells "
        "swapped.",
        property="constraints: {maximum: …}",
        schema="""\
fields:
  - {name: latitude, type: number, constraints: {maximum: 90}}
  - {name: longitude, type: number, constraints: {maximum: 180}}
""",
        bad="""\
place_id,latitude,longitude
P01,128.18,41.40
""",
        good="""\
place_id,latitude,longitude
P01,41.40,128.18
""",
        fix="Correct the value; look whether it belongs into the next cell.",
        waive="No. If the value is right, raise the limit in the schema.",
    ),
    _page(
        id="exclusive-minimum",
        summary="the value is more than the limit",
        why="As `minimum`, where the limit itself is impossible too: a distance of nothing is no distance.",
        property="constraints: {exclusiveMinimum: …}",
        schema="""\
fields:
  - {name: distance_km, type: number, constraints: {exclusiveMinimum: 0}}
""",
        bad="""\
event_id,distance_km
E001,0
""",
        good="""\
event_id,distance_km
E001,0.5
""",
        fix="Correct the value; if it is not known, leave the cell empty.",
        waive="No. If the limit itself is possible, the schema should say `minimum`.",
    ),
    _page(
        id="exclusive-maximum",
        summary="the value is less than the limit",
        why="As `maximum`, where the limit itself is impossible too.",
        property="constraints: {exclusiveMaximum: …}",
        schema="""\
fields:
  - {name: hour, type: integer, constraints: {minimum: 0, exclusiveMaximum: 24}}
""",
        bad="""\
event_id,hour
E001,24
""",
        good="""\
event_id,hour
E001,0
""",
        fix="Correct the value; midnight, for one, is hour 0 of the next day.",
        waive="No. If the limit itself is possible, the schema should say `maximum`.",
    ),
    _page(
        id="json-schema",
        summary="the JSON in the cell fits the field's JSON Schema",
        why="A cell that holds a list or an object is a small document. Whoever reads it by its keys fails "
        "on one that lacks them.",
        property="constraints: {jsonSchema: …}",
        schema="""\
fields:
  - name: counts
    type: object
    constraints:
      jsonSchema: {required: [low, high], additionalProperties: {type: integer}}
""",
        bad="""\
event_id,counts
E001,"{""low"": 2, ""high"": ""4""}"
""",
        good="""\
event_id,counts
E001,"{""low"": 2, ""high"": 4}"
""",
        fix="The message names the place inside the document as a path: `$.high` is the value of the key "
        "`high`. In a CSV file the quotes of JSON are doubled.",
        waive="No. If the document is right, correct the JSON Schema.",
    ),
)
