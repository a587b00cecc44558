"""Reads the forms of this room: what was typed, and what stands against it."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from app import passwords
from app.languages import offered
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_text

LONGEST_NAME = 200


@dataclass(frozen=True)
class Me:
    """`language` is "" where it was not chosen: then what is stored stays."""

    name: str
    language: str


def read_me(form: FormData, problems: list[Problem]) -> Me:
    return Me(
        read_name("name", form.get("name", ""), N_("Write your name as colleagues know it."), problems),
        _language(str(form.get("language", "")), problems),
    )


def read_name(place: str, raw: object, advice: str, problems: list[Problem]) -> str:
    """A name on one line."""
    name = " ".join(read_text(place, raw, problems).split())
    if not name and not any(one.place == place for one in problems):
        problems.append(Problem(place, advice))
    if len(name) > LONGEST_NAME:
        problems.append(Problem(place, N_("A name may have {most} characters at most."), {"most": LONGEST_NAME}))
    return name


def _language(given: str, problems: list[Problem]) -> str:
    if given and given not in offered():
        problems.append(Problem("language", N_("Choose one of the languages.")))
    return given


def read_new_password(form: FormData, *known: str, problems: list[Problem]) -> str:
    password = str(form.get("password", ""))
    if problem := passwords.problem_of(password, *known):
        problems.append(problem)
    elif password != str(form.get("again", "")):
        problems.append(Problem("again", N_("The two passwords differ. Type the same one twice.")))
    return password
