r"""Texts by which a person could be reached or recognised, wherever they stand in free text.

What is looked for (`KINDS`):

- e-mail addresses, also written `name (at) example (dot) org`;
- phone numbers: international (`+82 …`, `0082 …`), Korean (`010-1234-5678`, `02-123-4567`,
  `(02) 123-4567`), Chinese mobiles (`138 1234 5678`, eleven digits), North Korean mobiles
  (`191-123-4567`), and any six digits behind a word for phone;
- Korean resident numbers, `\d{6}-[1-8]\d{6}` with a possible month and day;
- Chinese identity numbers, where the check digit holds (GB 11643-1999);
- IPv4 and IPv6 addresses;
- coordinates: decimal pairs of three places or more, degrees with minutes or decimals,
  plus codes, `geo:` addresses;
- accounts of messengers: `t.me/…`, `@name`, a messenger's name with an account behind it.

Not seen: digits in words or in other scripts, and what is spread over several cells.

Three sieves, the cheapest first. `SIGNS` asks in Rust whether there is anything of which
identifiers are made; most texts have nothing. `SUSPECT` asks those that have, also in Rust,
for the kinds themselves, as far as can be said without look-around: where other scripts than
Latin are mixed in, that takes a hundred times as long. In Python each kind is then held between
its boundaries, and what it finds is put to the kind's own test.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.rules.across import holds
from dateline.rules.free_text import free_texts, unpublished
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dateline.table import Condition, Table

PERSONAL_IDENTIFIER = "personal-identifier"
SHOWN, MASK = 2, "•"
"""How many characters of an identifier a report shows, and what stands for the others."""
_LATIN, _LETTERS, _NUMBER = "0-9A-Za-z_", "A-Za-z", "0-9A-Za-z_.,/=&#-"


class Kind(NamedTuple):
    """One kind of identifier.

    Args:
        name: as a message has it, with its article.
        pattern: what it looks like, in what Rust's and Python's expressions share.
        before: characters, as in brackets, that do not stand before it.
        holds: whether a text of that look is one.
        whole: whether it ends where no letter or digit goes on.

    """

    name: str
    pattern: str
    before: str
    holds: Callable[[str], bool] = lambda _: True
    whole: bool = True


class Identifier(NamedTuple):
    """An identifier in a text: its kind, and where it stands."""

    kind: str
    start: int
    end: int


def _digits(text: str) -> str:
    return "".join(re.findall("[0-9]", text))


def _international(text: str) -> bool:
    """E.164: at most fifteen digits; fewer than eight are a quantity or an offset."""
    digits = _digits(text).removeprefix("00" if text.startswith("00") else "")
    return 8 <= len(digits) <= 15 and not digits.endswith("00000")  # noqa: PLR2004 - said above


def _no_round_number(text: str) -> bool:
    return not text.endswith("0000")


def _resident_number(text: str) -> bool:
    return _a_day(2000, int(text[2:4]), int(text[4:6]))


def _chinese_id(text: str) -> bool:
    """GB 11643-1999: a day of birth, and ISO 7064 mod 11-2 over the first seventeen digits."""
    weighed = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(text[:17]))
    born = _a_day(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return born and "10X98765432"[weighed % 11] == text[17].upper()


def _a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _ip(text: str) -> bool:
    try:
        IPv6Address(text) if ":" in text else IPv4Address(text)
    except AddressValueError:
        return False
    return ":" not in text or bool(_digits(text))


def _pair(text: str) -> bool:
    """Two numbers that can be degrees; without a sign for it, one of them has four decimals."""
    numbers = re.findall(r"[0-9]+\.[0-9]+", text)
    first, second = map(float, numbers)
    said = re.search("[°NSEW]", text) is not None
    fine = max(len(number.partition(".")[2]) for number in numbers) >= 4  # noqa: PLR2004 - said above
    bounds = (90, 180)
    return (said or fine) and min(first, second) <= bounds[0] and max(first, second) <= bounds[1]


_APPS = (
    "telegram|whats ?app|we ?chat|weixin|kakao ?(?:talk)?|viber|snapchat|instagram|facebook|skype"
    "|텔레그램|왓츠앱|위챗|카카오톡|카톡|라인|微信|电报"
)
_ACCOUNT = "(?:id|account|handle|user ?name|number|no\\.?|아이디|계정|号|账号|帐号)"
_NAME = "@?[0-9A-Za-z_.-]{4,32}"


def _with_sign(text: str) -> bool:
    """Whether the last word is none of a language: it has a digit or an underscore."""
    return re.search("[0-9_]", _last(text)) is not None


def _with_both(text: str) -> bool:
    """Whether the last word is neither a word nor a number, such as a year."""
    return _with_sign(text) and re.search("[A-Za-z]", _last(text)) is not None


def _last(text: str) -> str:
    return re.split("[ :\uff1a=]", text)[-1]


KINDS = (
    Kind(
        "an e-mail address",
        r"[0-9A-Za-z._%+-]+(?:@| ?[\[(] ?(?i:at) ?[\])] ?)[0-9A-Za-z-]+"
        r"(?:(?:\.| ?[\[(] ?(?i:dot) ?[\])] ?)[0-9A-Za-z-]+)*(?:\.| ?[\[(] ?(?i:dot) ?[\])] ?)[A-Za-z]{2,24}",
        _LATIN,
    ),
    Kind("a phone number", r"\+ ?[1-9][0-9]{0,2}(?:[ .()/-]{0,3}[0-9]){6,13}", _NUMBER, _international),
    Kind("a phone number", r"00(?:82|86|850)(?:[ .()/-]{0,3}[0-9]){7,11}", _NUMBER, _international),
    Kind("a phone number", r"01[016789][ .-]?[0-9]{3,4}[ .-]?[0-9]{4}", _NUMBER),
    Kind("a phone number", r"(?:\(0[2-6][0-9]?\) ?|0[2-7][0-9]?[ -])[0-9]{3,4}[ -][0-9]{4}", _NUMBER),
    Kind("a phone number", r"1[3-9][0-9](?:[ -][0-9]{4}[ -][0-9]{4}|[0-9]{8})", _NUMBER, _no_round_number),
    Kind("a phone number", r"19[1-9][ -][0-9]{3}[ -][0-9]{4}", _NUMBER),
    Kind("a phone number", r"\([2-9][0-9]{2}\) ?[0-9]{3}[ -][0-9]{4}", _NUMBER),
    Kind(
        "a phone number",
        r"(?i:tel|phone|mobile|cell|fax|전화|휴대폰|핸드폰|电话|手机)(?i:phone)?"
        r"(?: (?i:number|no))?[.:\uff1a]? ?[(+]?[0-9](?:[ ()-]{0,2}[0-9]){5,13}",
        _LATIN,
        _no_round_number,
    ),
    Kind(
        "a Korean resident number",
        r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) ?[-\u2013] ?[1-8][0-9]{6}",
        _NUMBER,
        _resident_number,
    ),
    Kind(
        "a Chinese identity number",
        r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]",
        _LATIN,
        _chinese_id,
    ),
    Kind("an IP address", r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", "0-9A-Za-z_.", _ip),
    Kind("an IP address", r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}", "0-9A-Za-z_.:", _ip),
    Kind(
        "coordinates",
        r"[0-9]{1,3}\.[0-9]{2,}°? ?[NSEW]?(?: ?[,;/] ?| )[+-]?[0-9]{1,3}\.[0-9]{2,}(?:°| ?[NSEW]\b)?",
        "0-9A-Za-z_.",
        _pair,
    ),
    Kind(
        "coordinates",
        r"[0-9]{1,3}(?:\.[0-9]{2,} ?° ?[NSEW]| ?° ?[0-9]{1,2}(?:\.[0-9]+)? ?['\u2032\u2019])",
        "0-9",
        whole=False,
    ),
    Kind("coordinates", r"(?i:geo):-?[0-9]{1,2}\.[0-9]+,-?[0-9]{1,3}\.[0-9]+", _LATIN),
    Kind("coordinates", r"[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}", _LATIN),
    Kind(
        "a messenger account",
        r"(?i:t\.me|telegram\.me|wa\.me|line\.me|open\.kakao\.com|u\.wechat\.com)/[0-9A-Za-z+~/_.-]+",
        "0-9A-Za-z_-",
    ),
    Kind("a messenger account", r"@[A-Za-z][0-9A-Za-z_.]{2,31}", "0-9A-Za-z_.@", whole=False),
    Kind(
        "a messenger account", rf"(?i:{_APPS}) ?(?i:{_ACCOUNT}) ?[:\uff1a=]? ?{_NAME}", _LETTERS, _with_sign
    ),
    Kind("a messenger account", rf"(?i:{_APPS}) ?[:\uff1a=]? ?{_NAME}", _LETTERS, _with_both),
    Kind(
        "a messenger account",
        rf"(?i:{_APPS}) ?(?i:{_ACCOUNT})? ?[:\uff1a=] ?{_NAME} ?(?:$|[,;.)\]])",
        _LETTERS,
        whole=False,
    ),
)
"""All kinds, in the order in which they are looked for."""


def _suspect() -> str:
    """Return what Rust filters by: every kind, as far as its shortest form, whatever stands behind it."""
    kinds: dict[str, list[str]] = {}
    for each in KINDS:
        kinds.setdefault(each.before, []).append(_LONGER.sub(r"{\1}", each.pattern))
    return "|".join(f"(?:^|[^{before}])(?:{'|'.join(some)})" for before, some in kinds.items())


SIGNS = "|".join(
    (
        "@",
        r"[\[(] ?[aA][tT] ?[\])]",
        r"[0-9](?:[ .()/\-\u2013]{0,3}[0-9]){5}",
        r"[0-9]\.[0-9](?:[0-9]|\.[0-9])",
        ":[0-9A-Fa-f]{0,4}:",
        "[0-9] ?°",
        r"[gG][eE][oO]:",
        r"\+[2-9CFGHJMPQRVWX]{2}",
        r"(?i:\.(?:me|com)/)",
        f"(?i:{_APPS})",
    )
)
"""Of these every identifier has one; no cheaper question lets fewer texts by."""
_LONGER = re.compile(r"\{([0-9]+),[0-9]+\}$")
SUSPECT = _suspect()

_ENDS = r"(?![0-9A-Za-z_]|[.,/-][0-9])"


@cache
def _exact() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return each kind and what it looks like between its boundaries; few records have a text to ask."""
    return tuple(
        (each, re.compile(f"(?<![{each.before}])(?:{each.pattern}){_ENDS if each.whole else ''}"))
        for each in KINDS
    )


