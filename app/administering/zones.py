"""The time zones of each country, from the table of the time zone database itself."""

from functools import cache
from importlib import resources

from babel import Locale

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


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """ISO 3166 code -> the names of its zones."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def zone_of(country: str) -> str:
    """Where the capital of a country lies; UTC for codes that are no country's, such as those of the demo."""
    return CAPITALS.get(country) or zones_by_country().get(country, (NOWHERE,))[0]


def choices(country: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The name of each country with its zones: the own country first, the others by name."""
    names = Locale.parse(language).territories
    groups = sorted(
        ((code != country, names.get(code, code), zones) for code, zones in zones_by_country().items()),
        key=lambda group: group[:2],
    )
    return [(name, zones) for _is_other, name, zones in groups] + [("", (NOWHERE,))]
