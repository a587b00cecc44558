"""From the fields of a posted form to a new item of evidence, or to sentences that say what to change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from app.validation.web_addresses import is_web_address
from questionnaires.codes import HEXADECIMAL, read_code, read_ids
from questionnaires.dates import read_date
from questionnaires.definition import Questionnaire
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, read_text

MOST_OF_A_LINE = 300
FIELDS = ("title", "holder", "page", "dated_on", "address", "sha256", "ids")
SHA256 = re.compile(r"^[0-9a-f]{64}$")
REQUIRED: dict[str, tuple[str, ...]] = {"file": (), "link": ("title", "address"), "reference": ("title", "holder")}
WHAT_IS_MISSING = {
    "title": N_("Give it a title, so that a reviewer knows what it is."),
    "address": N_("Write the address of the page or document."),
    "holder": N_("Say who holds the document, so that it can be asked for."),
}
COPIED_WITH_IT = " \n\u061c\u200e\u200f\u202a\u202c"
"""Around an address: marks of direction, which browsers and file managers add and nobody sees."""
NO_ADDRESS = N_(
    "Write a whole address that begins with https:// or http://, as a browser shows it: no space, name or password."
)


@dataclass(frozen=True)
class Screen:
    """The fields as they were posted, to show them again, and the ticked questions."""

    texts: Mapping[str, str]
    ticked: frozenset[str]


@dataclass(frozen=True)
class NewItem:
    """The columns of an item that a person gives; those of a kept file are added to them."""

    kind: str
    title: str
    holder: str = ""
    dated_on: str = ""
    page: str = ""
    address: str = ""
    sha256: str = ""
    file_name: str = ""
    media_type: str = ""
    size: int = 0
    indicators: frozenset[str] = field(default_factory=frozenset)


def screen_of(form: FormData) -> Screen:
    texts = {name: str(form.get(name, "")) for name in FIELDS}
    return Screen(texts, frozenset(str(one) for one in form.getlist("indicator")))


def empty_screen(*ticked: str) -> Screen:
    return Screen(dict.fromkeys(FIELDS, ""), frozenset(ticked))


def read_item(kind: str, screen: Screen, questionnaire: Questionnaire, problems: list[Problem]) -> NewItem:
    """Adds to `problems` what cannot be kept; the item is good only if nothing was added."""
    item = NewItem(
        kind,
        title=_line("title", screen, problems),
        holder=_line("holder", screen, problems),
        page=_line("page", screen, problems),
        dated_on=read_date("dated_on", screen.texts["dated_on"], problems),
        address=_address(as_kept(screen.texts["address"]).strip(COPIED_WITH_IT), problems) if kind == "link" else "",
        sha256=read_hash("sha256", screen.texts["sha256"], problems) if kind == "reference" else "",
        indicators=read_questions(screen, questionnaire, problems),
    )
    refused = {one.place for one in problems}
    for name in REQUIRED[kind]:
        if not getattr(item, name) and name not in refused:
            problems.append(Problem(name, WHAT_IS_MISSING[name]))
    return item


def read_questions(screen: Screen, questionnaire: Questionnaire, problems: list[Problem]) -> frozenset[str]:
    """The ticked questions and those written by their ids."""
    wanted = {*screen.ticked, *read_ids(screen.texts["ids"])}
    answerable = {one.id for one in questionnaire.structure.indicators if one.is_scored}
    if unknown := sorted(wanted - answerable):
        problems.append(
            Problem(
                "ids",
                "There is no question {ids}. Write ids as they stand on the questions, such as RC-01.",
                {"ids": ", ".join(unknown)[:200]},
            )
        )
    return frozenset(wanted & answerable)


def read_hash(place: str, text: str, problems: list[Problem]) -> str:
    """64 hexadecimal digits, as programs write them: in capitals, in groups, or not."""
    read = read_code(text, HEXADECIMAL)
    if (read or text.strip()) and not SHA256.match(read):
        problems.append(
            Problem(
                place,
                "A SHA-256 has 64 digits, each from 0 to 9 or a to f; this has {count}. Copy it again, whole.",
                {"count": len(read)},
            )
        )
        return ""
    return read


def of_field(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.place, []).append(one)
    return found


def _line(place: str, screen: Screen, problems: list[Problem]) -> str:
    text = read_text(place, screen.texts[place], problems)
    if "\n" in text:
        problems.append(Problem(place, "Write this in one line."))
    if len(text) > MOST_OF_A_LINE:
        names = {"count": len(text), "most": MOST_OF_A_LINE}
        problems.append(Problem(place, "This has {count} characters; {most} fit. Shorten it.", names))
    return text if text.strip() else ""


def _address(text: str, problems: list[Problem]) -> str:
    if text and not is_web_address(text):
        problems.append(Problem("address", NO_ADDRESS))
    return text
