"""Names of people in running text: where they stand, as far as their form gives them away.

What is seen:

- a title before a capitalised word or an initial: Mr, Mrs, Ms, Mx, Dr, Prof, Comrade;
- a Korean name in Latin letters: one of the common surnames, then one or two syllables of
  the kind that given names are made of (Kim Chol-su, KANG Ji-won, Kim Jong Un, Choi Mo); in
  capitals, or with a hyphen in the given name, rarer surnames as well;
- a Chinese name in Pinyin: one of the common surnames and a given name of one or two
  syllables in one word (Zhang Xiaoming, WANG Li);
- a Korean name in Hangul: a surname, one or two syllables, and a word of address (씨, 님,
  군, 양), or 모 for a given name that is kept back;
- "surnamed X"; a word for a person with "named", "called" or "known as" and a capitalised
  word or an initial; a surname or an initial with an age in brackets.

What is not seen: a name of another tradition without a title, a given name alone, a
surname alone, a nickname. What has the form of a name and is none: a place, an office or a
body named after a person; whoever asks says which texts are to be passed over (`Known`).
A name in front of a word such as University, Square or County is such a body.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMON = (
    "Kim|Lee|Ri|Rhee|Park|Pak|Choi|Choe|Jung|Jeong|Jong|Chong|Kang|Cho|Jo|Yoon|Yun|Jang|Lim|Rim|Seo|Shin|"
    "Kwon|Hwang|Ahn|Ryu|Yoo|Jeon|Jon|Hong|Ko|Moon|Mun|Bae|Pae|Baek|Paek|Heo|Nam|Shim|Sim|Roh|Noh|Kwak|Joo|"
    "Thae|Hyon|Om|Eom|Oh|Chon|Pyon|Byun|Ro|Ryang"
)
"""Romanised surnames of most Koreans, all romanisations."""
_RARE = (
    "Yi|Chung|Chang|Han|Im|An|Sin|So|O|Song|Yu|Yang|Go|Son|Ho|No|Ha|Cha|Chu|Ju|U|Woo|Ku|Koo|Gu|Na|Ra|Min|Jin|"
    "Ji|Chae|Won|Pang|Bang|Kong|Gong|Ham|To|Do|Tae|Ma|Ok|Kil|Gil|Yon|Yeon|Wi|Pyo|Ki|Wang|Kum|Yuk|Maeng|Je|Mo|Tak"
)
"""Surnames that are words of English or of other names: they need more to be one."""
_CAPITALS = "|".join(each for each in f"{_COMMON}|{_RARE}".upper().split("|") if len(each) > 1)
_SYLLABLES = (
    "ae|ah|an|baek|beom|bin|bo|bok|bong|bum|byong|byung|chae|chan|chang|chol|cheol|chul|choon|chun|chong|chung|"
    "da|dae|dal|deuk|do|dok|dong|doo|du|duk|deok|eon|eun|eui|gap|gi|gil|gu|guk|gun|gwan|gwang|gwon|gye|gyong|gyu|ha|hak|han|"
    "hae|he|hee|heon|heui|hi|ho|hon|hong|hoon|hui|hun|hwa|hwan|hye|hyang|hyo|hyok|hyeok|hyong|hyeong|hyun|hyon|hyuk|ik|"
    "il|im|in|ja|jae|jang|je|jeong|ji|jik|jin|jo|jon|jong|joo|joon|ju|jun|jung|kap|ki|kil|ku|kuk|kum|kun|kwan|"
    "kwang|kwon|kyo|kyong|kyoung|kyu|kyun|kyung|man|mi|min|mo|mok|mu|mun|myong|myung|myeong|nae|nam|no|o|ok|pae|pil|"
    "pok|pom|pong|pyo|pyong|ra|rae|ran|ri|rim|rok|ryon|ryong|ryol|sam|san|sang|se|seo|seok|seon|seong|seul|seung|"
    "shik|shin|si|sik|sil|sim|sin|so|sok|sol|son|song|soo|soon|sop|su|suk|sun|sung|sup|tae|taek|tok|tong|u|uk|un|"
    "ung|won|woo|wook|woon|yeol|yeon|yeong|yo|yol|yon|yong|yoo|yoon|young|yu|yul|yun"
)
"""Syllables of Korean given names, all romanisations."""
_CHINESE = (
    "Wang|Zhang|Liu|Chen|Zhao|Zhou|Xu|Zhu|Guo|Xie|Feng|Deng|Cao|Zeng|Peng|Jiang|Wei|Xue|Zheng|Li|Wu|Lin|Huang|"
    "Gao|Liang|Luo|Tang|Xiao|Cheng|Yuan|Dong|Shen|Pan|Du|Dai|Xia|Zhong|Tian|Ren|Hu|Sun|Yang|He|Ma"
)
_CHINESE_CAPITALS = _CHINESE.upper()
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u"
)
_PINYIN = f"(?:{_INITIAL})(?:{_FINAL})"
_GROUND = "(?!(?i:he|hai|shan|hu|dao|gang|jiang|xian|shi|cun|zhen|qiao|sheng|qu|zhou|kou|men|wan|yuan)\\b)"
"""Pinyin for river, sea, mountain, county and the like: with them the whole is a place."""
_HANGUL = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남"
    "심노곽성차주우구민진나림리로량태현엄변원천방공"
)
_ADDRESSED = "김박최윤황권홍안송류장정조임한오서신강이"
"""Surnames before 님: of the others some are the first syllable of an office."""

_TITLE = r"Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Comrade"
_RANK = (
    "(?:Sgt|Sergeant|Pvt|Private|Cpl|Corporal|Capt|Captain|Lt|Lieutenant|Col|Colonel|Maj|Major|Gen|General|"
    "Officer|Miss|Madam|Madame)"
)
_PERSON = (
    "man|woman|boy|girl|soldier|officer|private|sergeant|conscript|recruit|resident|villager|defector|deserter|"
    "refugee|trader|merchant|broker|smuggler|farmer|fisherman|driver|worker|student|pupil|teacher|doctor|nurse|"
    "person|someone|somebody|citizen|guard|policeman|policewoman|official|cadre|mother|father|son|daughter|wife|"
    "husband|brother|sister|neighbou?r|suspect|victim|prisoner|inmate|detainee|informant|source|witness|youth|"
    "teenager|child|worshipper|believer|missionary|pastor"
)
_WORD = "[A-Z](?:[a-z]+(?:-[A-Za-z][a-z]*)?|[A-Z]+\\b)"
_OFFICES = "(?!(?:General|Supreme|Marshal|Leader|President|Chairman|Secretary|Minister|Commander)\\b)"
_NAMED = f"(?:{_OFFICES}{_WORD}(?: {_WORD}){{0,2}}|[A-Z]\\b\\.?)"
_BODIES = (
    "University|College|School|Institute|Academy|Hospital|Factory|Works|Mine|Farm|Station|Port|Bridge|Street|Road|"
    "Square|Stadium|Theatre|Theater|Museum|Library|Palace|Mausoleum|Tower|Statue|Monument|Airport|Airfield|"
    "Military|Political|Youth|League|Order|Prize|Brigade|Division|Regiment|County|City|District|Province|Township|"
    "Village|Island|River|Mountain|Mountains|Peak|Lake|Bay|Peninsula|Reservoir|Dam|Park|Group|Bank|Bakery|Daily"
)
_NO_BODY = rf"(?!['\u2019]?s? (?:{_BODIES})\b)"
_XIAOMING = rf"(?=[A-Z]){_GROUND}(?i:{_PINYIN}){{1,2}}\b(?!-)"
_SYL = f"(?i:{_SYLLABLES})"
_GIVEN = rf"(?=[A-Z]){_SYL}(?:(?: (?=[A-Z])|-)?{_SYL})?\b(?!-)(?! (?=[A-Z]){_SYL}\b)"
_PARTICLE = "(?=[^가-힣]|$|[은는이가의와과를을도로에만])"


class Form(NamedTuple):
    """A form of names: the group `name` of the pattern is the name.

    Args:
        pattern: a regular expression.
        words: of these, a text with such a name has one; none if nothing is known.
        hangul: whether a text with such a name has letters beyond ASCII.

    """

    pattern: str
    words: frozenset[str] = frozenset()
    hangul: bool = False


def _either(*surnames: str) -> frozenset[str]:
    return frozenset("|".join(surnames).split("|"))


FORMS = (
    Form(rf"\b(?:{_TITLE})(?:\. ?| )(?P<name>{_NAMED}){_NO_BODY}"),
    Form(rf"\b{_RANK}(?:\. ?| )(?P<name>(?:{_COMMON}|{_CHINESE})\b(?: {_WORD}){{0,2}}){_NO_BODY}"),
    Form(rf"\b(?P<name>(?:{_COMMON}) {_GIVEN}){_NO_BODY}", _either(_COMMON)),
    Form(
        rf"\b(?P<name>(?:{_COMMON}|{_RARE}) (?=[A-Z]){_SYL}-{_SYL})\b(?!-){_NO_BODY}",
        _either(_COMMON, _RARE),
    ),
    Form(rf"\b(?P<name>(?:{_CAPITALS}) {_GIVEN}){_NO_BODY}", _either(_CAPITALS)),
    Form(rf"\b(?P<name>(?:{_CHINESE}) {_XIAOMING}){_NO_BODY}", _either(_CHINESE)),
    Form(rf"\b(?P<name>(?:{_CHINESE_CAPITALS}) {_XIAOMING}){_NO_BODY}", _either(_CHINESE_CAPITALS)),
    Form(rf"(?<![가-힣])(?P<name>[{_HANGUL}][가-힣]{{2}}) ?씨{_PARTICLE}", hangul=True),
    Form(rf"(?<![가-힣])(?P<name>[{_HANGUL}][가-힣]{{2}}) (?:군|양){_PARTICLE}", hangul=True),
    Form(rf"(?<![가-힣])(?P<name>[{_ADDRESSED}][가-힣]{{2}})님{_PARTICLE}", hangul=True),
    Form(rf"(?<![가-힣])(?P<name>[{_HANGUL}]모) ?(?:씨|군|양){_PARTICLE}", hangul=True),
    Form(rf"\b(?i:surnamed|family name(?: of| is)?) (?:only )?(?:as )?(?P<name>{_NAMED})"),
    Form(
        rf"\b(?:{_PERSON})s?(?: \(?[0-9]{{1,2}}\)?,?)?,? (?:who (?:is|was) )?(?:named|called|"
        rf"(?:known|identified)(?: only)? as|by the name of) (?:only )?(?:as )?(?P<name>{_NAMED})"
    ),
    Form(rf"\b(?P<name>(?:{_COMMON}|{_CHINESE}|[A-Z]\.)) ?\((?:aged )?[1-9][0-9]\)"),
)
"""The forms, in the order in which they are looked for.

