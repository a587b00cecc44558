"""The kinds of things that a search finds, each for whoever may open them elsewhere, and where each hit leads."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row
from sqlmodel import Session

from app.access.identity import Visitor
from app.access.loaders import may_everywhere, office_of
from app.assessments.lifecycle import State
from app.assessments.rights import ROLE_NAMES, Permission, Role, may, sees_only_assigned
from app.features.search import queries
from app.features.search.hits import Group, Hit, Sought, group_of
from app.features.search.questions import Place, questions
from app.i18n.formatting import translations
from app.web.pages import place_name
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

Line = Row[*tuple[Any, ...]]
ADMINISTRATIONS, PEOPLE, QUESTIONS, EVIDENCE = "administrations", "people", "questions", "evidence"
RESULT = N_("Result %(round)s")
ALIKE = ("round", "questionnaire", "form")
"""What makes the same questions of two assessments."""


def kinds_for(visitor: Visitor) -> tuple[str, ...]:
    """What this visitor may look for: the others are not told, not even as nothing found."""
    office = office_of(visitor)
    is_of_team = office is None
    has_each = {
        ADMINISTRATIONS: not sees_only_assigned(office),
        PEOPLE: is_of_team or may_everywhere(visitor, Permission.SEE_TEAM),
        QUESTIONS: is_of_team or may_everywhere(visitor, Permission.FOLLOW_ROUND),
        EVIDENCE: office is None or bool(queries.states_to_read_evidence((office,))),
    }
    return tuple(kind for kind, has in has_each.items() if has)


def groups_for(db: Session, catalogue: Catalogue, visitor: Visitor, sought: Sought) -> list[Group]:
    """What is found of each kind; one query for each."""
    places = queries.administrations(db, visitor)
    ways: dict[str, Callable[[], Iterator[Hit]]] = {
        ADMINISTRATIONS: lambda: _administrations(places, visitor),
        PEOPLE: lambda: _people(db, visitor),
        QUESTIONS: lambda: _questions(db, places, catalogue, visitor),
        EVIDENCE: lambda: _evidence(queries.evidence(db, visitor), visitor),
    }
    return [group_of(kind, ways[kind](), sought) for kind in kinds_for(visitor)]


def _said(visitor: Visitor) -> Callable[[str], str]:
    return translations(visitor.language).gettext


def _administrations(rows: Sequence[Line], visitor: Visitor) -> Iterator[Hit]:
    """To its page where the visitor may see it; else to its newest assessment, or to that round."""
    office = office_of(visitor)
    has_page = office is None or may_everywhere(visitor, Permission.SEE_TEAM)
    for row in rows:
        result = _result(row, office or Role(row.role), visitor)
        if has_page:
            address, links = f"/administrations/{row.id}", (result,) if result else ()
        else:
            address, links = result[0] if result else f"/rounds/{row.round_id}#administrations", ()
        about = place_name(row.region, row.kind, visitor.language)
        yield Hit(row.name, address, searched=tuple(filter(None, (row.code, row.country))), about=(about,), links=links)


def _result(row: Line, role: Role, visitor: Visitor) -> tuple[str, str] | None:
    """The newest assessment of an administration, with what the link to it is called."""
    if row.assessment_id is None or not may(Permission.READ, role, State(row.state)):
        return None
    return f"/assessments/{row.assessment_id}/scorecard", _said(visitor)(RESULT) % {"round": row.round}


def _people(db: Session, visitor: Visitor) -> Iterator[Hit]:
    if may_everywhere(visitor, Permission.KEEP_ACCOUNTS):
        return _accounts(queries.accounts(db, visitor), visitor)
    return _members(queries.members(db, visitor), visitor)


def _members(rows: Sequence[Line], visitor: Visitor) -> Iterator[Hit]:
    _ = _said(visitor)
    for row in rows:
        about = f"{_(ROLE_NAMES[Role(row.role)])}, {row.administration}"
        address = f"/administrations/{row.administration_id}/people#person-{row.id}"
        yield Hit(row.name, address, searched=(row.email,), about=(about,))


def _accounts(rows: Sequence[Line], visitor: Visitor) -> Iterator[Hit]:
    """People of offices stand on the page of accounts; the others are found there by their address."""
    _ = _said(visitor)
    for _id, of_person in groupby(rows, key=lambda row: row.id):
        person, *more = of_person
        places = ", ".join(row.place for row in (person, *more) if row.place)
        about = _(ROLE_NAMES[Role(person.office)]) if person.office else places
        where = f"#person-{person.id}" if person.office else f"?text={quote(person.email)}#person-{person.id}"
        yield Hit(person.name, f"/accounts{where}", searched=(person.email,), about=(about,) if about else ())


def _questions(db: Session, own: Sequence[Line], catalogue: Catalogue, visitor: Visitor) -> Iterator[Hit]:
    if office_of(visitor) is None:
        return _own_questions(own, catalogue, visitor)
    return _questions_of_round(queries.newest_round(db, visitor), catalogue, visitor)


def _own_questions(rows: Sequence[Line], catalogue: Catalogue, visitor: Visitor) -> Iterator[Hit]:
    """In the visitor's newest assessment; who belongs to several administrations chooses among them."""
    own = [row for row in rows if row.assessment_id]
    if not own:
        return iter(())
    newest = max(own, key=lambda row: row.round)
    alike = [row for row in own if all(getattr(row, name) == getattr(newest, name) for name in ALIKE)]
    places = [Place(row.name, f"/assessments/{row.assessment_id}/elements") for row in alike]
    return questions(catalogue[newest.questionnaire], newest.form, places, visitor.language)


def _questions_of_round(rows: Sequence[Line], catalogue: Catalogue, visitor: Visitor) -> Iterator[Hit]:
    """Of the newest round, in the reviews that are the visitor's."""
    if not rows:
        return iter(())
    places = [Place(row.administration, f"/assessments/{row.id}/review") for row in rows if row.id]
    return questions(catalogue[rows[0].questionnaire], "full", places, visitor.language)


def _evidence(rows: Sequence[Line], visitor: Visitor) -> Iterator[Hit]:
    _ = _said(visitor)
    for row in rows:
        about = f"{row.administration}, {row.round}"
        yield Hit(
            row.title,
            f"/assessments/{row.assessment_id}/evidence/{row.id}",
            searched=(row.file_name,) if row.file_name not in ("", row.title) else (),
            about=(about, _("Withdrawn")) if row.withdrawn_at else (about,),
            assessment_id=row.assessment_id,
        )
