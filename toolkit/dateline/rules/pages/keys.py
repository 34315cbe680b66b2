"""Pages of the rules that a Table Schema makes for keys, references and code lists."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="cells")

PAGES: tuple[Page, ...] = (
    _page(
        id="primary-key",
        summary="no two records of the table have the same key",
        why="The key is how everything else points at a record: other tables, corrections, citations. Keys "
        "are compared across all files of the table.",
        property="primaryKey: […]",
        schema="""\
primaryKey: [event_id]
""",
        bad="""\
event_id,summary
E001,a checkpoint was set up
E001,a market hall was closed
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed
""",
        fix="If both are one event, keep one record. If they are two, give the later one the next free "
        "number; never one that a deleted record had. The message says where the first one stands.",
        waive="No: a key that names two records names none.",
    ),
    _page(
        id="unique",
        summary="no two records have the same value in the field",
        why="Some things belong to one record alone, such as the address of an article. Empty cells are not "
        "compared.",
        property="constraints: {unique: true}",
        schema="""\
primaryKey: [article_id]
fields:
  - {name: url, type: string, constraints: {unique: true}}
""",
        bad="""\
article_id,url
A01,https://news.example/1
A02,https://news.example/1
""",
        good="""\
article_id,url
A01,https://news.example/1
A02,https://news.example/2
""",
        fix="Correct the value that was pasted twice; or, if both records are of one thing, keep one and let "
        "other tables refer to it.",
        waive="No. If two records may share the value, the schema should not say `unique`.",
    ),
    _page(
        id="unique-key",
        summary="no two records have the same combination of values",
        why="The same actor twice in the same role is counted twice. Records with an empty cell in the "
        "combination are not compared.",
        property="uniqueKeys: [[…]]",
        schema="""\
uniqueKeys: [[event_id, actor_id, role]]
""",
        bad="""\
event_id,actor_id,role
E001,police,from
E001,police,from
""",
        good="""\
event_id,actor_id,role
E001,police,from
E001,police,to
""",
        fix="Delete the record that says it again, or correct the part that should differ.",
        waive="No. If the combination may occur twice, it is no key: take it out of `uniqueKeys`.",
    ),
    _page(
        id="foreign-key",
        summary="what the cell refers to exists",
        why="A reference that leads nowhere loses the record in every join. An empty cell refers to nothing, "
        "on purpose; of several fields, one empty cell is enough.",
        property="foreignKeys: [{fields: […], reference: …}]",
        needs="the other table",
        schema="""\
foreignKeys:
  - fields: [place_id]
    reference: {resource: places, fields: [place_id]}

# schemas/places.yaml
primaryKey: [place_id]
""",
        bad="""\
event_id,place_id
E001,hyesahn

# records/places.csv
place_id,name
hyesan,Hyesan
""",
        good="""\
event_id,place_id
E001,hyesan

# records/places.csv
place_id,name
hyesan,Hyesan
""",
        fix="Correct the spelling, for which the message may have a guess; or add the missing record to the "
        "other table in the same change.",
        waive="No. What cannot be referred to yet is an empty cell, if the field may be empty.",
    ),
    _page(
        id="code-unknown",
        summary="the code stands in the dataset's code list",
        why="Codes mean what the code table says they mean. One that is not in it means nothing to anybody "
        "but its author.",
        property="codes: LIST",
        needs="the code table",
        schema="""\
fields:
  - {name: event_type, type: string, dateline: {codes: event_type}}

# schemas/codes.yaml
primaryKey: [list, code]
dateline: {codes: {list: list, code: code}}
""",
        bad="""\
event_id,event_type
E001,arests

# records/codes.csv
list,code,label
event_type,arrest,Arrest
event_type,patrol,Patrol
""",
        good="""\
event_id,event_type
E001,arrest

# records/codes.csv
list,code,label
event_type,arrest,Arrest
event_type,patrol,Patrol
""",
        fix="Write a code of this list. If none fits, add a row with the code and its definition to the code "
        "table, in the same change.",
        waive="No. A list that cannot grow has a code for what does not fit.",
    ),
)
