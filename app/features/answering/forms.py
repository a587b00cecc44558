"""The forms of giving work and of comments; and the raw answer and profile that `questionnaires.answers` reads."""

from typing import Any

from starlette.datastructures import FormData

from app.access.forms import number_of
from app.features.answering.questions import Surroundings
from app.web.forms import ChoiceField, DateField, Form, ListField, TextField
from questionnaires.dates import read_date
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import N_


class WorkForm(Form):
    """Parts of the questionnaire for one person, until a day that may stay empty."""

    element = ListField(N_("Parts"))
    pillar = ListField(N_("Whole pillars"))
    person = ChoiceField(N_("Person"))
    due_on = DateField(N_("Due date (optional)"))


class CommentForm(Form):
    """The page says to whom it goes."""

    text = TextField(N_("Comment"), needed=N_("Enter a comment."))


def raw_answer(indicator: Indicator, form: FormData) -> dict[str, Any]:
    """Fields that belong to an option that was not chosen are left out; the page hides them too."""
    choice = text(form, "choice")
    raw: dict[str, Any] = {
        "state": "answered" if choice not in ("", "unknown", "not_applicable") else choice or "not_answered",
        "evidence": evidence(form),
        "comment": text(form, "comment"),
    }
    if raw["state"] == "answered":
        raw["value"] = choice
    if raw["state"] == "not_applicable":
        raw |= {"reason_code": text(form, "reason_code"), "reason": text(form, "reason")}
    if text(form, "outside"):
        raised = {"yes": True, "no": False}.get(text(form, "raised"))
        raw["outside_control"] = {"authority": text(form, "authority"), "raised": raised}
    if target := text(form, "target"):
        raw["target"] = target
    return raw


def evidence(form: FormData) -> list[str]:
    """The references, but those with a mark behind them that takes them away."""
    texts = [""]
    for name, value in form.multi_items():
        if name == "evidence":
            texts.append(str(value))
        elif name == "removed":
            texts[-1] = ""
    return [text for text in texts if text.strip()]


def raw_profile(questionnaire: Questionnaire, form: FormData) -> dict[str, Any]:
    """What was typed or ticked, by key; what is given stands in no field."""
    keys = [key for key in questionnaire.structure.profile if not key.given]
    return {key.key: ticked(form, key.key) if key.kind == "choices" else text(form, key.key) for key in keys}


def surroundings(form: FormData) -> Surroundings:
    """What the page knew of the question when it was made: enough for the hints after a save, without a query."""
    items = (str(item).partition(" ") for item in form.getlist("items"))
    return Surroundings(known_items={id_: read_date("items", dated_on, []) for id_, _, dated_on in items if id_})


def revision(form: FormData, field: str = "revision") -> int:
    """The revision that the form was made from; what is not a number belongs to no revision."""
    number = number_of(text(form, field))
    return -1 if number is None else number


def text(form: FormData, field: str) -> str:
    return str(form.get(field, ""))


def ticked(form: FormData, field: str) -> list[str]:
    return [str(value) for value in form.getlist(field) if value]


def typed(form: FormData) -> dict[str, object]:
    """The fields as they were posted, to show them again."""
    names = ("choice", "reason_code", "reason", "authority", "raised", "comment", "target")
    return {name: text(form, name) for name in names} | {
        "outside": bool(text(form, "outside")),
        "evidence": evidence(form),
    }
