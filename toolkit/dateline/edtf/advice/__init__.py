"""Why a text is no date of the profile, and what to write instead."""

from dateline.edtf.advice.advise import advise
from dateline.edtf.advice.answer import Advice

__all__ = ["Advice", "advise"]
