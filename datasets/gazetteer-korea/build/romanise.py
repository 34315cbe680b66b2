"""Korean place names in Latin letters, from their Hangul, by three systems.

McCune-Reischauer (1939) is what GeoNames and Western maps of North Korea use; Revised
Romanization (2000) is South Korea's; the third is North Korea's own, as far as the
boundary files of OCHA show it. All three are computed from sound; none can be reversed.

A northern name that begins with ㄹ or with 녀, 뇨, 뉴, 니 is also written without (량강,
양강): `southern` gives the southern spelling of a Hangul name.
"""

from __future__ import annotations

FIRST, LAST = 0xAC00, 0xD7A3
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

MR_VOWELS = "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i"
RR_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
DPRK_VOWELS = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"
"""What each of `VOWELS` becomes."""

MR_INITIALS = "k kk n t tt r m p pp s ss _ ch tch ch' k' t' p' h"
RR_INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h"
DPRK_INITIALS = "k kk n t tt r m p pp s ss _ j jj ch kh th ph h"
"""What each of `INITIALS` becomes; `_` is the silent one."""

VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
STOPS = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
SIMPLE = {
    "ㄲ": "ㄱ",
    "ㅋ": "ㄱ",
    "ㄺ": "ㄱ",
    "ㅅ": "ㄷ",
    "ㅆ": "ㄷ",
    "ㅈ": "ㄷ",
    "ㅊ": "ㄷ",
    "ㅌ": "ㄷ",
    "ㅎ": "ㄷ",
    "ㅍ": "ㅂ",
}
Syllable = tuple[str, int, str]


def syllables(hangul: str) -> list[Syllable]:
    """Take a word apart: initial, number of the vowel, final.

    Raises:
        ValueError: if a character is no Hangul syllable.

    """
    found = []
    for character in hangul:
        if not FIRST <= ord(character) <= LAST:
            message = f"'{character}' in '{hangul}' is no Hangul syllable"
            raise ValueError(message)
        initial, rest = divmod(ord(character) - FIRST, 21 * 28)
        found.append((INITIALS[initial], rest // 28, FINALS[rest % 28]))
    return found


def southern(hangul: str) -> str:
    """Return the southern spelling: no ㄹ at the beginning, and no ㄴ before i and y."""
    code = ord(hangul[0]) - FIRST
    initial, rest = divmod(code, 21 * 28)
    iotated = VOWELS[rest // 28] in "ㅑㅒㅕㅖㅛㅠㅣ"
    if INITIALS[initial] not in "ㄹㄴ" or (INITIALS[initial] == "ㄴ" and not iotated):
        return hangul
    return chr(FIRST + INITIALS.index("ㅇ" if iotated else "ㄴ") * 21 * 28 + rest) + hangul[1:]


def assimilated(word: list[Syllable]) -> list[Syllable]:
    """Return the syllables as they sound beside each other."""
    out = list(word)
    for at in range(len(out) - 1):
        (i1, v1, f1), (i2, v2, f2) = out[at], out[at + 1]
        f1 = SIMPLE.get(f1, f1) if i2 != "ㅇ" else f1
        if f1 in STOPS and i2 in "ㄴㅁㄹ":
            f1, i2 = STOPS[f1], "ㄴ" if i2 == "ㄹ" else i2
        elif (f1, i2) in (("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")):
            f1 = i2 = "ㄹ"
        elif f1 in ("ㅁ", "ㅇ") and i2 == "ㄹ":
            i2 = "ㄴ"
        out[at], out[at + 1] = (i1, v1, f1), (i2, v2, f2)
    return out


def mccune_reischauer(hangul: str) -> str:
    """Return a name in McCune-Reischauer, with breves and apostrophes."""
    word = assimilated(syllables(hangul))
    text, before = "", ""
    for at, (initial, vowel, final) in enumerate(word):
        text += _mr_initial(initial, before, first=at == 0, tail=text) + MR_VOWELS.split()[vowel]
        following = word[at + 1][0] if at + 1 < len(word) else None
        text += _mr_final(final, following)
        before = final or "vowel"
    return text.capitalize()


def _mr_initial(initial: str, before: str, *, first: bool, tail: str) -> str:
    if initial == "ㅇ":
        return ""
    if initial == "ㄹ":
        return "l" if before == "ㄹ" else "r"
    letter = MR_INITIALS.split()[INITIALS.index(initial)]
    hard = before == "ㄹ" and letter in ("ch", "t")  # 길주 Kilchu: ㄷ and ㅈ are tense behind ㄹ
    voiced = before in ("vowel", "ㄴ", "ㅁ", "ㅇ", "ㄹ") and not hard
    if first or not voiced or letter not in VOICED:
        return letter
    return ("'" if letter == "k" and tail.endswith("n") else "") + VOICED[letter]


def _mr_final(final: str, following: str | None) -> str:
    if following == "ㅇ":
        return {"": "", "ㄱ": "g", "ㄹ": "r", "ㅂ": "b", "ㅇ": "ng", "ㄴ": "n", "ㅁ": "m", "ㅅ": "s"}[final]
    return {"": "", "ㄱ": "k", "ㄷ": "t", "ㄹ": "l", "ㅂ": "p", "ㅇ": "ng", "ㄴ": "n", "ㅁ": "m"}[
        SIMPLE.get(final, final)
    ]


def revised(hangul: str) -> str:
    """Return a name in Revised Romanization."""
    word = assimilated(syllables(hangul))
    text, before = "", ""
    for at, (initial, vowel, final) in enumerate(word):
        following = word[at + 1][0] if at + 1 < len(word) else None
        letter = "" if initial == "ㅇ" else RR_INITIALS.split()[INITIALS.index(initial)]
        text += ("l" if initial == "ㄹ" and before == "ㄹ" else letter) + RR_VOWELS.split()[vowel]
        linked = {"ㄱ": "g", "ㄹ": "r", "ㅂ": "b", "ㅅ": "s"}.get(final) if following == "ㅇ" else None
        text += linked or _mr_final(final, None if linked is None else following)
        before = final
    return text.capitalize()


def dprk(hangul: str) -> str:
    """Return a name as North Korea writes it: letter by letter, ㄹ kept, aspirates with h."""
    text, before = "", ""
    for at, (initial, vowel, final) in enumerate(syllables(hangul)):
        letter = "" if initial == "ㅇ" else DPRK_INITIALS.split()[INITIALS.index(initial)]
        if at and letter in ("k", "t", "p") and before in ("", "ㄴ", "ㅁ", "ㅇ"):
            letter = VOICED[letter]
        text += letter + DPRK_VOWELS.split()[vowel] + _mr_final(final, None)
        before = final
    return text.capitalize()
