"""The rules for the dates of rounds. Pure: whoever calls says what day it is.

No date decides what may be read: a round without dates, or one long past, shows all that it holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.access.forms import number_of
from app.assessments.deadlines import YEARS, is_day
from questionnaires.problems import N_, Problem

DATES = ("opens_on", "due_on", "review_until", "publish_on")
DATE_NAMES = {
    "opens_on": N_("Opening"),
    "due_on": N_("Due date of answers"),
    "review_until": N_("Last day of reviews"),
    "publish_on": N_("Publication of results"),
}
NOT_AFTER = {
    "due_on": N_("Answers must be due after the opening, {before}. Enter a later date."),
    "review_until": N_("Reviews must end after the due date of answers, {before}. Enter a later date."),
    "publish_on": N_("Results must be published after the last day of reviews, {before}. Enter a later date."),
}
WARN_BEFORE = timedelta(days=120)
"""So long before the newest round ends, the lead is told that none follows."""


@dataclass(frozen=True)
class Plan:
    """A round as it is set up: the year and four ISO dates, each the last (or first) day of what it names."""

    name: str
    opens_on: str
    due_on: str
    review_until: str
    publish_on: str

    @property
    def first(self) -> str:
        return self.opens_on or self.due_on

    @property
    def last(self) -> str:
        return self.publish_on or self.review_until or self.due_on

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in DATES if not getattr(self, name))


def problems_of(plan: Plan, others: Sequence[Plan], today: str, before: Plan | None = None) -> list[Problem]:
    """What stands against a new round, or against other dates for one that was `before`; at most one for each field."""
    problems = [
        *(_of_year(plan, others) if before is None else ()),
        *_of_days(plan),
        *_in_the_past(plan, today, before),
        *_of_order(plan),
        *_of_neighbours(plan, others),
    ]
    return list({problem.place: problem for problem in reversed(problems)}.values())[::-1]


def _of_year(plan: Plan, others: Sequence[Plan]) -> Iterator[Problem]:
    year = number_of(plan.name)
    if year is None or year not in YEARS:
        yield Problem("name", "Enter the year of the round in four digits, such as 2027.")
        return
    years = {number for other in others if (number := number_of(other.name)) is not None}
    if year in years:
        yield Problem("name", "The round {year} already exists. Change its dates there.", {"year": year})
    elif years and (gap := _gap(years, year)):
        yield Problem("name", "There is no round {year} yet. Set it up first.", {"year": gap})


def _gap(years: set[int], year: int) -> int | None:
    """The year that would be left out between this one and the nearest round."""
    if year > max(years):
        return max(years) + 1 if year > max(years) + 1 else None
    return min(years) - 1 if year < min(years) - 1 else None


def _of_days(plan: Plan) -> Iterator[Problem]:
    for name in DATES:
        if not is_day(getattr(plan, name)):
            yield Problem(name, "Enter a date, such as 2027-03-31.")


def _in_the_past(plan: Plan, today: str, before: Plan | None) -> Iterator[Problem]:
    """Only of the day that answers are due: the other days may be noted after the event."""
    is_new = before is None or before.due_on != plan.due_on
    if is_new and is_day(plan.due_on) and plan.due_on < today:
        yield Problem("due_on", "This date is in the past. Enter a later date, so that administrations can still sign.")


def _of_order(plan: Plan) -> Iterator[Problem]:
    for earlier, later in pairwise(DATES):
        days = getattr(plan, earlier), getattr(plan, later)
        if all(map(is_day, days)) and days[0] >= days[1]:
            yield Problem(later, NOT_AFTER[later], {"before": days[0]})


def _of_neighbours(plan: Plan, others: Iterable[Plan]) -> Iterator[Problem]:
    for other in others:
        names = {"year": other.name, "first": other.first, "last": other.last}
        if is_day(plan.opens_on) and other.name < plan.name and plan.opens_on <= other.last:
            yield Problem("opens_on", "The last day of the round {year} is {last}. Enter a later date.", names)
        if is_day(plan.publish_on) and other.name > plan.name and plan.publish_on >= other.first:
            yield Problem("publish_on", "The first day of the round {year} is {first}. Enter an earlier date.", names)


def extension_problem(day: str, due_on: str, review_until: str, today: str) -> Problem | None:
    """Of more time for one administration: after the day of the round, before its reviews end, and not past."""
    if not is_day(day):
        return Problem("extended_to", "Enter a date, such as 2027-03-31.")
    if day < today:
        return Problem("extended_to", "This date is in the past. Enter a later date.")
    if day <= due_on:
        return Problem("extended_to", "The due date of the round is {due}. Enter a later date.", {"due": due_on})
    if review_until and day > review_until:
        sentence = N_("Reviews must end by {last}. Enter an earlier date, or change the dates of the round first.")
        return Problem("extended_to", sentence, {"last": review_until})
    return None


def unfollowed(plans: Sequence[Plan], today: str) -> Plan | None:
    """The newest round, if it ends soon, or did, and the next one is still to be set up."""
    newest = max(plans, key=lambda plan: plan.name, default=None)
    soon = (date.fromisoformat(today) + WARN_BEFORE).isoformat()
    return newest if newest and newest.last <= soon else None
