"""The time zones of each country, from the table of the time zone database itself, as people know and type them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from app.i18n.languages import offered
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

AREAS = {"Africa", "America", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
"""As names of zones begin whose last part is a place where people live."""
AWAY = re.compile(r"\s*\(UTC[^()]*\)\s*$")
"""The difference at the end of a label, which changes with the season."""
NOT_LISTED = N_("Choose a time zone from the list, such as Vienna, Austria.")


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


@cache
def _by_place() -> dict[str, str]:
    """A city, a city with its country, and a country with one zone, as people look for them -> the zone; what could
    mean two zones leads nowhere."""
    by_place: dict[str, set[str]] = {}
    for language in offered():
        for country, zones in zones_by_country().items():
            places = [(f"{_city(zone, language)}, {_country(country, language)}", zone) for zone in zones]
            places += [(_city(zone, language), zone) for zone in zones]
            places += [(_country(country, language), zones[0])] if len(zones) == 1 else []
            for place, zone in places:
                by_place.setdefault(_as_typed(place), set()).add(zone)
    for name, zone in _by_small_letters().items():
        area, _, place = name.rpartition("/")
        if area.partition("/")[0].title() in AREAS:
            by_place.setdefault(_as_typed(place.replace("_", " ")), set()).add(zone)
    return {place: next(iter(zones)) for place, zones in by_place.items() if len(zones) == 1}


def read_zone(place: str, raw: object, problems: list[Problem]) -> str:
    """A name of the table, in whichever letters it is written, or a place that can mean one zone only. Adds to
    `problems` and returns "" for any other."""
    return _read(place, raw, problems, N_("Enter the name of a time zone, such as Europe/Paris."))


def read_listed_zone(place: str, raw: object, problems: list[Problem]) -> str:
    """The same, where the list of them is in sight."""
    return _read(place, raw, problems, NOT_LISTED)


def _read(place: str, raw: object, problems: list[Problem], sentence: str) -> str:
    text = read_line(place, raw, problems)
    typed = AWAY.sub("", plain(text))
    zone = _by_small_letters().get(typed.casefold().replace(" ", "_")) or _by_place().get(_as_typed(typed), "")
    if text and not zone:
        problems.append(Problem(place, sentence))
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
def choices(own: str, language: str, day: date) -> list[Choice]:
    """Those of the own country first, then all by the name of the place, and last those where nobody is at home."""
    at = datetime.combine(day, time(12), UTC)
    countries = {zone: code for code, zones in zones_by_country().items() for zone in zones}
    listed = [_choice(zone, code, language, at) for zone, code in countries.items()]
    listed.sort(key=lambda choice: (_rank(choice.zone, own), folded(choice.label)))
    return [*listed, Choice(NOWHERE, NOWHERE)]


def _as_typed(place: str) -> str:
    """A keyboard has one apostrophe."""
    return folded(place).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _rank(zone: str, own: str) -> int:
    if zone in zones_by_country().get(own, ()):
        return 0
    return 2 if zone.startswith("Antarctica/") else 1


def label_of(zone: str, language: str, day: date) -> str:
    """What people read for a zone; its own name where the list does not have it."""
    return next((choice.label for choice in choices("", language, day) if choice.zone == zone), zone)


def _choice(zone: str, country: str, language: str, at: datetime) -> Choice:
    """ "Vienna, Austria (UTC+1)": as the clock stands there on this day."""
    away = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return Choice(zone, f"{_city(zone, language)}, {_country(country, language)} (UTC{_offset(away)})")


def _offset(away: timedelta) -> str:
    """As people write it: "+1" or "+5:45"; "" for none."""
    hours, minutes = divmod(abs(away) // timedelta(minutes=1), 60)
    if not hours and not minutes:
        return ""
    return ("+" if away > timedelta() else "\N{MINUS SIGN}") + f"{hours}" + (f":{minutes:02}" if minutes else "")


def _city(zone: str, language: str) -> str:
    return str(get_timezone_location(zone, locale=language, return_city=True)).rpartition("/")[2]


def _country(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))
