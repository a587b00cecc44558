"""What happened to an assessment, as the lines of the report's audit trail: what the page “What happened” shows."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from app.assessments.history import OFFICES_SAID, History
from app.assessments.lifecycle import NAMES, TRANSITIONS, State, Transition
from app.assessments.reads import OneAssessment
from app.db.tables.rounds import Move
from exports.gap.facts import Event

Translate = Callable[[str], str]


def events_of(assessment: OneAssessment, history: History, translate: Translate) -> tuple[Event, ...]:
    """In the order of time; more time that was given, whose moment is not kept, comes last."""
    events = [
        *((transition.at, _transition(transition, history, translate)) for transition in history.transitions),
        *((signature.at, _signature(signature, translate)) for signature in history.signatures),
        *((publication.at, _publication(publication, history, translate)) for publication in history.publications),
    ]
    in_time = [event for _, event in sorted(events, key=itemgetter(0))]
    return (*in_time, *_extension(assessment, translate))


def _transition(move: Move, history: History, translate: Translate) -> Event:
    return Event(
        at=_moment(move.at),
        what=translate(TRANSITIONS[Transition(move.verb)].name),
        source=translate(NAMES[State(move.from_state)]),
        target=translate(NAMES[State(move.to_state)]),
        who=_who(move.by, history, translate),
        why=move.why,
    )


def _signature(signature: Any, translate: Translate) -> Event:
    _ = translate
    return Event(
        at=_moment(signature.at),
        what=_("Signature {number}, edition {edition}").format(number=signature.number, edition=signature.edition),
        who=f"{signature.name}, {signature.title}",
        hash=signature.hash,
        audit_head=signature.audit_head,
    )


def _publication(publication: Any, history: History, translate: Translate) -> Event:
    _ = translate
    return Event(
        at=_moment(publication.at),
        what=_("Published result, edition {edition}").format(edition=publication.edition),
        who=_who(publication.by, history, translate),
        hash=publication.hash,
    )


def _extension(assessment: OneAssessment, translate: Translate) -> Iterator[Event]:
    _ = translate
    if assessment.extended_to:
        what = _("Extended to {date}").format(date=assessment.extended_to)
        yield Event(at="", what=what, why=assessment.extended_why)


def _who(person: str, history: History, translate: Translate) -> str:
    _ = translate
    somebody = history.people.get(person)
    if somebody is None:
        return person
    if not somebody.office:
        return somebody.name
    return f"{somebody.name} ({_(OFFICES_SAID[somebody.office])})"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