def identifiers(text: str) -> Iterator[Identifier]:
    """Yield what a text holds by which somebody could be reached or recognised."""
    for kind, pattern in _exact():
        for match in pattern.finditer(text):
            if kind.holds(match[0]):
                yield Identifier(kind.name, match.start(), match.end())


def masked(text: str) -> str:
    """Return a text of the same length in which each identifier's first two characters alone are left."""
    letters = list(text)
    for each in identifiers(text):
        for at in range(each.start + SHOWN, each.end):
            letters[at] = MASK
    return "".join(letters)


def identifier_rules(table: Table) -> list[Rule]:
    """Return the rule that each field of free text brings."""
    hidden = unpublished(table)
    return [_rule(each.name, hidden) for each in free_texts(table)]


def _rule(name: str, hidden: Condition | None) -> Rule:
    text = pl.col(name)
    signs = text.str.contains(SIGNS)
    signed = signs if hidden is None else signs & ~holds(hidden)
    suspicious = text.str.contains(SUSPECT)
    suspect = pl.when(signed & suspicious).then(text)
    return Rule(
        id=PERSONAL_IDENTIFIER,
        fields=(name,),
        test=suspect.map_batches(_clean, return_dtype=pl.Boolean, is_elementwise=True),
        message="{value} holds what could lead to a person",
        expected="own words without addresses, numbers or accounts of people, and no exact position",
        advise=_advise,
        maybe=signed.fill_null(value=False),
        closer=suspicious.fill_null(value=False),
    )


def _clean(suspect: pl.Series) -> pl.Series:
    """Tell which texts hold no identifier; a null is a text of which Rust has said so."""
    clean = pl.Series([True]).new_from_index(0, suspect.len())
    if suspect.null_count() == suspect.len():
        return clean
    holding = [text for text in suspect.drop_nulls().unique() if any(identifiers(text))]
    if not holding:
        return clean
    return clean.scatter(suspect.is_in(holding).arg_true(), values=False)


def _advise(text: str) -> Advice:
    return Advice(" and ".join(dict.fromkeys(each.kind for each in identifiers(text))))
