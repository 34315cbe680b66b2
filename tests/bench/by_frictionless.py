"""frictionless: the package with its Table Schemas, and two checks of rows."""

import sys

import task
from frictionless import Checklist, Package, checks

folder = str(task.records(sys.argv[1]))


resources = [
    {"name": name, "path": f"{name}.csv", "encoding": "utf-8", "schema": schema}
    for name, schema in task.schemas().items()
]
formulas = {
    f"{after} is None or {before} is None or {after} >= {before}": rule
    for rule, (after, before) in task.ORDERS.items()
}
package = Package.from_descriptor({"name": "bench", "resources": resources}, basepath=folder)
checklist = Checklist(checks=[checks.row_constraint(formula=formula) for formula in formulas])
report = package.get_resource("events").validate(checklist, limit_errors=sys.maxsize)

_SAME = {"minimum": "range", "maximum": "range"}
_KEYS = {frozenset([name]): name for name in task.KEYS}


def rule(error: dict[str, object]) -> str:
    """Translate an error."""
    if error["type"] == "type-error":
        return f"type {error['fieldName']}"
    if error["type"] == "primary-key":
        return "unique event_id"
    if error["type"] == "foreign-key":
        return f"foreign-key {_KEYS[frozenset(error['fieldNames'])]}"
    if error["type"] == "row-constraint":
        return next(rule for formula, rule in formulas.items() if formula in str(error["note"]))
    kind = str(error["note"]).split('"')[1]
    return f"{_SAME.get(kind, kind)} {error['fieldName']}"


errors = [each.to_descriptor() for task_ in report.tasks for each in task_.errors]
task.tell(task.found((int(str(each["rowNumber"])) - 2, rule(each)) for each in errors))
