"""What a refusal says: whether to ask again, when, and in whose words."""

from __future__ import annotations

import http.client
import json
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from email.message import Message
    from urllib.error import HTTPError

AGAIN: Final = frozenset({500, 502, 503, 504})
"""Statuses of a service that may be well again in a moment."""

HARMLESS: Final = frozenset({"GET", "PUT", "DELETE"})
"""Methods that may be repeated: they are idempotent (RFC 9110, section 9.2.2)."""

_BUSY: Final = frozenset({403, 429})
_LONGEST_WAIT: Final = 120.0
_LONGEST_ANSWER: Final = 1024 * 1024


def pause_after(error: HTTPError, method: str, attempt: int) -> float | None:
    """Return how long to wait before the next attempt; None if there shall be none."""
    left = limit(error)
    if left is not None or error.code == http.client.TOO_MANY_REQUESTS:
        pause = float(2**attempt) if left is None else left
        return pause if pause <= _LONGEST_WAIT else None
    if error.code in AGAIN and method in HARMLESS:
        asked = _after(error.headers)
        return float(2**attempt) if asked is None else min(asked, _LONGEST_WAIT)
    return None


def limit(error: HTTPError) -> float | None:
    """Return in how many seconds a limit of requests ends; None if none is reached."""
    if error.code not in _BUSY:
        return None
    headers = error.headers
    after = _after(headers)
    if after is None and headers.get("X-RateLimit-Remaining") == "0":
        reset = headers.get("X-RateLimit-Reset", "")
        return max(float(reset) - time.time(), 1.0) if re.fullmatch(r"\d{1,12}", reset) else None
    return after


def _after(headers: Message) -> float | None:
    """Read Retry-After (RFC 9110, section 10.2.3): seconds, or a date."""
    said = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", said):
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return None


def words_of(error: HTTPError) -> str:
    """Return what a refusal says: of JSON the messages, of anything else nothing."""
    try:
        value = json.loads(error.read(_LONGEST_ANSWER))
        parts = [value.get("message"), *map(_detail, value.get("errors") or ())]
    except (ValueError, TypeError, AttributeError, OSError, http.client.HTTPException, RecursionError):
        return ""
    return "; ".join(part for part in parts if isinstance(part, str) and part)[:500]


def _detail(error: object) -> str:
    """Return one of the errors of a GitHub answer, or of an InvenioRDM answer."""
    if not isinstance(error, dict):
        return str(error)
    messages = error.get("messages")
    told = ", ".join(map(str, messages)) if isinstance(messages, list) else error.get("message")
    return " ".join(str(part) for part in (error.get("field"), told or error.get("code")) if part)
