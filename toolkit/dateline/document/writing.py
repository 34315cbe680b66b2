"""Values as they are written into YAML files."""

from __future__ import annotations

import json
import re

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""What may not stand in YAML as it is, or ends a line there; JSON escapes the rest."""


def as_yaml(value: object) -> str:
    """Write a value on one line, as JSON, which YAML 1.2 reads whatever the value holds."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda each: f"\\u{ord(each[0]):04x}", text)
