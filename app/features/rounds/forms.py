"""The forms of the lead, read into plain values; and problems with their days as people write them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from app.assessments.deadlines import is_day
from app.features.rounds.calendar import DATES, Plan
from app.features.rounds.queries import Candidate
from app.i18n.formatting import day, translations
from questionnaires.answers import Form
from questionnaires.dates import read_date
from questionnaires.numbers import plain_digits
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, without_marks

WHICH = {
    "ticked": N_("Those that I tick below"),
    "regions": N_("All of these regions"),
    "all": N_("All administrations"),
}


def text(form: FormData, name: str) -> str:
    """Of a field where one chooses, or writes a number or a date."""
    return without_marks(as_kept(str(form.get(name, "")))).strip()


def plan(form: FormData, name: str) -> Plan:
    """`name` is the year."""
    return Plan(plain_digits(name), *(date(form, field) for field in DATES))


def date(form: FormData, name: str) -> str:
    """As ISO writes it, or what was typed where it is none: then it is refused and shown again."""
    return read_date(name, text(form, name), []) or text(form, name)


@dataclass(frozen=True)
class Choice:
    """What stands in the form of the opening."""

    which: str
    regions: Collection[str]
    administrations: Collection[str]
    short: Collection[str]


def suggested(candidates: Iterable[Candidate]) -> Choice:
    return Choice("ticked", (), (), {one.id for one in candidates if one.suggests_short})


def screen(form: FormData) -> Choice:
    ticked = ({str(value) for value in form.getlist(name)} for name in ("region", "administration", "short"))
    return Choice(text(form, "which"), *ticked)


def chosen(form: FormData, candidates: Iterable[Candidate]) -> dict[str, Form]:
    """Administration id -> form, of all, of those of some regions, or of the ticked ones."""
    choice = screen(form)
    wanted: Callable[[Candidate], bool] = {
        "all": lambda _: True,
        "regions": lambda one: one.region in choice.regions,
        "ticked": lambda one: one.id in choice.administrations,
    }.get(choice.which, lambda _: False)
    return {one.id: "short" if one.id in choice.short else "full" for one in candidates if wanted(one)}


def sentences(problems: Iterable[Problem], language: str) -> Mapping[str, str]:
    """Field -> all that is to do, with days as this language writes them."""
    translate, found = translations(language).gettext, dict[str, list[str]]()
    for one in problems:
        found.setdefault(one.place, []).append(_with_days(one, language).text(translate))
    return {place: " ".join(said) for place, said in found.items()}


def _with_days(problem: Problem, language: str) -> Problem:
    names = {name: day(str(value), language) if is_day(str(value)) else value for name, value in problem.names.items()}
    return replace(problem, names=names)
