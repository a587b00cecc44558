"""The forms of the register: a new item of each kind, the questions that one serves, and a document to compare."""

import re
from dataclasses import dataclass, field

from app.validation.web_addresses import is_web_address
from app.web.forms import DateField, Field, Form, ListField
from questionnaires.codes import HEXADECIMAL, read_code, read_ids
from questionnaires.definition import Questionnaire
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, read_text, reader_of_needed

MOST_OF_A_LINE = 300
SHA256 = re.compile(r"^[0-9a-f]{64}$")
COPIED_WITH_IT = " \n\u061c\u200e\u200f\u202a\u202c"
"""Around an address: marks of direction, which browsers and file managers add and nobody sees."""
NO_TITLE = N_("Enter a title, so that a reviewer knows what it is.")
NO_HOLDER = N_("Enter who holds the document, so that a reviewer can ask for it.")
NO_ADDRESS = N_("Enter the address of the page or document.")
BAD_ADDRESS = N_(
    "Enter a full address that begins with https:// or http://, as a browser shows it, without spaces, user "
    "name or password."
)


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


def _line(place: str, raw: object, problems: list[Problem]) -> str:
    text = read_text(place, raw, problems)
    if "\n" in text:
        problems.append(Problem(place, "Enter this on one line."))
    if len(text) > MOST_OF_A_LINE:
        names = {"count": len(text), "most": MOST_OF_A_LINE}
        problems.append(Problem(place, "This has {count} characters. Shorten it to {most} or fewer.", names))
    return text if text.strip() else ""


def _address(place: str, raw: object, problems: list[Problem]) -> str:
    address = as_kept(str(raw)).strip(COPIED_WITH_IT)
    if not address:
        problems.append(Problem(place, NO_ADDRESS))
    elif not is_web_address(address):
        problems.append(Problem(place, BAD_ADDRESS))
    return address


def _hash(place: str, raw: object, problems: list[Problem]) -> str:
    """64 hexadecimal digits, as programs write them: in capitals, in groups, or not."""
    text = str(raw)
    read = read_code(text, HEXADECIMAL)
    if (read or text.strip()) and not SHA256.match(read):
        problems.append(
            Problem(
                place,
                "A SHA-256 has 64 characters, each from 0 to 9 or a to f. This has {count}. Copy all of it again.",
                {"count": len(read)},
            )
        )
        return ""
    return read


def _elsewhere(_place: str, _raw: object, _problems: list[Problem]) -> str:
    """What was sent as a file is looked at by `receiving`."""
    return ""


def _ids(_place: str, raw: object, _problems: list[Problem]) -> list[str]:
    return read_ids(str(raw))


class FileForm(Form):
    file = Field(N_("File"), _elsewhere)
    title = Field(N_("Title"), _line)
    holder = Field(N_("Issued by"), _line)
    dated_on = DateField(N_("Date of the document"))
    page = Field(N_("Page"), _line)
    indicator = ListField(N_("Which questions does it support?"))
    ids = Field(N_("Or enter question numbers"), _ids)


class ReplacementForm(Form):
    file = Field(N_("File"), _elsewhere)


class LinkForm(Form):
    title = Field(N_("Title"), reader_of_needed(_line, NO_TITLE))
    address = Field(N_("Address"), _address)
    holder = Field(N_("Published by"), _line)
    dated_on = DateField(N_("Date of the document"))
    page = Field(N_("Page"), _line)
    indicator = ListField(N_("Which questions does it support?"))
    ids = Field(N_("Or enter question numbers"), _ids)


class ReferenceForm(Form):
    title = Field(N_("Title"), reader_of_needed(_line, NO_TITLE))
    holder = Field(N_("Held by"), reader_of_needed(_line, NO_HOLDER))
    dated_on = DateField(N_("Date of the document"))
    page = Field(N_("Page"), _line)
    sha256 = Field(N_("SHA-256"), _hash)
    indicator = ListField(N_("Which questions does it support?"))
    ids = Field(N_("Or enter question numbers"), _ids)


class UsesForm(Form):
    """The questions that an item serves: ticked, or written by their ids."""

    indicator = ListField(N_("Which questions does it support?"))
    ids = Field(N_("Or enter question numbers"), _ids)


class ChoiceForm(Form):
    """Items of the register for one question."""

    item = ListField(N_("Which items support this question?"))


class CompareForm(Form):
    sha256 = Field(N_("Its SHA-256"), _hash)


ItemForm = FileForm | LinkForm | ReferenceForm
ITEM_FORMS: dict[str, type[ItemForm]] = {"file": FileForm, "link": LinkForm, "reference": ReferenceForm}


def item_of(kind: str, form: ItemForm, questionnaire: Questionnaire) -> NewItem:
    """Refuses in the form what cannot be kept; the item is good only if nothing was refused."""
    of_questions = {"file", "indicator", "ids"}
    columns = {name: field.data for name, field in form.fields.items() if name not in of_questions}
    return NewItem(kind, **columns, indicators=questions_of(form, questionnaire))


def questions_of(form: ItemForm | UsesForm, questionnaire: Questionnaire) -> frozenset[str]:
    """Refuses in the form those that there are not."""
    wanted = {*form.indicator.data, *form.ids.data}
    answerable = {indicator.id for indicator in questionnaire.structure.indicators if indicator.is_scored}
    if unknown := sorted(wanted - answerable):
        sentence = N_(
            "There is no question {ids}. Enter question numbers as shown beside the questions, such as RC-01."
        )
        form.refuse([Problem("ids", sentence, {"ids": ", ".join(unknown)[:200]})])
    return frozenset(wanted & answerable)
