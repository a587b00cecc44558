"""Rounds: the list, setting up, opening, and the overview of one with its files."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import may_everywhere, office_of
from app.assessments.last_round import SHORT_FORM
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.rounds import Round
from app.features.rounds import actions, forms, page
from app.features.rounds.calendar import DATE_NAMES, Plan, problems_of, unfollowed
from app.features.rounds.overview import Line, line_of, seen, view_of
from app.features.rounds.queries import among, candidates, counts_of, followed, plan_of, round_to_change, rounds_of
from app.features.rounds.table import as_csv, table
from app.i18n.formatting import translations
from app.web.api import CatalogueOf
from app.web.downloads import as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.pages import go_on_saying, render
from exports.round_workbook import RoundTable, draw
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem
from scoring.scorecard import OVERALL

router = APIRouter(prefix="/rounds", include_in_schema=False)

ToFollow = Annotated[Visitor, Depends(OfficeToSee(Permission.FOLLOW_ROUND))]
ToSeeRunning = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_ROUND))]
ToRun = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_ROUND))]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_VERSION = N_("Choose a published version of the questionnaire.")
NOBODY_CHOSEN = N_("Choose at least one administration.")


def frame(visitor: Visitor) -> dict[str, Any]:
    return {"may_run": may_everywhere(visitor, Permission.RUN_ROUND), "date_names": DATE_NAMES}


@router.get("")
def rounds_page(request: Request, visitor: ToFollow, db: Reading, catalogue: CatalogueOf) -> Response:
    return say_rounds(request, visitor, db, catalogue)


@router.post("")
def set_up(request: Request, visitor: ToRun, form: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    plan, version, now = forms.plan(form, forms.text(form, "name")), forms.text(form, "questionnaire"), utc_now()
    plans = {one.id: plan_of(one) for one in rounds_of(db)}
    for id_, there in plans.items():
        if there == plan:  # pressed twice
            return go_on_saying(request, "round-set-up", f"/rounds/{id_}")
    problems = problems_of(plan, list(plans.values()), now.date().isoformat())
    if version not in catalogue.published:
        problems.append(Problem("questionnaire", NO_VERSION))
    if problems:
        return say_rounds(request, visitor, db, catalogue, plan=plan, version=version, problems=problems)
    id_ = actions.set_up_round(db, plan, version, by=visitor.id, at=now)
    return go_on_saying(request, "round-set-up", f"/rounds/{id_}")


def say_rounds(
    request: Request,
    visitor: Visitor,
    db: Session,
    catalogue: Catalogue,
    *,
    plan: Plan | None = None,
    version: str = "",
    problems: list[Problem] | None = None,
) -> Response:
    rounds = rounds_of(db)
    plans = {one.id: plan_of(one) for one in rounds}
    names = frame(visitor) | {
        "rounds": rounds,
        "plans": plans,
        "counts": counts_of(db),
        "unfollowed": unfollowed(list(plans.values()), utc_now().date().isoformat()),
        "versions": sorted(catalogue.published & catalogue.versions.keys(), reverse=True),
        "plan": plan or Plan("", "", "", "", ""),
        "chosen_version": version,
        "problems": forms.sentences(problems or (), visitor.language),
    }
    return render(request, "rounds/rounds.html", names, status=422 if problems else 200)


@router.get("/{round_id}/dates")
def dates_page(request: Request, visitor: ToSeeRunning, round_id: str, db: Reading) -> Response:
    one = among(rounds_of(db), round_id)
    names = frame(visitor) | {"round": one, "plan": plan_of(one), "problems": {}}
    return render(request, "rounds/dates.html", names)


@router.post("/{round_id}/dates")
def change_dates(request: Request, visitor: ToRun, round_id: str, form: SubmittedForm, db: Writing) -> Response:
    one, now = round_to_change(db, round_id), utc_now()
    plan, others = forms.plan(form, one.name), [plan_of(other) for other in rounds_of(db) if other.id != one.id]
    if problems := problems_of(plan, others, now.date().isoformat(), plan_of(one)):
        names = frame(visitor) | {"round": one, "plan": plan, "problems": forms.sentences(problems, visitor.language)}
        return render(request, "rounds/dates.html", names, status=422)
    actions.change_dates(db, one, plan, by=visitor.id, at=now)
    return go_on_saying(request, "round-dates", f"/rounds/{one.id}")


@router.get("/{round_id}/opening")
def opening_page(request: Request, visitor: ToSeeRunning, round_id: str, db: Reading) -> Response:
    return say_opening(request, visitor, db, among(rounds_of(db), round_id))


@router.post("/{round_id}/opening")
def open_round(
    request: Request, visitor: ToRun, round_id: str, form: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    one = round_to_change(db, round_id)
    wanted = forms.chosen(form, candidates(db, one.id))
    if not wanted:
        return say_opening(request, visitor, db, one, form)
    actions.open_round(db, one, catalogue[one.questionnaire], wanted, by=visitor.id, at=utc_now())
    return go_on_saying(request, "round-opened", f"/rounds/{one.id}")


def say_opening(
    request: Request, visitor: Visitor, db: Session, one: Round, form: SubmittedForm | None = None
) -> Response:
    """With everything that was chosen, after a form that chose nobody."""
    found = candidates(db, one.id)
    names = frame(visitor) | {
        "round": one,
        "candidates": found,
        "regions": sorted({candidate.region for candidate in found}),
        "which_names": forms.WHICH,
        "screen": forms.screen(form) if form else forms.suggested(found),
        "problem": NOBODY_CHOSEN if form else "",
    }
    return render(request, "rounds/opening.html", names, status=422 if form else 200)


@router.get("/{round_id}")
def overview_page(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    one, lines = followed_by(visitor, db, round_id, catalogue)
    view, nodes = view_of(request.query_params), nodes_of(catalogue, one, visitor.language)
    names = frame(visitor) | {"round": one, "plan": plan_of(one), "nodes": nodes, "short_form": SHORT_FORM}
    names |= page.names(lines, seen(lines, view), view, nodes, visitor.language)
    return render(request, "rounds/round.html", names)


@router.get("/{round_id}/overview.csv")
def overview_csv(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    one, lines = followed_by(visitor, db, round_id, catalogue)
    written = as_csv(table_of(request, visitor, catalogue, one, lines), csv_form(request, visitor.language))
    return leave(request, visitor, db, one, ".csv", written)


@router.get("/{round_id}/overview.xlsx")
def overview_xlsx(request: Request, visitor: ToFollow, round_id: str, db: Reading, catalogue: CatalogueOf) -> Response:
    one, lines = followed_by(visitor, db, round_id, catalogue)
    drawn = table_of(request, visitor, catalogue, one, lines)
    db.rollback()
    workbook = request.app.state.worker_pool.draw(drawn, draw)
    return leave(request, visitor, db, one, ".xlsx", workbook)


def followed_by(visitor: Visitor, db: Session, round_id: str, catalogue: Catalogue) -> tuple[Round, list[Line]]:
    """Every line of the round, each as far as this visitor may see it."""
    rounds, role = rounds_of(db), office_of(visitor)
    one = among(rounds, round_id)
    if role is None:
        return one, []
    rules = catalogue[one.questionnaire].structure.scoring
    return one, [line_of(row, role, rules) for row in followed(db, one.id, visitor.id)]


def nodes_of(catalogue: Catalogue, one: Round, language: str) -> dict[str, str]:
    """The columns of the heatmap: "overall" and the pillars, with what they are called."""
    pillars = catalogue[one.questionnaire].words(language).pillars
    return {OVERALL: translations(language).gettext("Overall")} | {id_: words.title for id_, words in pillars.items()}


def table_of(request: Request, visitor: Visitor, catalogue: Catalogue, one: Round, lines: list[Line]) -> RoundTable:
    view, language = view_of(request.query_params), visitor.language
    title = translations(language).gettext("Round {year}").format(year=one.name)
    return table(title, nodes_of(catalogue, one, language), seen(lines, view), view, language, utc_now())


def leave(request: Request, visitor: Visitor, db: Session, one: Round, ending: str, content: bytes) -> Response:
    """The file, entered in the register of downloads. Its data are those of the moment: it shows days and reviewers."""
    db.rollback()
    now = utc_now()
    name = file_name("round", one.name, "overview", ending=ending, taken=now, mark=mark_of(content))
    file = audit_log.DownloadedFile("round overview", name, content)
    audit_log.record_download(request.app.state.database, file, by=visitor.id, at=now)
    kind = XLSX if ending == ".xlsx" else "text/csv; charset=utf-8"
    return Response(content, media_type=kind, headers={"content-disposition": as_attachment(name)})