They are long: making all of them takes as long as checking a small table, and most texts
need few. So each is made when a text may have a name of its form.
"""
_WORDS = re.compile("[A-Za-z]+")
_made = cache(re.compile)


SUSPECT: Final = (
    rf"\b(?:{_TITLE})(?:\. ?| )[A-Z]|\b{_RANK}(?:\. ?| )(?:{_COMMON}|{_CHINESE})\b"
    rf"|\b(?:{_COMMON}|{_CHINESE}|{_CAPITALS}|{_CHINESE_CAPITALS})(?: [A-Z]| ?\()|\b(?:{_RARE}) [A-Z][a-z]+-"
    r"|[가-힣][가-힣 ](?:씨|님|군|양)|(?i:surnamed|family name)|\b[A-Z]\. ?\("
    rf"|\b(?:{_PERSON})s?(?: \(?[0-9]{{1,2}}\)?)?,? ?(?:who|named|called|known|identified|by the name)"
)
"""What a text has that may name somebody, as Rust looks for it."""


MASK: Final = "\u2022"
"""What stands for the letters of a name in a report."""


class Name(NamedTuple):
    """A name in a text: what it is, and where it stands."""

    text: str
    start: int
    end: int


def names(text: str) -> Iterator[Name]:
    """Yield the names in a text; the same name may come from two forms."""
    words, plain = _WORDS.findall(text), text.isascii()
    for form in FORMS:
        if (form.hangul and plain) or (form.words and form.words.isdisjoint(words)):
            continue
        for match in _made(form.pattern).finditer(text):
            yield Name(match["name"], match.start("name"), match.end("name"))


def masked(text: str) -> str:
    """Return a text of the same length in which each name's first letter alone is left."""
    letters = list(text)
    for each in names(text):
        for at in range(each.start + 1, each.end):
            letters[at] = MASK
    return "".join(letters)


class Known:
    """Texts that are no private person's name: of public figures, of bodies, of places."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = [text for text in texts if _IN_HANGUL.fullmatch(text) or next(names(text), None) is not None]
        patterns = sorted({_loose(each) for each in kept}, key=len, reverse=True)
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def unknown(self, text: str) -> list[Name]:
        """Return the names in a text that do not lie within a known one."""
        found = list(names(text))
        if not found or self._pattern is None:
            return found
        spans = [match.span() for match in self._pattern.finditer(text)]
        return [each for each in found if not any(a <= each.start and each.end <= b for a, b in spans)]


def _loose(text: str) -> str:
    """Return an expression for a known text however its words are joined: Jong Un, Jong-un."""
    words = r"[\s-]?".join(map(re.escape, re.split(r"[\s-]+", text.strip())))
    end = "" if _IN_HANGUL.fullmatch(text) else r"(?!\w)"  # particles follow without a space
    return rf"(?<!\w){words}{end}"


_IN_HANGUL = re.compile("[가-힣]{2,5}")
