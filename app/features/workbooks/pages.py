"""What the pages of answering in workbooks show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Query
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.lifecycle import State
from app.assessments.rights import Permission
from app.features.workbooks.choosing import HERE, Picked
from app.features.workbooks.files import MOST_FILES
from app.features.workbooks.merging import Kind, Merged, Proposal, Question
from app.features.workbooks.numbers.merging import MergedNumbers
from app.features.workbooks.numbers.pages import numbers_context
from app.features.workbooks.queries import elements_in_hand, names_of_savers, past_imports
from app.web.answer_fields import FieldChange, Screen, differences, screen_of
from app.web.left_out import LeftOut, in_chunks
from questionnaires.definition import Indicator
from questionnaires.problems import N_, Problem

SAID = {
    "imported": N_("You can undo this import below until someone changes these answers."),
    "there": N_("These answers were already saved. Nothing was saved twice."),
    "kept": N_("Nothing was saved: you kept the answers here."),
    "undone": N_("The import was undone. The previous answers have been restored."),
}
MISSING = N_("Nothing is saved yet. Choose an answer wherever two conflict.")
CHANGED = N_(
    "Someone saved answers in the meantime. Nothing from the workbooks is saved yet. Check the marked "
    "questions and choose again."
)
CLOSED = N_("Some questions can no longer be answered. Nothing is saved yet. Check what remains.")
NO_ROOM = N_("Nothing is saved yet. Keep the answers here for these questions, or shorten their evidence first.")
NOTHING = Merged()
NO_NUMBERS = MergedNumbers()
ONLY_RETURNED = N_("Only the questions that the secretariat returned can be answered now.")


Count = Annotated[int, Query(ge=0, le=1_000_000)]


@dataclass(frozen=True)
class Option:
    """An answer of the files beside the one here, and the fields in which they differ."""

    number: str
    proposal: Proposal
    screen: Screen
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Row:
    question: Question
    indicator: Indicator
    here: Screen
    by: str
    picked: str
    options: tuple[Option, ...]

    @property
    def differing(self) -> frozenset[str]:
        """The fields in which any of the options differs from what is here."""
        return frozenset(change.field for option in self.options for change in option.changes)


@dataclass(frozen=True)
class Outcome:
    """What the page tells of what was just tried. `changed` are the questions for which an import could not be taken
    back; of `rest`, what was left out of an import is told."""

    said: str = ""
    stored: int = 0
    numbers: int = 0
    problems: Sequence[Problem] = ()
    refused: Sequence[LeftOut] = ()
    changed: Sequence[str] = ()
    rest: Merged = NOTHING

    @property
    def status(self) -> int:
        """With anything that went wrong, or with questions that changed since, it is no success."""
        return 409 if self.changed else 422 if self.problems or self.refused else 200


@dataclass(frozen=True)
class Preview:
    """What would be stored, and what a person chose of it; with a notice where it is shown again."""

    merged: Merged
    picked: Picked
    numbers: MergedNumbers = NO_NUMBERS
    picked_numbers: Picked = field(default_factory=dict)
    notice: str = ""
    status: int = 200
    problems: Sequence[Problem] = ()
    is_closed_in_part: bool = False
    """Something of it can no longer be changed."""


def page_context(access: AssessmentAccess) -> dict[str, Any]:
    words = access.assessment.words(access.visitor.language)
    home = f"/assessments/{access.assessment.id}/workbook"
    return {"access": access, "assessment": access.assessment, "words": words, "home": home}


def home_context(
    access: AssessmentAccess, db: Session, outcome: Outcome, *, most: int, left_out_fields: Sequence[str]
) -> dict[str, Any]:
    """`left_out_fields` carry what was left out to a file."""
    shows_past = access.may(Permission.READ_HISTORY)
    return page_context(access) | {
        "most": most,
        "most_files": MOST_FILES,
        "said": SAID.get(outcome.said, ""),
        "stored": outcome.stored,
        "stored_numbers": outcome.numbers,
        "rest": outcome.rest,
        "left_out": all_left_out(outcome.rest),
        "left_out_fields": left_out_fields,
        "problems": outcome.problems,
        "refused": outcome.refused,
        "changed": outcome.changed,
        "has_own": bool(elements_in_hand(db, access.assessment.id, access.visitor.id)),
        "imports": past_imports(db, access.assessment) if shows_past else (),
        "table_titles": titles_of_tables(access),
        "is_returned": access.assessment.state is State.RETURNED,
    }


def titles_of_tables(access: AssessmentAccess) -> dict[str, str]:
    """For those who see the numbers of the workforce tables."""
    tables = access.assessment.tables
    if tables is None or not access.may(Permission.SEE_WORKFORCE):
        return {}
    words = tables.words(access.visitor.language)
    return {id_: words.tables[id_].title for id_ in tables.tables}


def all_left_out(merged: Merged) -> tuple[LeftOut, ...]:
    """The refused cells, what did not come back or was not read, and answers to questions that are closed now."""
    closed = (LeftOut("", "", "", id_, "", Problem("", ONLY_RETURNED)) for id_ in merged.not_now)
    return (*merged.refused, *merged.unread, *closed)


def preview_context(
    access: AssessmentAccess, db: Session, preview: Preview, *, sealed: str, left_out_fields: Sequence[str]
) -> dict[str, Any]:
    """`sealed` is the whole preview, sealed, for the form that confirms it."""
    savers = names_of_savers(db, preview.merged)
    rows = [_row(access, question, preview.picked[question.indicator], savers) for question in preview.merged.questions]
    return page_context(access) | {
        "merged": preview.merged,
        "conflicts": [row for row in rows if row.question.kind is Kind.CONFLICT],
        "changed": [row for row in rows if row.question.kind is Kind.CHANGED and not row.question.empties],
        "emptied": [row for row in rows if row.question.empties],
        "fills": [row for row in rows if row.question.kind is Kind.FILL],
        "fills_picked": any(row.picked != HERE for row in rows if row.question.kind is Kind.FILL),
        "sealed": in_chunks(sealed),
        "left_out_fields": left_out_fields,
        "notice": preview.notice,
        "problems": preview.problems,
        **numbers_context(access, preview.numbers, preview.picked_numbers),
    }


def _row(access: AssessmentAccess, question: Question, picked: str, names: dict[str, str]) -> Row:
    here = screen_of(question.here.answer)
    options = [(proposal, screen_of(proposal.answer)) for proposal in question.proposals]
    return Row(
        question,
        access.assessment.questionnaire.indicators[question.indicator],
        here,
        names.get(question.here.by, ""),
        picked,
        tuple(
            Option(str(at), proposal, screen, differences(here, screen))
            for at, (proposal, screen) in enumerate(options)
        ),
    )
