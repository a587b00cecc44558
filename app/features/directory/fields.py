"""The rules for what is kept of an administration: one for each field, the same for forms, files and commands.

No text may begin as a formula does, and names have the one rule of `app.validation.names`.
"""

import re
from collections.abc import Callable, Mapping

from babel import Locale

from app.features.directory.zones import read_zone
from app.validation.mail_addresses import read_email
from app.validation.names import read_line, read_name
from app.validation.organisations import ADMINISTRATION, KINDS, belongs_to_a_region
from app.validation.regions import REGIONS
from questionnaires.codes import read_capitals
from questionnaires.dates import read_date
from questionnaires.problems import N_, Problem

LANGUAGES = ("en", "fr", "es", "ar", "ru", "pt")
"""Of correspondence with an administration, whatever languages the interface has: see `app/i18n/languages.py`."""
DISCLOSURES = {
    "own": (
        N_("My administration and the secretariat"),
        N_("Only your team, the secretariat and the auditors can see the published result."),
    ),
    "members": (N_("All members"), N_("Everyone who signs in to Parity can see the published result.")),
    "public": (N_("Public"), N_("Everyone can see the published result, without signing in.")),
}
DISCLOSURE_NAMES = {"own": N_("Own"), "members": N_("Members"), "public": N_("Public")}
"""For lists, where there is little room."""
TITLES = {
    "code": N_("Code"),
    "name": N_("Name"),
    "country": N_("Country"),
    "region": N_("Region"),
    "language": N_("Language"),
    "time_zone": N_("Time zone"),
    "contact_name": N_("Contact name"),
    "contact_email": N_("Contact e-mail"),
    "champion": N_("Champion"),
    "champion_since": N_("Champion since"),
    "kind": N_("Kind"),
}
"""Every field that is kept by hand or from a file, in the order of lists."""
NAMES = ("name", "country", "contact_name", "champion")
NEEDED = ("code", "name", "language")
MISSING = N_("Fill this in.")
NO_REGION = N_("Choose the region. Only a secretariat belongs to none.")

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,9}")


def language_names(language: str) -> dict[str, str]:
    names = Locale.parse(language).languages
    return {code: names[code] for code in sorted(LANGUAGES, key=names.__getitem__)}


def read_fields(raw: Mapping[str, object], problems: list[Problem], stored: object = None) -> dict[str, str]:
    """The fields that were given, each by its rule; what stands so in `stored` already is not judged again."""
    values = {
        field: text
        if isinstance(text, str) and text == getattr(stored, field, None)
        else read_field(field, text, problems)
        for field, text in raw.items()
    }
    if "region" in raw and not any(problem.place == "region" for problem in problems):
        problems += region_problems(values.get("kind", getattr(stored, "kind", ADMINISTRATION)), values["region"])
    if "champion" in raw:
        problems += champion_problems(str(raw["champion"]), values.get("champion_since", ""))
    return values


def champion_problems(champion: str, since: str) -> list[Problem]:
    """Of the name as it was typed and the day as it was read."""
    if since and not champion.strip():
        return [Problem("champion", "Enter the name of the champion, or remove the date.")]
    return []


def region_problems(kind: str, region: str) -> list[Problem]:
    return [Problem("region", NO_REGION)] if not region and kind in KINDS and belongs_to_a_region(kind) else []


def read_field(field: str, raw: object, problems: list[Problem]) -> str:
    """By its rule."""
    before = len(problems)
    read = READERS.get(field, read_name if field in NAMES else read_line)
    text = read(field, raw, problems)
    if len(problems) > before:
        return text
    if not text and field in NEEDED:
        problems.append(Problem(field, MISSING))
    elif text and field in RULES and (sentence := RULES[field](text)):
        names = {"regions": ", ".join(REGIONS), "languages": ", ".join(LANGUAGES), "kinds": ", ".join(KINDS)}
        problems.append(Problem(field, sentence, names))
    return text


def _read_word(field: str, raw: object, problems: list[Problem]) -> str:
    """One of few words: what nobody sees in it and the capitals of it make no other word."""
    seen = read_capitals(read_line(field, raw, problems))
    return seen.lower() if field == "language" else seen


def _read_kind(field: str, raw: object, problems: list[Problem]) -> str:
    """Who says nothing else is an administration."""
    return _read_word(field, raw, problems).lower() or ADMINISTRATION


READERS: dict[str, Callable[[str, object, list[Problem]], str]] = {
    "code": _read_word,
    "region": _read_word,
    "kind": _read_kind,
    "language": _read_word,
    "contact_email": read_email,
    "champion_since": read_date,
    "time_zone": read_zone,
}
RULES: dict[str, Callable[[str], str]] = {
    "code": lambda text: "" if CODE.fullmatch(text) else N_("Enter a code of capital letters and digits, such as FR."),
    "region": lambda text: "" if text in REGIONS else N_("Enter one of these regions: {regions}."),
    "kind": lambda text: "" if text in KINDS else N_("Enter one of these kinds: {kinds}."),
    "language": lambda text: "" if text in LANGUAGES else N_("Enter one of these languages: {languages}."),
}
