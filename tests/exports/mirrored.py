"""The test language x-rtl: the English words in Arabic letters, to see whether everything turns with the reader."""

import re
from dataclasses import replace
from functools import cache

from exports.content import GapReport
from exports.gap.facts import Beside
from exports.gap.findings import Findings
from exports.gap.report import gap_report
from questionnaires.definition import Questionnaire, Words
from tests.exports.builders import FACTS, MIXED, OPENED, all_at, assess, mixed, questionnaire

LANGUAGE = "x-rtl"
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض", strict=True))
CODES = r"\{\w*\}|\b[A-Z]+-?\d[\d.]*\b"
"""Names of what is filled in, ids and codes stay as they are."""


def mirrored(text: str) -> str:
    """As a translator would give it back: the same length, nothing English left but ids."""
    pieces = re.split(f"({CODES})", text)
    return "".join(piece if at % 2 else _in_arabic(piece) for at, piece in enumerate(pieces))


def _in_arabic(text: str) -> str:
    return "".join(LETTERS.get(letter.lower(), letter) for letter in text)


@cache
def mirrored_questionnaire() -> Questionnaire:
    english = questionnaire().words("en")
    texts = {
        key: _mirrored_in(value) for key, value in english.model_dump().items() if key not in ("version", "language")
    }
    words = Words.model_validate({"version": english.version, "language": "en", **texts})
    return replace(questionnaire(), words_by_language={LANGUAGE: words.model_copy(update={"language": LANGUAGE})})


def _mirrored_in(part: object) -> object:
    if isinstance(part, str):
        return mirrored(part)
    if isinstance(part, dict):
        return {key: _mirrored_in(value) for key, value in part.items()}
    return tuple(map(_mirrored_in, part)) if isinstance(part, tuple) else part


def a_mirrored_report() -> GapReport:
    """With all four kinds of values, which make the first sheet the fullest."""
    document, scorecard, gaps = assess(mixed(), {"profile.land_border": "no"})
    cards = {"self": assess(mixed())[1], "validated": assess(all_at(2) | MIXED)[1], "moderated": scorecard}
    beside = Beside(cards, {"RC-01": mirrored("Evidence missing")}, frozenset({"RC-01"}), assess(all_at(1))[1])
    opened_then = replace(OPENED, **{name: mirrored(getattr(OPENED, name)) for name in ("what", "source", "target")})
    facts = replace(FACTS, state=mirrored(FACTS.state), kind="moderated", events=(opened_then,))
    parts = (mirrored_questionnaire(), facts, document.profile, document.answers, scorecard, gaps)
    return gap_report(Findings(*parts, language=LANGUAGE, translate=mirrored, beside=beside))
