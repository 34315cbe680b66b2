"""A made-up project whose claims cite made-up texts, for those who hold them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = """\
fields:
  - {name: article_id, type: string}
  - {name: text_file, type: string}
  - {name: text_sha256, type: string}
  - {name: n_paragraphs, type: integer}
primaryKey: [article_id]
dateline: {text: {file: text_file, sha256: text_sha256, paragraphs: n_paragraphs}}
"""
CLAIMS = """\
fields:
  - {name: claim_id, type: string, constraints: {required: true}}
  - {name: article_id, type: string}
  - {name: paragraph, type: integer}
  - {name: start, type: integer}
  - {name: end, type: integer}
  - {name: sha256, type: string}
  - {name: attribution, type: string}
  - {name: summary, type: string}
primaryKey: [claim_id]
foreignKeys: [{fields: [article_id], reference: {resource: articles, fields: [article_id]}}]
dateline:
  claim: {quoted: {attribution: direct_quote}}
  evidence: {text: article_id, paragraph: paragraph, start: start, end: end, sha256: sha256}
"""
DATASET = """\
name: harbour
title: The frozen harbour
description: Made up.
version: 0.1.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody, roles: [creator]}]
tables:
  articles: {path: records/articles.csv}
  claims: {path: records/*/claims.csv}
"""
ICE = """\
The harbour froze in one night.

\u201cNobody had seen that before,\u201d said the pilot. \u201cThe ferry stays where it is.\u201d

The ferry stays in the harbour until the ice is gone.
"""
COAL = """\
Coal ran short in the second week.

The mayor opened the school as a shelter, and the mayor closed it again.
"""


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def claim(key: str, article: str, text: str, words: str, more: str) -> str:
    """Return a record that cites words of a text."""
    text = text.strip()
    start = text.index(words)
    place = f"{text[:start].count(chr(10) * 2)},{start},{start + len(words)}"
    return f"{key},{article},{place},{digest(words)},{more}"


CITED = (
    claim("C01", "A01", ICE, "The harbour froze", "outlet,The port was shut by ice"),
    claim("C02", "A01", ICE, "Nobody had seen that before", 'direct_quote,"A first, says the pilot"'),
    claim("C03", "A01", ICE, "until the ice is gone", "outlet,No ferry for a while"),
    claim("C04", "A02", COAL, "opened the school as a shelter", "outlet,A shelter was set up"),
)
HEAD = "claim_id,article_id,paragraph,start,end,sha256,attribution,summary"


def write(folder: Path) -> Path:
    """Write the project and its texts; the second file of claims is as a spreadsheet saves it."""
    harbour = folder / "datasets" / "harbour"
    articles = [("A01", "ice.txt", ICE), ("A02", "coal.txt", COAL)]
    rows = [
        f"{key},{name},{digest(text.strip())},{text.count(chr(10) * 2) + 1}" for key, name, text in articles
    ]
    files = {
        "schemas/articles.yaml": ARTICLES,
        "schemas/claims.yaml": CLAIMS,
        "datasets/harbour/dataset.yaml": DATASET,
        "datasets/harbour/records/articles.csv": "\n".join(
            ["article_id,text_file,text_sha256,n_paragraphs", *rows, ""]
        ),
        "datasets/harbour/records/A01/claims.csv": "\n".join([HEAD, *CITED[:3], ""]),
        "datasets/harbour/records/A02/claims.csv": "\ufeff" + "\r\n".join([HEAD, *CITED[3:], ""]),
        **{f"texts/{name}": text for _, name, text in articles},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return harbour
