"""Evidence: passages of articles, cited by position and hash and never copied.

An article's text is brought into one normal form (`normalise`, `Text`); a `Locator`
points at a passage of it; `verify` says whether it still stands there, `find` where it
went, `judge` both; `locate` spares the coder the counting; `has_quotation_marks` says whether it is
printed as a quotation; `WordIndex` and `shared_words` notice a record that repeats an
article's words.

Everything here is pure: text in, values out.
"""

from dateline.evidence.locator import Locator, LocatorProblem, advise, verify
from dateline.evidence.nearest import Candidate
from dateline.evidence.quotes import Quotation, has_quotation_marks, quotations
from dateline.evidence.search import PassageError, find, locate
from dateline.evidence.text import Paragraph, Text, digest, normalise
from dateline.evidence.verdict import OUTCOMES, Outcome, Verdict, judge
from dateline.evidence.words import Overlap, WordIndex, shared_words

__all__ = [
    "OUTCOMES",
    "Candidate",
    "Locator",
    "LocatorProblem",
    "Outcome",
    "Overlap",
    "Paragraph",
    "PassageError",
    "Quotation",
    "Text",
    "Verdict",
    "WordIndex",
    "advise",
    "digest",
    "find",
    "has_quotation_marks",
    "judge",
    "locate",
    "normalise",
    "quotations",
    "shared_words",
    "verify",
]
