"""The rule for every date that a person or a program writes: year first, in years that somebody can mean. Pure."""

import re
from datetime import date

from questionnaires.numbers import plain_digits
from questionnaires.problems import Problem
from questionnaires.texts import as_kept, without_marks

FIRST_YEAR, LAST_YEAR = 1900, 2100
MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
"""What programs write behind a date that has no time."""
WRITTEN = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){MIDNIGHT}", re.ASCII)
DASHES = re.compile("[\u2010-\u2014\u2212\ufe63\uff0d]")


def read_date(
    place: str, raw: object, problems: list[Problem], first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> str:
    """The date as ISO writes it, "" for nothing. Adds to `problems` and returns "" where it is none."""
    if isinstance(raw, str) and not raw.strip():
        return ""
    found = _date(raw) if isinstance(raw, str) else None
    if found is None:
        problems.append(Problem(place, "Write a date as year-month-day, such as 2025-12-31."))
    elif not first_year <= found.year <= last_year:
        names = {"year": f"{found.year:04}", "first": first_year, "last": last_year}
        sentence = "The year {year} cannot be meant here. Write a date from {first} to {last}, such as 2025-12-31."
        problems.append(Problem(place, sentence, names))
    else:
        return found.isoformat()
    return ""


def is_date(text: str) -> bool:
    """Whether this is a date as ISO writes it, in years that somebody can mean."""
    return bool(text) and read_date("", text, []) == text


def _date(text: str) -> date | None:
    """Only with the year first: other orders differ from country to country."""
    plain = DASHES.sub("-", plain_digits(without_marks(as_kept(text[:60]))).strip())
    found = WRITTEN.fullmatch(plain)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
