"""Acts on several administrations of a round: each has a page that says whom it concerns, and then one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.identity import Visitor, utc_now
from app.access.loaders import open_assessment
from app.assessments.answer_sets import content_hash
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.db.tables.rounds import Round
from app.features.rounds import actions
from app.features.rounds.calendar import extension_problem
from app.features.rounds.chosen import Reminding, extending, reminding, ticked
from app.features.rounds.forms import ExtensionForm
from app.features.rounds.overview import Line
from app.features.rounds.queries import round_to_change
from app.features.rounds.routes import ToRun, ToSeeRunning, followed_by
from app.jobs import reminders
from app.jobs.mail_texts import Letter, MailContext, letter
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.pages import list_of_round, redirect_with_message, render
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)

CHANGED = N_("Nothing was done now, because the list has changed since you opened this page. Check it again.")


@dataclass(frozen=True)
class Page:
    """The page before an act; `view` is how the list was filtered that it was reached from."""

    round: Round
    act: str
    view: str

    @property
    def back(self) -> str:
        return list_of_round(self.round.id, self.view)

    def context(self, problems: Sequence[Problem]) -> dict[str, Any]:
        address = f"/rounds/{self.round.id}/{self.act}"
        return {"round": self.round, "address": address, "view": self.view, "back": self.back, "problems": problems}


@router.get("/reminders")
def reminders_page(
    request: Request, visitor: ToSeeRunning, round_id: str, db: Reading, catalogue: CatalogueOf
) -> Response:
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    chosen = ticked(lines, request.query_params.getlist("chosen"))
    page = Page(round_, "reminders", request.query_params.get("view", ""))
    return render_reminders(request, page, chosen, reminding_of(db, round_, chosen))


@router.post("/reminders")
def remind(
    request: Request, visitor: ToRun, round_id: str, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    """All whom the page listed, as it listed them, or nobody."""
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    chosen = ticked(lines, [str(code) for code in submitted.getlist("chosen")])
    page = Page(round_, "reminders", str(submitted.get("view", "")))
    now_due = reminding_of(db, round_, chosen)
    if not now_due.rows or submitted.get("shown") != mark_of(now_due):
        return render_reminders(request, page, chosen, now_due, [Problem("", CHANGED)])
    reminders.remind_now(db, now_due.rows, round_.id, by=visitor.id, at=utc_now())
    return redirect_with_message(request, "reminded", page.back)


def reminding_of(db: Session, round_: Round, chosen: Sequence[Line]) -> Reminding:
    rows = reminders.leaders_of(db, [line.id for line in chosen])
    return reminding(chosen, rows, round_.opens_on, utc_now())


def mark_of(due: Reminding) -> str:
    return content_hash({"to": due.pairs})


def render_reminders(
    request: Request, page: Page, chosen: Sequence[Line], due: Reminding, problems: Sequence[Problem] = ()
) -> Response:
    context = page.context(problems) | {
        "codes": [line.code for line in chosen],
        "due": due,
        "mark": mark_of(due),
        "letters": letters_of(request, due),
    }
    return render(request, "rounds/reminders.html", context, status=409 if problems else 200)


def letters_of(request: Request, due: Reminding) -> list[tuple[str, Letter]]:
    """The language of each different reminder, and how the first who gets it would read it."""
    sender = MailContext(state_of(request).settings, state_of(request).key)
    return [
        (language, letter(kind, reminders.names_of(row), "", language, sender, row.zone))
        for (language, kind), row in sorted(due.samples(utc_now()).items())
    ]


@router.get("/extensions")
def extensions_page(
    request: Request, visitor: ToSeeRunning, round_id: str, db: Reading, catalogue: CatalogueOf
) -> Response:
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    page = Page(round_, "extensions", request.query_params.get("view", ""))
    return render_extensions(request, page, ticked(lines, request.query_params.getlist("chosen")), ExtensionForm())


@router.post("/extensions")
def extend_several(
    request: Request, visitor: ToRun, round_id: str, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    """All that the page listed, or none."""
    round_to_change(db, round_id)
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    form, now = ExtensionForm(submitted), utc_now()
    chosen = ticked(lines, [str(code) for code in submitted.getlist("chosen")])
    page = Page(round_, "extensions", str(submitted.get("view", "")))
    concerned, others = extending(chosen)
    if others or not concerned:
        return render_extensions(request, page, chosen, form, [Problem("", CHANGED)])
    day, why = form.extended_to.data, form.why.data.strip()
    if problem := extension_problem(day, round_.due_on, round_.review_until, now.date().isoformat()):
        form.refuse([problem])
    if form.problems:
        return render_extensions(request, page, chosen, form)
    for assessment in opened(db, visitor, catalogue, concerned):
        actions.extend(db, assessment, day, why, by=visitor.id, at=now)
    return redirect_with_message(request, "extended-several", page.back)


def opened(db: Session, visitor: Visitor, catalogue: Catalogue, lines: Sequence[Line]) -> list[Any]:
    """Each passes its loader, locked in the order of the ids, so that nobody waits in a ring."""
    ids = sorted(line.id for line in lines)
    return [open_assessment(db, catalogue, visitor, id_, Permission.EXTEND, to_write=True).assessment for id_ in ids]


def render_extensions(
    request: Request, page: Page, chosen: Sequence[Line], form: ExtensionForm, problems: Sequence[Problem] = ()
) -> Response:
    concerned, skipped = extending(chosen)
    context = page.context(problems) | {"form": form, "concerned": concerned, "skipped": skipped}
    status = 409 if problems else 422 if form.problems else 200
    return render(request, "rounds/extensions.html", context, status=status)
