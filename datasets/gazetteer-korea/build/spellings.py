"""The spellings of a place that follow from its Hangul name or from its name in a gazetteer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from romanise import mccune_reischauer, revised, southern
from scripts import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = re.compile("(?<=..)(특별자치도|특별시|광역시|직할시|구역|지구|시|군|도|읍|리|구)$")
"""A Korean word for the kind of unit, behind at least two syllables."""

ROMANISED = {"시": "si", "군": "gun", "구역": "guyok", "지구": "chigu", "구": "gu", "도": "do"}
ENGLISH = {
    "시": "City",
    "군": "County",
    "구역": "District",
    "지구": "District",
    "구": "District",
    "도": "Province",
}

HALVES = {"북": ("North", "buk", "puk"), "남": ("South", "nam", "nam")}
STEMS = {
    "평안": ("P'yŏngan", "Pyeongan", "Phyongan"),
    "황해": ("Hwanghae",) * 3,
    "함경": ("Hamgyŏng", "Hamgyeong", "Hamgyong"),
}
SHORT = {"평안": ("평", "P'yŏng", "Pyeong"), "황해": ("황", "Hwang", "Hwang"), "함경": ("함", "Ham", "Ham")}

Spelling = tuple[str, str]
"""A name and the system it belongs to."""


def stem(hangul: str) -> str:
    """Return a Hangul name without the word for its unit, if two syllables are left."""
    return UNITS.sub("", hangul)


def of_hangul(hangul: str) -> Iterator[Spelling]:
    """Yield the spellings of a Hangul name, with and without its unit, northern and southern."""
    name = stem(hangul)
    unit = hangul[len(name) :]
    for spelt in dict.fromkeys((name, southern(name))):
        yield spelt + unit, "hangul"
        yield spelt, "hangul"
        for romanise, system in ((mccune_reischauer, "mccune_reischauer"), (revised, "revised")):
            roman = romanise(spelt)
            yield roman, system
            yield plain(roman), system
            if unit in ROMANISED:
                yield f"{plain(roman)}-{ROMANISED[unit]}", system
                yield f"{plain(roman)} {ENGLISH[unit]}", system


def of_half(hangul: str) -> Iterator[Spelling]:
    """Yield the spellings of a province that is one half of a former one: 평안북도."""
    name, half = hangul[:2], hangul[2]
    english, buk, puk = HALVES[half]
    yield hangul, "hangul"
    yield SHORT[name][0] + half, "hangul"
    for roman, system in zip(STEMS[name], ("mccune_reischauer", "revised", "dprk"), strict=True):
        for each in dict.fromkeys((roman, plain(roman))):
            yield f"{english} {each}", system
            yield f"{english} {each} Province", system
            for ending in (f"-{buk}to", f"-{buk}do", f"{buk}-do", f"-{puk}to", f"{puk}do", f"{buk}do"):
                yield each + ending, system
    for roman, system in zip(SHORT[name][1:], ("mccune_reischauer", "revised"), strict=True):
        for each in dict.fromkeys((roman, plain(roman))):
            yield each + buk, system


def of_geonames(name: str) -> Iterator[Spelling]:
    """Yield a name as GeoNames has it, without marks, and without the word for a district."""
    for each in dict.fromkeys((name, plain(name))):
        yield each, "gazetteer"
        bare = re.sub("-(guyŏk|kuyŏk|guyok|kuyok|gu)$", "", each)
        yield bare, "gazetteer"
