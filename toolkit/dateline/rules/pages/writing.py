r"""Pages of the rules for how cells are written."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="cells")

PAGES: tuple[Page, ...] = (
    _page(
        id="stray-space",
        severity="error or warning",
        summary="no white space stands around the text, and nothing invisible in ids and codes",
        why="Nobody sees such a character, but to a program `P01` and `P01` with a space are two places, and "
        "12 with one is no number. Spreadsheets and web pages leave them behind.",
        needs="a dataset: packages of others are not asked",
        bad="""\
event_id,wounded,summary
E001,3 ,police searched a market hall
E002,,"patrols were doubled "
""",
        good="""\
event_id,wounded,summary
E001,3,police searched a market hall
E002,,patrols were doubled
""",
        fix="Run `dateline check --fix stray-space`, which writes nothing else. In ids it is an error, and "
        "nothing more is said of the cell until it is gone; inside them a no-break space becomes a plain "
        "one, and characters without width go. In free text it is a warning, and only the ends count. A "
        "number, a date or a code of a list breaks its own rule, such as `type`, and is fixed with these.",
        waive="No: nothing is lost without it.",
    ),
    _page(
        id="not-nfc",
        severity="warning",
        summary="the text is in Unicode's composed form (NFC)",
        why="An é can be one character or an e with an accent after it, and a Korean syllable one or three: "
        "they look alike and are not equal, so that searches miss one of them. File names of a Mac are a "
        "usual source.",
        needs="a dataset: packages of others are not asked",
        bad="article_id,outlet\nA01,Libe\u0301ration\n",
        good="article_id,outlet\nA01,Lib\u00e9ration\n",
        fix="Run `dateline check --fix not-nfc`, or `dateline format`, which writes whole files in this "
        "form. The text stays the same to every reader: the two forms are equal by Unicode's own definition.",
        waive="No: nothing is lost in the composed form.",
    ),
)
