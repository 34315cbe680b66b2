"""DuckDB: the table is loaded as text, and SQL finds what is wrong with it."""

import sys

import duckdb
import task

folder = task.records(sys.argv[1])
PARSED = dict.fromkeys(task.DATES, "DATE") | dict.fromkeys(task.NUMBERS, "BIGINT")


def quoted(values: list[str]) -> str:
    """Return a list of texts in SQL."""
    return ", ".join(f"'{value}'" for value in values)


fails = {f"type {name}": f"{name} IS NULL AND raw_{name} IS NOT NULL" for name in PARSED}
fails |= {
    f"required {name}": f"{'raw_' if name in PARSED else ''}{name} IS NULL"
    for name in task.COLUMNS
    if name not in task.OPTIONAL
}
fails |= {f"enum {name}": f"{name} NOT IN ({quoted(values)})" for name, values in task.ENUMS.items()}
fails |= {f"pattern {x}": f"NOT regexp_matches({x}, '{pattern}')" for x, pattern in task.PATTERNS.items()}
fails |= {f"foreign-key {x}": f"{x} IS NOT NULL AND {table}.key IS NULL" for x, table in task.KEYS.items()}
fails |= {
    f"range {name}": f"{name} NOT BETWEEN DATE '{task.FIRST_DAY}' AND DATE '{task.LAST_DAY}'"
    for name in task.DATES
}
fails |= {f"range {name}": f"{name} NOT BETWEEN 0 AND {task.MOST_PERSONS}" for name in task.NUMBERS}
fails |= {"maxLength note": f"length(note) > {task.LONGEST_NOTE}"}
fails |= {rule: f"{after} < {before}" for rule, (after, before) in task.ORDERS.items()}

columns = ", ".join(f"'{name}': 'VARCHAR'" for name in task.COLUMNS)
parsed = ", ".join(
    f"TRY_CAST({name} AS {type_}) AS {name}, {name} AS raw_{name}" for name, type_ in PARSED.items()
)
con = duckdb.connect()
con.execute(f"""
    CREATE TEMP TABLE texts AS
    SELECT * FROM read_csv('{folder / "events.csv"}', header=true, auto_detect=false, delim=',', quote='"',
                           escape='"', columns={{{columns}}})
""")
con.execute(f"""
    CREATE TEMP TABLE failing AS
    WITH events AS (SELECT rowid AS row, * EXCLUDE ({", ".join(PARSED)}), {parsed} FROM texts),
         places AS (SELECT DISTINCT place_id AS key FROM read_csv('{folder / "places.csv"}')),
         articles AS (SELECT DISTINCT article_id AS key FROM read_csv('{folder / "articles.csv"}')),
         asked AS (
             SELECT events.*, {", ".join(f'{test} AS "{rule}"' for rule, test in fails.items())}
             FROM events
             LEFT JOIN places ON place_id = places.key LEFT JOIN articles ON article_id = articles.key
         )
    SELECT * FROM asked WHERE {" OR ".join(f'"{rule}"' for rule in fails)}
""")


def cells(rule: str) -> str:
    """Return the query for a rule's failing cells: row, rule, value."""
    name = rule.rpartition(" ")[2]
    return f"""SELECT row, '{rule}', {"raw_" if name in PARSED else ""}{name} FROM failing WHERE "{rule}" """


repeats = """
    SELECT texts.rowid, 'unique event_id', event_id
    FROM texts JOIN (SELECT event_id, min(rowid) AS first FROM texts GROUP BY event_id HAVING count(*) > 1)
    USING (event_id) WHERE texts.rowid > first
"""
found = con.execute(" UNION ALL ".join([*map(cells, fails), repeats])).fetchall()
task.tell(task.found((row, rule) for row, rule, _ in found))
