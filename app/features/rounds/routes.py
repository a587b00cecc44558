"""Rounds: the list, setting up, opening, and the overview of one with its files."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import may_everywhere, office_of
from app.assessments.last_round import SHORT_FORM, TWO_VERSIONS
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.rounds import Round
from app.features.rounds import actions, page
from app.features.rounds.calendar import DATE_NAMES, problems_of, unfollowed
from app.features.rounds.forms import WHICH, DatesForm, OpeningForm, RoundForm, suggested
from app.features.rounds.overview import Line, line_of, seen, view_of
from app.features.rounds.queries import (
    Candidate,
    among,
    assessment_in,
    candidates,
    counts_of,
    followed,
    plan_of,
    round_to_change,
    rounds_of,
)
from app.features.rounds.table import as_csv, table
from app.i18n.formatting import translations
from app.validation.organisations import KINDS
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.downloads import CSV, XLSX, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.messages import FIELD, is_on_list
from app.web.pages import redirect, redirect_with_message, render
from exports.tables import TableWorkbook, draw_table_workbook
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem
from scoring.score import thresholds_of
from scoring.scorecard import OVERALL

router = APIRouter(prefix="/rounds", include_in_schema=False)

ToFollow = Annotated[Visitor, Depends(OfficeToSee(Permission.FOLLOW_ROUND))]
ToSeeRunning = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_ROUND))]
ToRun = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_ROUND))]
NO_VERSION = N_("Choose a published version of the questionnaire.")
NOBODY_CHOSEN = N_("Choose at least one administration.")


def round_context(visitor: Visitor) -> dict[str, Any]:
    return {"may_run": may_everywhere(visitor, Permission.RUN_ROUND), "date_names": DATE_NAMES}


@router.get("")
def rounds_page(request: Request, visitor: ToFollow, db: Reading, catalogue: CatalogueOf) -> Response:
    return render_rounds(request, visitor, db, catalogue)


@router.post("")
def set_up(request: Request, visitor: ToRun, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    form, now = RoundForm(submitted), utc_now()
    plans = {round_.id: plan_of(round_) for round_ in rounds_of(db)}
    for id_, there in plans.items():
        if there == form.plan:  # pressed twice
            return redirect_with_message(request, "round-set-up", f"/rounds/{id_}")
    form.refuse(problems_of(form.plan, list(plans.values()), now.date().isoformat()))
    if form.questionnaire.data not in catalogue.published:
        form.refuse([Problem("questionnaire", NO_VERSION)])
    if form.problems:
        return render_rounds(request, visitor, db, catalogue, form)
    id_ = actions.set_up_round(db, form.plan, form.questionnaire.data, by=visitor.id, at=now)
    return redirect_with_message(request, "round-set-up", f"/rounds/{id_}")


def render_rounds(
    request: Request, visitor: Visitor, db: Session, catalogue: Catalogue, form: RoundForm | None = None
) -> Response:
    rounds = rounds_of(db)
    versions = catalogue.newest_first()
    form = form or RoundForm(data={"questionnaire": versions[0] if versions else ""})
    plans = {round_.id: plan_of(round_) for round_ in rounds}
    context = round_context(visitor) | {
        "rounds": rounds,
        "plans": plans,
        "counts": counts_of(db),
        "unfollowed": unfollowed(list(plans.values()), utc_now().date().isoformat()),
        "versions": {version: version for version in versions},
        "form": form,
    }
    return render(request, "rounds/rounds.html", context, status=422 if form.problems else 200)


@router.get("/{round_id}/dates")
def dates_page(request: Request, visitor: ToSeeRunning, round_id: str, db: Reading) -> Response:
    round_ = among(rounds_of(db), round_id)
    return render_dates(request, visitor, round_, DatesForm(data=vars(plan_of(round_))))


@router.post("/{round_id}/dates")
def change_dates(request: Request, visitor: ToRun, round_id: str, submitted: SubmittedForm, db: Writing) -> Response:
    round_, form, now = round_to_change(db, round_id), DatesForm(submitted), utc_now()
    plan, others = form.plan_of(round_.name), [plan_of(other) for other in rounds_of(db) if other.id != round_.id]
    form.refuse(problems_of(plan, others, now.date().isoformat(), plan_of(round_)))
    if form.problems:
        return render_dates(request, visitor, round_, form)
    actions.change_dates(db, round_, plan, by=visitor.id, at=now)
    return redirect_with_message(request, "round-dates", f"/rounds/{round_.id}")


def render_dates(request: Request, visitor: Visitor, round_: Round, form: DatesForm) -> Response:
    context = round_context(visitor) | {"round": round_, "form": form}
    return render(request, "rounds/dates.html", context, status=422 if form.problems else 200)


@router.get("/{round_id}/opening")
def opening_page(request: Request, visitor: ToSeeRunning, round_id: str, db: Reading) -> Response:
    round_ = among(rounds_of(db), round_id)
    all_candidates = candidates(db, round_.id)
    return render_opening(request, visitor, round_, all_candidates, suggested(all_candidates))


@router.post("/{round_id}/opening")
def open_round(
    request: Request, visitor: ToRun, round_id: str, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    round_, form = round_to_change(db, round_id), OpeningForm(submitted)
    all_candidates = candidates(db, round_.id)
    wanted = form.chosen(all_candidates)
    if not wanted:
        form.refuse([Problem("which", NOBODY_CHOSEN)])
        return render_opening(request, visitor, round_, all_candidates, form)
    actions.open_round(db, round_, catalogue[round_.questionnaire], wanted, by=visitor.id, at=utc_now())
    return redirect_with_message(request, "round-opened", f"/rounds/{round_.id}")


def render_opening(
    request: Request, visitor: Visitor, round_: Round, all_candidates: list[Candidate], form: OpeningForm
) -> Response:
    context = round_context(visitor) | {
        "round": round_,
        "candidates": all_candidates,
        "regions": sorted({candidate.region for candidate in all_candidates} - {""}),
        "kinds": KINDS,
        "which_names": WHICH,
        "form": form,
    }
    return render(request, "rounds/opening.html", context, status=422 if form.problems else 200)


@router.get("/{round_id}")
def overview_page(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    view, nodes = view_of(request.query_params), nodes_of(catalogue, round_, visitor.language)
    context = round_context(visitor) | {
        "round": round_,
        "plan": plan_of(round_),
        "nodes": nodes,
        "short_form": SHORT_FORM,
        "compared_with": catalogue.compared_with(round_.questionnaire),
        "two_versions": TWO_VERSIONS,
        "acted_on_list": bool(lines) and is_on_list(request.query_params.get(FIELD, "")),
    }
    is_ticked = request.query_params.get("ticked") == "all"
    reading = page.Reading(round_.id, visitor.language, can_tick=context["may_run"], is_ticked=is_ticked)
    context |= page.progress_context(lines, visitor.language)
    context |= page.list_context(lines, seen(lines, view), view, nodes, reading)
    return render(request, "rounds/round.html", context)


@router.get("/{round_id}/administrations/{code}")
def assessment_of(_visitor: ToFollow, round_id: str, code: str, db: Reading) -> Response:
    """The short address of an assessment: the overview names it 187 times."""
    return redirect(f"/assessments/{assessment_in(db, round_id, code)}/scorecard")


@router.get("/{round_id}/overview.csv")
def overview_csv(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    written = as_csv(table_of(request, visitor, catalogue, round_, lines), csv_form(request, visitor.language))
    return leave(request, visitor, db, round_, ".csv", written)


@router.get("/{round_id}/overview.xlsx")
def overview_xlsx(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    round_, lines = followed_by(visitor, db, round_id, catalogue)
    drawn = table_of(request, visitor, catalogue, round_, lines)
    db.rollback()
    workbook = state_of(request).worker_pool.draw(drawn, draw_table_workbook)
    return leave(request, visitor, db, round_, ".xlsx", workbook)


def followed_by(visitor: Visitor, db: Session, round_id: str, catalogue: Catalogue) -> tuple[Round, list[Line]]:
    """Every line of the round, each as far as this visitor may see it."""
    rounds, role = rounds_of(db), office_of(visitor)
    round_ = among(rounds, round_id)
    if role is None:
        return round_, []
    rows, now = followed(db, round_.id, visitor.id), utc_now()
    versions = {row.questionnaire for row in rows}
    thresholds = {version: thresholds_of(catalogue[version].structure.scoring) for version in versions}
    return round_, [line_of(row, role, thresholds[row.questionnaire], now) for row in rows]


def nodes_of(catalogue: Catalogue, round_: Round, language: str) -> dict[str, str]:
    """The columns of the heatmap: "overall" and the pillars, with what they are called."""
    pillars = catalogue[round_.questionnaire].words(language).pillars
    return {OVERALL: translations(language).gettext("Overall")} | {id_: words.title for id_, words in pillars.items()}


def table_of(
    request: Request, visitor: Visitor, catalogue: Catalogue, round_: Round, lines: list[Line]
) -> TableWorkbook:
    view, language = view_of(request.query_params), visitor.language
    title = translations(language).gettext("Round {year}").format(year=round_.name)
    return table(title, nodes_of(catalogue, round_, language), seen(lines, view), view, language, utc_now())


def leave(request: Request, visitor: Visitor, db: Session, round_: Round, ending: str, content: bytes) -> Response:
    """The file, entered in the register of downloads. Its data are those of the moment: it shows days and reviewers."""
    db.rollback()
    now = utc_now()
    name = file_name("round", round_.name, "overview", ending=ending, taken=now, mark=mark_of(content))
    file = audit_log.DownloadedFile("round overview", name, content)
    audit_log.record_download(state_of(request).database, file, by=visitor.id, at=now)
    kind = XLSX if ending == ".xlsx" else CSV
    return Response(content, media_type=kind, headers={"content-disposition": as_attachment(name)})
