"""The rule for every number that a person writes, in a form, a workbook, a list, a file or a command. Pure.

A mark between digits is left out only where it can mean nothing else. "2,148" is two thousand in one country and two
and a bit in the next: that is asked, never guessed.
"""

import math
import re
from fractions import Fraction
from typing import NamedTuple

from questionnaires.problems import N_, Problem
from questionnaires.texts import DIGITS, WIDE, as_kept, plain

MOST = 10**15
"""Up to here a spreadsheet keeps every digit."""
LONGEST = 60
"""Characters of a text that may be a number: nobody means a longer one."""
_DIGITS = str.maketrans(DIGITS | {wide: sign for wide, sign in WIDE.items() if sign.isdigit()})
_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bc\u2018\u2019\u2032`\u00b4", "'") | {"\u060c": ","})
GROUP, POINT = "\N{ARABIC THOUSANDS SEPARATOR}", "\N{ARABIC DECIMAL SEPARATOR}"
"""The two marks that have one meaning only."""
GROUPED = re.compile(rf"([1-9]\d{{0,2}}(?:([ ',.{GROUP}])\d{{3}})(?:\2\d{{3}})*)(?:(?!\2)[.,{POINT}](\d+))?")
UNGROUPED = re.compile(rf"(\d*)(?:([.,{POINT}])(\d+))?")
WHOLE = N_("Enter a whole number from {least} to {most}.")
NUMBER = N_("Enter a number from {least} to {most}.")
NOT_WHOLE = N_("“{given}” is not a whole number. Enter one from {least} to {most}, without decimals.")
TWO_WAYS_IN_A_CELL = N_("“{given}” can mean {whole} or {decimal}. Enter it without a mark between thousands.")


class Ways(NamedTuple):
    """The two numbers that a text can mean by its `mark`, which parts thousands or decimals. `has_noughts`: only
    noughts stand behind it, and more than three digits before it."""

    whole: str
    decimal: str
    mark: str
    has_noughts: bool


class Marks(NamedTuple):
    """Those of a language, before the decimals and between groups of digits."""

    decimal: str
    group: str


ENGLISH = Marks(".", ",")


def plain_digits(text: str) -> str:
    """With the digits of the six languages, and of full width, written as 0 to 9."""
    return text.translate(_DIGITS)


def read_whole(place: str, raw: object, problems: list[Problem], least: int = 0, most: int = MOST) -> int | None:
    """A whole number. Adds to `problems` and returns None where it is none, or could be two."""
    number, limits = _number(raw), {"least": f"{least:,}", "most": f"{most:,}"}
    if isinstance(number, tuple):
        sentence = N_(
            "“{given}” can mean {whole} or {decimal}. Only whole numbers are accepted: enter {whole} if you mean that."
        )
        problems.append(Problem(place, sentence, _two_ways(raw, number)))
    elif isinstance(number, float):
        problems.append(Problem(place, NOT_WHOLE, {"given": str(raw).strip()[:LONGEST], **limits}))
    elif number is None or not least <= number <= most:
        problems.append(Problem(place, WHOLE, limits))
    else:
        return number
    return None


def read_number(
    place: str, raw: object, problems: list[Problem], least: int = -MOST, most: int = MOST
) -> int | float | None:
    """A number with or without decimals. Adds to `problems` and returns None where it is none, or could be two."""
    number = _number(raw)
    if isinstance(number, tuple):
        sentence = N_(
            "“{given}” can mean {whole} or {decimal}. Enter {whole} for the first or {decimal}0 for the second."
        )
        problems.append(Problem(place, sentence, _two_ways(raw, number)))
    elif number is None or not least <= number <= most:
        limits = {"least": f"{least:,}", "most": f"{most:,}"}
        problems.append(Problem(place, NUMBER, limits))
    else:
        return number
    return None


def read_amount(
    place: str, raw: str, problems: list[Problem], most: int, decimals: int = 0, marks: Marks = ENGLISH
) -> int | None:
    """A number from 0 to `most` with at most so many decimals, exact: it and `most` are counted in the last of them.

    What can be read in two ways is the whole number where no decimals are ("1.234" people), and else what it is in the
    language of the `marks`; where the mark is neither of them, it is asked. Adds to `problems` and returns None where
    it is none.
    """
    written = _written(raw)
    if isinstance(written, Ways):
        chosen = _by_language(written, decimals, marks)
        if chosen is None:
            problems.append(Problem(place, TWO_WAYS_IN_A_CELL, _two_ways(raw, written)))
            return None
        written = chosen
    amount = None if written is None else Fraction(written) * 10**decimals
    limits = {"least": "0", "most": f"{most // 10**decimals:,}"}
    given = {"given": raw.strip()[:LONGEST]}
    if amount is None or not 0 <= amount <= most:
        problems.append(Problem(place, NUMBER if decimals else WHOLE, limits))
    elif amount.denominator == 1:
        return int(amount)
    elif decimals:
        near = f"{math.floor(amount + Fraction(1, 2)) / 10**decimals:.{decimals}f}"
        sentence = N_("“{given}” has more than {decimals} decimals. Enter {near} if you mean that.")
        problems.append(Problem(place, sentence, {**given, "decimals": decimals, "near": near}))
    else:
        problems.append(Problem(place, NOT_WHOLE, {**given, **limits}))
    return None


def _by_language(ways: Ways, decimals: int, marks: Marks) -> str | None:
    if not decimals and not ways.has_noughts:
        return ways.whole
    return {marks.group: ways.whole, marks.decimal: ways.decimal}.get(ways.mark)


def _two_ways(raw: object, ways: Ways) -> dict[str, object]:
    return {"given": str(raw).strip(), "whole": ways.whole, "decimal": ways.decimal}


def _number(raw: object) -> int | float | Ways | None:
    """The number, the two that it can be, or None. One without decimals is whole, whatever it was written as."""
    if isinstance(raw, str):
        written = _written(raw)
        return written if written is None or isinstance(written, Ways) else _value(written)
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else raw if math.isfinite(raw) else None
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _value(written: str) -> int | float:
    whole, _, decimals = written.partition(".")
    return float(written) if decimals.strip("0") else int(whole)


def _written(text: str) -> str | Ways | None:
    """With every digit, a point before the decimals and nothing else but a sign: "-1234.50"."""
    if len(text) > LONGEST or "\n" in as_kept(text).strip():
        return None
    written = plain(text).translate(_APOSTROPHES)
    sign, body = ("-" if written.startswith("-") else ""), re.sub(r"^[+-] ?", "", written)
    if match := GROUPED.fullmatch(body):
        grouped, mark, decimals = match.groups(default="")
        whole = grouped.replace(mark, "")
        if mark in ",." and grouped.count(mark) == 1 and not decimals:
            return Ways(sign + whole, sign + grouped.replace(mark, "."), mark, has_noughts=False)
    elif body and (match := UNGROUPED.fullmatch(body)):
        whole, mark, decimals = match.groups(default="")
        if mark in (".", ",") and len(whole) > 3 and decimals == "000":  # a million, with one mark forgotten
            return Ways(sign + whole + decimals, f"{sign}{whole}.{decimals}", mark, has_noughts=True)
    else:
        return None
    return f"{sign}{whole or 0}" + (f".{decimals}" if decimals else "")


def read_exact(text: object) -> Fraction:
    """A number of a questionnaire, a quoted string such as "12.5" or "2/5", so that no binary fraction creeps in."""
    if not isinstance(text, str):
        raise ValueError('write the number in quotes, like "12.5"')
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}|/[1-9][0-9]{0,5})?", text):  # an exponent could fill the memory
        raise ValueError(f"{text[:20]!r} is not a number")
    return Fraction(text)
