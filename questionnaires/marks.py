"""Whether the texts of a file can leave as they are, in workbooks and pages: nothing invisible, blank or too long."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from questionnaires.problems import Problem
from questionnaires.texts import MOST_UNITS, as_kept, is_refused, shown_in_context, utf16_units


def text_problems(part: Any, place: str = "") -> Iterator[Problem]:
    """Of every text in lists and mappings, keys too, each at its place."""
    if isinstance(part, str):
        yield from _problems_of(part, place)
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from _problems_of(str(key), place)
            yield from text_problems(inner, f"{place}.{key}")
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from text_problems(inner, f"{place}.{name_of(inner, at)}")


def name_of(item: Any, otherwise: int | str) -> object:
    """How an item of a list is called in a place: by its id or key, else by this."""
    return (item.get("id") or item.get("key") or otherwise) if isinstance(item, dict) else otherwise


def _problems_of(text: str, place: str) -> Iterator[Problem]:
    if not (text.isascii() and text.isprintable()) and (unwanted := set(filter(_is_unwanted, set(text)))):
        sentence = "This text contains invisible characters, at each ▯ here: {found}. Remove them."
        yield Problem(place, sentence, {"found": shown_in_context(text, unwanted.__contains__)})
    if text and not text.strip():
        yield Problem(place, "This text has nothing but blanks. Write it, or remove it.")
    if len(text) > MOST_UNITS // 2 and (units := utf16_units(text)) > MOST_UNITS:
        names = {"units": f"{units:,}", "most": f"{MOST_UNITS:,}"}
        yield Problem(place, "This text has {units} characters. Shorten it to {most} or fewer.", names)


@cache
def _is_unwanted(letter: str) -> bool:
    """No-break blanks are good typography here; what has no shape at all is a slip."""
    return letter != "\n" and (is_refused(letter) or as_kept(f"a{letter}a") in ("aa", "a\na"))
