"""What may stand in the cells that take one of a few answers: how it is shown, and how it is understood."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from questionnaires.codes import CYRILLIC
from questionnaires.definition import LEVELS, REASON_CODES, YES_PARTLY_NO, Indicator, Words
from questionnaires.problems import N_
from questionnaires.texts import plain

UNKNOWN = "unknown"
YES, NO, NOT_SAID = "yes", "no", "not_said"
DONT_KNOW = "DK"
WE_DONT_KNOW = N_("We don't know")
LETTERS = {"yes": "Y", "partly": "P", "no": "N"}
"""The codes of yes, partly and no in workshops; levels, NA1 to NA3 and DK are codes already."""
RAISED_WORDS = {YES: N_("Yes"), NO: N_("No"), NOT_SAID: N_("Not stated")}
TRUTH = {"true": YES, "false": NO}
BETWEEN = re.compile("(?<=\\w)[\\s.:·\N{EN DASH}\N{EM DASH}-]+(?=\\w)")
LATIN = str.maketrans(CYRILLIC)
"""A letter of a Russian keyboard is read as the one that people see, where it is no answer by itself."""
LONGEST = 200
"""Of a text that may be one of these answers; a longer one is not even looked at, since it may swell a lot."""
WHOLE = re.compile(r"([0-4])[.,]0+")

Labels = Mapping[str, str]
"""What people read -> what it means, such as "3 Applied" -> "3", "NA1 Our law forbids it" -> "NA1"."""


def answer_labels(indicator: Indicator, words: Words, translate: Callable[[str], str]) -> dict[str, str]:
    """The answers that the drop-down of this question offers, in their order."""
    reasons = {f"{code} {words.reasons[code]}": code for code in reasons_of(indicator)}
    return value_labels(indicator, words) | {dont_know(translate): UNKNOWN} | reasons


def dont_know(translate: Callable[[str], str]) -> str:
    return f"{DONT_KNOW} {translate(WE_DONT_KNOW)}"


def value_labels(indicator: Indicator, words: Words) -> dict[str, str]:
    if indicator.kind == "maturity":
        return {f"{level} {words.levels[level].name}": str(level) for level in LEVELS}
    return {words.choices[choice]: choice for choice in reversed(YES_PARTLY_NO)}


def reasons_of(indicator: Indicator) -> tuple[str, ...]:
    """A core question always has its case, so NA3 is no answer to it."""
    return tuple(code for code in REASON_CODES if not (indicator.core and code == "NA3"))


def raised_labels(translate: Callable[[str], str]) -> dict[str, str]:
    return {translate(word): code for code, word in RAISED_WORDS.items()}


def understood_answer(text: str, indicator: Indicator, languages: Sequence[Words], own: Labels) -> str | None:
    """Its code: 0 to 4, yes, partly, no, unknown, NA1 to NA3, "" for nothing; None where nobody can tell.

    `own` are the words of the interface that the workbook was made with.
    """
    known = {**own, DONT_KNOW: UNKNOWN}
    for code in reasons_of(indicator):
        known |= {code: code, f"{code[:2]} {code[2:]}": code}
        for words in languages:
            known |= {words.reasons[code]: code, f"{code} {words.reasons[code]}": code}
    for words in languages:
        known |= dict(_values(indicator, words))
    if indicator.kind != "maturity":
        known |= TRUTH
    return _found(text, known)


def _values(indicator: Indicator, words: Words) -> Iterator[tuple[str, str]]:
    yield from value_labels(indicator, words).items()
    if indicator.kind == "maturity":
        for level in LEVELS:
            yield words.levels[level].name, str(level)
            yield str(level), str(level)
        return
    for choice, letter in LETTERS.items():
        yield letter, choice
        yield choice, choice
        yield f"{letter} {words.choices[choice]}", choice


def understood_raised(text: str, languages: Sequence[Words], own: Labels) -> str | None:
    known = {**own, **TRUTH, "y": YES, "n": NO, YES: YES, NO: NO}
    for words in languages:
        known |= {words.choices[code]: code for code in (YES, NO)}
    return _found(text, known)


def understood_target(text: str, languages: Sequence[Words]) -> str | None:
    known = {str(level): str(level) for level in LEVELS}
    for words in languages:
        known |= {f"{level} {words.levels[level].name}": str(level) for level in LEVELS}
    return _found(text, known)


def _found(text: str, known: Labels) -> str | None:
    text = text.strip()
    if len(text) > LONGEST:
        return None
    wanted = _plain(text)
    codes = {_plain(label): code for label, code in known.items()}
    return codes.get(wanted, codes.get(wanted.translate(LATIN))) if wanted else ""


def _plain(text: str) -> str:
    """As it is compared: capitals, spaces and what stands between a code and its name do not count."""
    letters = unicodedata.normalize("NFKC", plain(text)).casefold().strip()
    digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in letters)
    whole = WHOLE.fullmatch(digits)
    return whole[1] if whole else BETWEEN.sub(" ", digits).strip(" .:")
