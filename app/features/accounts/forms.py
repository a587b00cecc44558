"""Reads the forms of this room: what was typed, and what stands against it."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from app.access import passwords
from app.access.identity import READ, WRITE
from app.i18n.languages import offered
from app.validation import names
from questionnaires.problems import N_, Problem

DAYS = ("30", "90", "365")
"""How long a token for a program works, as the page offers it."""


@dataclass(frozen=True)
class Me:
    """`language` is "" where it was not chosen: then what is stored stays."""

    name: str
    language: str


def read_me(form: FormData, problems: list[Problem], stored: str = "") -> Me:
    """The name that is `stored` already is not judged again."""
    typed = form.get("name", "")
    kept = str(typed) if typed and typed == stored else ""
    name = kept or read_name("name", typed, N_("Write your name as colleagues know it."), problems)
    return Me(name, _language(str(form.get("language", "")), problems))


def read_name(place: str, raw: object, advice: str, problems: list[Problem]) -> str:
    """By the rule of all names, and never empty."""
    before = len(problems)
    name = names.read_name(place, raw, problems)
    if not name and len(problems) == before:
        problems.append(Problem(place, advice))
    return name


@dataclass(frozen=True)
class TokenWish:
    """A token that somebody wants for a program."""

    name: str
    scope: str
    days: int


NO_WISH = TokenWish("", READ, int(DAYS[0]))
"""What the form begins with."""


def read_token(form: FormData, problems: list[Problem]) -> TokenWish:
    """A name that is refused is in it as it was typed."""
    typed = str(form.get("token_name", ""))
    name = read_name("token_name", typed, N_("Write what the token is for."), problems) or typed
    scope, days = str(form.get("scope", "")), str(form.get("days", ""))
    if scope not in (READ, WRITE):
        problems.append(Problem("scope", N_("Choose what the program may do: read, or read and write.")))
    if days not in DAYS:
        problems.append(Problem("days", N_("Choose how long the token works.")))
    return TokenWish(name, scope, int(days) if days in DAYS else 0)


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
