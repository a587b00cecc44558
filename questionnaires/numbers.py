"""The rule for every number that a person writes, in a form, a workbook, a list, a file or a command. Pure.

A mark between digits is left out only where it can mean nothing else. "2,148" is two thousand in one country and two
and a bit in the next: that is asked, never guessed.
"""

import math
import re
from fractions import Fraction

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

Ways = tuple[str, str]
"""The two numbers that a text can mean."""


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
        sentence = N_("“{given}” is not a whole number. Enter one from {least} to {most}, without decimals.")
        problems.append(Problem(place, sentence, {"given": str(raw).strip()[:LONGEST], **limits}))
    elif number is None or not least <= number <= most:
        problems.append(Problem(place, "Enter a whole number from {least} to {most}.", limits))
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
        problems.append(Problem(place, "Enter a number from {least} to {most}.", limits))
    else:
        return number
    return None


def _two_ways(raw: object, ways: Ways) -> dict[str, object]:
    return {"given": str(raw).strip(), "whole": ways[0], "decimal": ways[1]}


def _number(raw: object) -> int | float | Ways | None:
    """The number, the two that it can be, or None. One without decimals is whole, whatever it was written as."""
    if isinstance(raw, str):
        return _written(raw)
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else raw if math.isfinite(raw) else None
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _written(text: str) -> int | float | Ways | None:
    if len(text) > LONGEST or "\n" in as_kept(text).strip():
        return None
    written = plain(text).translate(_APOSTROPHES)
    sign, body = ("-" if written.startswith("-") else ""), re.sub(r"^[+-] ?", "", written)
    if match := GROUPED.fullmatch(body):
        grouped, mark, decimals = match.groups(default="")
        whole = grouped.replace(mark, "")
        if mark in ",." and grouped.count(mark) == 1 and not decimals:
            return sign + whole, sign + grouped.replace(mark, ".")
    elif body and (match := UNGROUPED.fullmatch(body)):
        whole, mark, decimals = match.groups(default="")
        if mark in (".", ",") and len(whole) > 3 and decimals == "000":  # a million, with one mark forgotten
            return sign + whole + decimals, f"{sign}{whole}.{decimals}"
    else:
        return None
    number = float(f"{whole or 0}.{decimals}") if decimals.strip("0") else int(whole or 0)
    return -number if sign else number


def read_exact(text: object) -> Fraction:
    """A number of a questionnaire, a quoted string such as "12.5" or "2/5", so that no binary fraction creeps in."""
    if not isinstance(text, str):
        raise ValueError('write the number in quotes, like "12.5"')
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}|/[1-9][0-9]{0,5})?", text):  # an exponent could fill the memory
        raise ValueError(f"{text[:20]!r} is not a number")
    return Fraction(text)
