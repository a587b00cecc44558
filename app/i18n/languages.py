"""The languages of the interface: those whose words are there. What is offered anywhere is derived here alone.

A language that is stored for a person and is not there falls back here too: pages, mails and files then say, truly,
that they are in the default one; what is stored stays, and counts from the day on which its words come. The language
of an administration is something else, a fact about correspondence (decision 0026).
"""

from functools import cache
from pathlib import Path

from babel import Locale

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT = "en"
"""The language in which the words stand in the code."""


@cache
def offered() -> dict[str, str]:
    """Code -> what the language calls itself, in the order of these names."""
    translated = (path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))
    names = {code: own_name(code) for code in {DEFAULT, *translated}}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def own_name(code: str) -> str:
    return Locale.parse(code, sep="-").get_display_name() or code


def spoken(stored: str) -> str:
    """The language in which somebody is spoken to whose language is this one."""
    return stored if stored in offered() else DEFAULT
