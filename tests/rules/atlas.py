"""A made-up atlas for tests of the rules for places: tables and fields unlike those of our datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.together import check, failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dateline.findings import Finding

TOWNS = """
fields:
  - {name: nr, type: string}
  - {name: title, type: string}
  - {name: land, type: string}
  - {name: within, type: string}
  - {name: sort, type: string}
  - {name: n, type: number}
  - {name: e, type: number}
  - {name: since, type: string, dateline: {edtf: {}}}
  - {name: until, type: string, dateline: {edtf: {}}}
  - {name: found, type: string}
primaryKey: [nr]
dateline:
  places:
    {id: nr, name: title, country: land, parent: within, feature_code: sort, latitude: n, longitude: e,
     valid_from: since, valid_to: until, status: found, unusable: {found: [lost, none]}}
"""
SPELLINGS = """
fields: [{name: written, type: string}, {name: means, type: string}, {name: loose, type: boolean}]
dateline: {place_names: {name: written, place: means, variant: loose}}
"""
FURTHER = """
fields:
  - {name: small, type: string}
  - {name: large, type: string}
  - {name: from, type: string, dateline: {edtf: {}}}
  - {name: to, type: string, dateline: {edtf: {}}}
dateline: {place_memberships: {place: small, parent: large, valid_from: from, valid_to: to}}
"""
NUMBERS = """
fields: [{name: kind, type: string}, {name: number, type: string}, {name: of, type: string}]
primaryKey: [kind, number]
dateline: {place_codes: {system: kind, code: number, place: of}}
"""
ATLAS = {"towns": TOWNS, "spellings": SPELLINGS, "further": FURTHER, "numbers": NUMBERS}
RECORDS = {
    "towns": """\
nr,title,land,within,sort,n,e,since,until,found
de,Germany,DE,,PCLI,,,,,yes
pl,Poland,PL,,PCLI,,,,,yes
bb,Brandenburg,DE,de,ADM1,,,1990,,yes
sn,Saxony,DE,de,ADM1,,,,,yes
lb,Lubusz Voivodeship,PL,pl,ADM1,,,1999,,yes
guben,Guben,DE,bb,ADM2,51.95,14.72,,,yes
gubin,Gubin,PL,lb,ADM2,51.94,14.72,,,yes
forst-de,Forst,DE,bb,ADM2,51.74,14.64,,,yes
forst-pl,Forst,PL,lb,ADM2,,,,,yes
burg-1,Burg,DE,bb,ADM2,,,,,yes
burg-2,Burg,DE,sn,ADM2,,,,,yes
hoyerswerda,Hoyerswerda,DE,sn,ADM2,51.44,14.25,,,yes
neisse,Neisse,,,STM,,,,,yes
lusatia,Lusatia,,,RGN,,,,,yes
island,Neisse Island,,neisse,ISL,,,,,yes
horno,Horno,DE,bb,PPL,,,,2005,yes
atlantis,Atlantis,DE,bb,,,,,,none
""",
    "spellings": "written,means,loose\nWojerecy,hoyerswerda,false\nGubin,guben,true\n",
    "further": "small,large,from,to\nhoyerswerda,bb,1949,1952\n",
    "numbers": """\
kind,number,of
iso3166_2,DE-BB,bb
iso3166_2,DE-SN,sn
iso3166_2,PL-LB,lb
ocha,DE12,bb
ocha,PL08,lb
""",
}


def ask(schemas: Mapping[str, str], records: Mapping[str, str], *rules: str) -> list[Finding]:
    """Return what these rules find in records beside the atlas; all rules if none are named.

    The atlas itself is sound, so whatever is found is of the records given.
    """
    found = check(ATLAS | dict(schemas), RECORDS | dict(records))
    return [each for each in found if not rules or each.rule in rules]


def each(
    schemas: Mapping[str, str],
    table: str,
    head: str,
    rows: Iterable[str],
    *rules: str,
    records: Mapping[str, str] | None = None,
) -> list[list[Finding]]:
    """Return what is found in each row of a table, all checked together; `head` begins with the key."""
    given = list(rows)
    lines = "".join(f"R{number:03},{row}\n" for number, row in enumerate(given))
    found = ask(schemas, {**(records or {}), table: f"{head}\n{lines}"}, *rules)
    return [[one for one in found if one.key == f"R{number:03}"] for number in range(len(given))]


__all__ = ["ATLAS", "RECORDS", "ask", "each", "failed"]
