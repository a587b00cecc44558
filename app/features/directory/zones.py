"""The time zones of each country, from the table of the time zone database itself."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from app.validation.names import read_line
from questionnaires.problems import N_, Problem
from questionnaires.texts import folded, plain

NOWHERE = "UTC"
CAPITALS = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}
"""Where the table does not begin with the capital's zone: it goes from east to west, or has no line at all."""

CLOCK = re.compile(r"(?!GMT)[A-Z]{2}T|[A-Z]{3}\d[A-Z]{3}")
"""Names of a clock that many places share, such as EST and EST5EDT; those of a country, such as Japan, are places."""

PARTS = {
    "Africa": N_("Africa"),
    "America": N_("America"),
    "Antarctica": N_("Antarctica"),
    "Arctic": N_("Arctic"),
    "Asia": N_("Asia"),
    "Atlantic": N_("Atlantic Ocean"),
    "Australia": N_("Australia"),
    "Europe": N_("Europe"),
    "Indian": N_("Indian Ocean"),
    "Pacific": N_("Pacific Ocean"),
    "UTC": N_("No country"),
}
"""The parts of the world as the names of zones begin."""


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """ISO 3166 code -> the names of its zones."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    by_country: dict[str, list[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            by_country.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in by_country.items()}


@cache
def _by_small_letters() -> dict[str, str]:
    """Every name in small letters -> the one of the table; older names, which programs still write, lead there too."""
    table = {zone: zone for zones in zones_by_country().values() for zone in zones}
    table |= {NOWHERE: NOWHERE, f"Etc/{NOWHERE}": NOWHERE, "Etc/GMT": NOWHERE}
    rules = (resources.files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8")
    links = {old: new for _, new, old in (line.split() for line in rules.splitlines() if line.startswith("L "))}
    for old in links.keys() - table.keys():
        new = links[old]
        while new in links and new not in table:
            new = links[new]
        if new in table and not CLOCK.fullmatch(old):
            table[old] = table[new]
    return {name.casefold(): zone for name, zone in table.items()}


def read_zone(place: str, raw: object, problems: list[Problem]) -> str:
    """A name of the table, in whichever letters it is written. Adds to `problems` and returns "" for any other."""
    text = read_line(place, raw, problems)
    zone = _by_small_letters().get(plain(text).casefold().replace(" ", "_"), "")
    if text and not zone:
        problems.append(Problem(place, "Enter the name of a time zone, such as Europe/Paris."))
    return zone


def zone_of(country: str) -> str:
    """Where the capital of a country lies; UTC for codes that are no country's, such as those of the demo."""
    return CAPITALS.get(country) or zones_by_country().get(country, (NOWHERE,))[0]


@dataclass(frozen=True)
class Choice:
    """A zone as a list shows it: what people know of it comes first, so that typing its first letters finds it."""

    zone: str
    label: str


@lru_cache(maxsize=64)
def choices(own: str, language: str, day: date) -> list[tuple[str, list[Choice]]]:
    """The zones of the own country first, then all by part of the world, each sorted by the name of the place."""
    at = datetime.combine(day, time(12), UTC)
    countries = {zone: code for code, zones in zones_by_country().items() for zone in zones}
    mine = zones_by_country().get(own, ())
    by_part: dict[str, list[Choice]] = {}
    for zone, code in countries.items():
        if zone not in mine:
            by_part.setdefault(zone.partition("/")[0], []).append(_choice(zone, code, language, at))
    by_part["UTC"] = [Choice(NOWHERE, NOWHERE)]
    groups = [(_country(own, language), [_choice(zone, own, language, at) for zone in mine])] if mine else []
    return [(name, sorted(group, key=_in_order)) for name, group in [*groups, *sorted(by_part.items())]]


def _choice(zone: str, country: str, language: str, at: datetime) -> Choice:
    """ "Vienna, Austria (UTC+1)": as the clock stands there on this day."""
    city = str(get_timezone_location(zone, locale=language, return_city=True)).rpartition("/")[2]
    away = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return Choice(zone, f"{city}, {_country(country, language)} (UTC{_offset(away)})")


def _offset(away: timedelta) -> str:
    """As people write it: "+1" or "+5:45"; "" for none."""
    hours, minutes = divmod(abs(away) // timedelta(minutes=1), 60)
    if not hours and not minutes:
        return ""
    return ("+" if away > timedelta() else "\N{MINUS SIGN}") + f"{hours}" + (f":{minutes:02}" if minutes else "")


def _country(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))


def _in_order(choice: Choice) -> str:
    """Letters with and without accents stand together, as in a telephone book."""
    return folded(choice.label)
