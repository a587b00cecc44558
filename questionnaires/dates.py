"""The rule for every date that a person or a program writes: year first, in years that somebody can mean; and how
months are counted between two dates, as ISO writes them. Pure."""

import calendar
import re

from questionnaires.problems import N_, Problem
from questionnaires.texts import plain

FIRST_YEAR, LAST_YEAR = 1900, 2100
MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
"""What programs write behind a date that has no time."""
WRITTEN = re.compile(rf"(\d{{4}})(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|(\d\d)(\d\d)){MIDNIGHT}", re.ASCII)
"""Without marks too (ISO 8601, the basic format): read with the day first, eight digits give a month above 12."""
LONGEST = 60
"""Characters of a text that may be a date."""


def read_date(
    place: str, raw: object, problems: list[Problem], first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> str:
    """The date as ISO writes it, "" for nothing. Adds to `problems` and returns "" where it is none."""
    written = plain(raw) if isinstance(raw, str) and len(raw) <= LONGEST else "-"
    day = _date(written) if written else ""
    if day is None:
        problems.append(Problem(place, "Enter a date, such as 2025-12-31."))
    elif day and not first_year <= int(day[:4]) <= last_year:
        names = {"year": day[:4], "first": first_year, "last": last_year}
        sentence = N_("The year {year} is out of range. Enter a date from {first} to {last}, such as 2025-12-31.")
        problems.append(Problem(place, sentence, names))
    else:
        return day
    return ""


def _date(written: str) -> str | None:
    """Only with the year first: other orders differ from country to country."""
    if match := WRITTEN.fullmatch(written):
        year, month, day = int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])
        if year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"{year:04}-{month:02}-{day:02}"
    return None


def months_before(day: str, months: int) -> str:
    """By the calendar: the same day of that month, or its last one where it has no such day."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 - months, 12)
    return f"{year:04}-{month + 1:02}-{min(int(day[8:]), calendar.monthrange(year, month + 1)[1]):02}"


def whole_months(earlier: str, day: str) -> int:
    """The most months before the day that do not lead beyond the earlier one."""
    months = (int(day[:4]) - int(earlier[:4])) * 12 + int(day[5:7]) - int(earlier[5:7])
    return months if months_before(day, months) >= earlier else months - 1
