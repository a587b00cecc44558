"""Words, dates and numbers as the readers of a language write them."""

import gettext
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol
from babel.support import Translations

from app.i18n import languages
from questionnaires.numbers import Marks
from scoring.scorecard import rounded

NO_FIGURE = "\N{EN DASH}"
LOCALES = {"en": "en_GB"}  # day before month, as most of the world writes it


def translations(language: str) -> gettext.NullTranslations:
    return _catalogue(languages.TRANSLATIONS, language)


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return Translations.load(folder, [language])


@lru_cache(maxsize=4096)
def change(value: float, language: str) -> str:
    """A difference of two scores, with its sign."""
    return format_decimal(value, "+0.0;\N{MINUS SIGN}0.0", locale=language)


def one_decimal(exact: Fraction | None, language: str) -> str:
    """A score as people read it, with the decimal sign of the language; a dash where there is none."""
    return NO_FIGURE if exact is None else _one_decimal(*exact.as_integer_ratio(), language)


@lru_cache(maxsize=8192)
def _one_decimal(numerator: int, denominator: int, language: str) -> str:
    """By two whole numbers: a fraction takes long to find itself among those that are kept."""
    return format_decimal(rounded(Fraction(numerator, denominator)), "0.0", locale=language)


@lru_cache(maxsize=4096)
def day(iso: str, language: str) -> str:
    """An ISO date as people write it; a dash where there is none, since a missing date hides nothing."""
    if not iso:
        return NO_FIGURE
    return format_date(date.fromisoformat(iso), "long", locale=LOCALES.get(language, language))


def clock(at: datetime, today: str, language: str, zone: str = "UTC") -> str:
    """The time in UTC, with the day where it is not today's. A browser with script shows its own time instead.

    A mail has no script, so that it is told in which zone its reader is.
    """
    there = at.astimezone(ZoneInfo(zone))
    time = f"{there:%H:%M} UTC{there.isoformat()[-6:].removesuffix('+00:00')}"
    return time if there.date().isoformat() == today else f"{day(there.date().isoformat(), language)}, {time}"


def recorded(at: datetime, language: str, zone: str = "UTC") -> str:
    """A moment of a record: always with day and zone, since nobody knows when and where it will be read."""
    return clock(at, "", language, zone)


def city(zone: str) -> str:
    """The place that a time zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


def whole(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


def beside_limit(value: Fraction | float, decimals: int, limit: Fraction, language: str) -> str:
    """A figure that is judged by a limit: one below it is never written as if it had reached it."""
    shown = (Fraction(value) * 10**decimals + Fraction(1, 2)) // 1
    if value < limit and shown >= limit * 10**decimals:
        shown = limit * 10**decimals - 1
    return format_decimal(Decimal(int(shown)).scaleb(-decimals), f"0.{'0' * decimals}", locale=language)


def hundredths(number: int, language: str) -> str:
    """Pay, in hundredths, as people write it."""
    return format_decimal(Decimal(number).scaleb(-2), "#,##0.00", locale=language)


def marks_of(language: str) -> Marks:
    """Before the decimals and between groups of digits; a blank of any width is one."""
    return Marks(get_decimal_symbol(language), get_group_symbol(language))
