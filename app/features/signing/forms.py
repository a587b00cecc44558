"""From the fields of the posted forms to values, or problems in words."""

from starlette.datastructures import FormData

from app.access.forms import number_of
from app.access.guards import EXPECTED
from app.access.loaders import NotYours
from app.features.signing.drafts import Wish
from app.validation.names import read_name
from questionnaires.definition import YES_PARTLY_NO, Indicator, Questionnaire
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_needed


def wish(form: FormData, problems: list[Problem]) -> Wish:
    return Wish(
        name=_name(form, "name", problems),
        title=_name(form, "title", problems),
        is_checked=bool(form.get("checked")),
        expected=str(form.get(EXPECTED, "")),
    )


def _name(form: FormData, field: str, problems: list[Problem]) -> str:
    """What was typed where it is refused: then nothing is missing."""
    return read_name(field, form.get(field, ""), problems) or str(form.get(field, "")).strip()


def reason(form: FormData, field: str, problems: list[Problem]) -> str:
    """A text that must not be empty."""
    return read_needed(field, form.get(field, ""), N_("Write one sentence that says why."), problems).strip()


def indicator_of(questionnaire: Questionnaire, id_: str) -> Indicator:
    """A question that a person answers; raises NotYours for any other id."""
    one = questionnaire.indicators.get(id_)
    if one is None or not one.is_scored:
        raise NotYours
    return one


def level(form: FormData, indicator: Indicator, problems: list[Problem]) -> int | str:
    """The value of the chosen level: a number, or yes / partly / no."""
    text = str(form.get("level", ""))
    if indicator.kind == "maturity" and text in ("0", "1", "2", "3", "4"):
        return int(text)
    found = [choice for choice, worth in YES_PARTLY_NO.items() if text == str(worth)]
    if indicator.kind == "maturity":
        problems.append(Problem("level", "Choose a level from 0 to 4."))
    elif not found:
        problems.append(Problem("level", "This question has the levels 4 (yes), 2 (partly) and 0 (no)."))
    return found[0] if found else 0


def whole(text: str) -> int:
    """A number in an address; raises NotYours for anything else."""
    number = number_of(text)
    if number is None:
        raise NotYours
    return number
