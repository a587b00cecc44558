"""The queue of reviews, second reviews and how far they agree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import ImmutableMultiDict
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import NotYours, may_everywhere, open_assessment
from app.assessments.draws import number_drawn
from app.assessments.lifecycle import NAMES
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.assigning import Assignment, assign, candidates
from app.features.reviewing.forms import AssignmentForm, DrawForm, SecondAssignmentForm
from app.features.reviewing.queries import chosen_in, people_who_review
from app.features.reviewing.queue import NOBODY, SORTS, STATES, Wanted, queue, rounds_of
from app.features.reviewing.review import FIRST, SECOND
from app.features.reviewing.second_reviews import second
from app.web.api import CatalogueOf
from app.web.forms import Form
from app.web.pages import is_fragment, list_of_round, redirect, redirect_with_message, render
from questionnaires.problems import Problem

router = APIRouter(prefix="/reviews", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.SEE_REVIEWS))]
ToSeeSecond = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_REVIEWS))]
ToRun = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_REVIEWS))]


@router.get("")
def queue_page(request: Request, visitor: ToSee, db: Reading) -> Response:
    query = request.query_params
    return render_queue(request, visitor, db, wanted_in(query, query.get("reviewer", "")))


def wanted_in(fields: Mapping[str, Any], reviewer: str) -> Wanted:
    round_id, state, sort = (str(fields.get(name, "")) for name in ("round", "state", "sort"))
    return Wanted(round_id, state, reviewer, sort)


def render_queue(
    request: Request, visitor: Visitor, db: Reading, asked_for: Wanted, form: AssignmentForm | None = None
) -> Response:
    """Three queries. What is not known among the filters is as if it had not been asked for."""
    rounds, people = rounds_of(db), people_who_review(db).all
    wanted = Wanted(
        newest_or(asked_for.round_id, rounds),
        asked_for.state if asked_for.state in STATES else "",
        asked_for.reviewer if asked_for.reviewer in (*people, NOBODY) else "",
        asked_for.sort if asked_for.sort in SORTS else "mine",
    )
    context = {
        "wanted": wanted,
        "lines": queue(db, wanted, visitor.id),
        "rounds": rounds,
        "people": people,
        "states": STATES,
        "state_names": NAMES,
        "sorts": SORTS,
        "may_run": may_everywhere(visitor, Permission.RUN_REVIEWS),
        "form": form or AssignmentForm(),
    }
    return render(request, "reviewing/queue.html", context, status=422 if form else 200)


@router.get("/assignments")
def assignments_page(request: Request, _visitor: ToSeeSecond, db: Reading, round: str = "") -> Response:
    """For those that were ticked in the list of a round."""
    ids = chosen_in(db, newest_or(round, rounds_of(db)), request.query_params.getlist("chosen"))
    return render_assignments(request, db, Selection(round, ids, request.query_params.get("view", "")))


@dataclass(frozen=True)
class Selection:
    """Assessments that were ticked in the list of a round; `view` is how it was filtered."""

    round_id: str
    ids: Collection[str]
    view: str


def render_assignments(
    request: Request, db: Reading, selection: Selection, form: AssignmentForm | None = None
) -> Response:
    rounds, chosen, form = rounds_of(db), candidates(db, selection.ids), form or AssignmentForm()
    round_id = newest_or(selection.round_id, rounds)
    context = {
        "chosen": chosen,
        "concerned": [candidate for candidate in chosen if not candidate.why_not],
        "people": people_who_review(db).for_kinds([candidate.kind for candidate in chosen]),
        "state_names": NAMES,
        "round_id": round_id,
        "round": rounds.get(round_id, ""),
        "address": "/reviews/assignments",
        "view": selection.view,
        "back": list_of_round(round_id, selection.view),
        "form": form,
    }
    return render(request, "reviewing/assignments.html", context, status=422 if form.problems else 200)


@router.post("/assignments")
def give_out(
    request: Request, visitor: ToRun, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf
) -> Response:
    """Several at once; `part` says whether they are first or second reviews."""
    part = SECOND if submitted.get("part") == SECOND else FIRST
    form = SecondAssignmentForm(submitted) if part == SECOND else AssignmentForm(submitted)
    assessments = [
        open_assessment(db, catalogue, visitor, id_, Permission.ASSIGN_REVIEW, to_write=True).assessment
        for id_ in sorted(set(form.assessment.data))
    ]
    assignment = Assignment(part, form.reviewer.data, form.due_on.data)
    form.refuse(assign(db, assessments, assignment, by=visitor.id, at=utc_now()))
    round_id = str(submitted.get("round", ""))
    if "view" in submitted and round_id in rounds_of(db):  # only the list of a round sends it
        selection = Selection(round_id, form.assessment.data, str(submitted["view"]))
        if not form.problems:
            return redirect_with_message(request, "reviews-given", list_of_round(round_id, selection.view))
        return render_assignments(request, db, selection, form)
    if not form.problems:
        page = "/reviews/second" if part == SECOND else "/reviews"
        return redirect_with_message(request, "reviews-given", f"{page}?round={round_id}")
    if part == SECOND:
        return render_second(request, visitor, db, catalogue, round_id, form)
    return render_queue(request, visitor, db, wanted_in(submitted, str(submitted.get("by", ""))), form)


@router.get("/second")
def second_page(
    request: Request, visitor: ToSeeSecond, db: Reading, catalogue: CatalogueOf, round: str = ""
) -> Response:
    return render_second(request, visitor, db, catalogue, round)


def render_second(
    request: Request, visitor: Visitor, db: Reading, catalogue: CatalogueOf, asked_for: str, form: Form | None = None
) -> Response:
    """`form` is what could not be taken, of the two of this page."""
    rounds = rounds_of(db)
    round_id = newest_or(asked_for, rounds)
    draws = second.draws_of(db, round_id)
    drawn = {id_ for draw in draws for id_ in draw.drawn}
    context = {
        "rounds": rounds,
        "round_id": round_id,
        "draws": draws,
        "lines": [line for line in queue(db, Wanted(round_id), visitor.id) if line.id in drawn],
        "people": people_who_review(db).of_the_secretariat,
        "agreement": second.agreement(db, catalogue, round_id),
        "refused": form,
        "assignment_form": form if isinstance(form, SecondAssignmentForm) else SecondAssignmentForm(),
        "draw_form": form if isinstance(form, DrawForm) else DrawForm(data={"round": round_id, "share": "10"}),
    }
    return render(request, "reviewing/second.html", context, status=422 if form else 200)


@router.get("/agreement")
def agreement_of_round(
    request: Request, _visitor: ToSeeSecond, db: Reading, catalogue: CatalogueOf, round: str = ""
) -> Response:
    """The figure alone, for the top of a round, which does not wait until all double reviews are scored."""
    round_id = newest_or(round, rounds_of(db))
    if not is_fragment(request):
        return redirect(f"/reviews/second?round={round_id}")
    context = {"round_id": round_id, "agreement": second.agreement(db, catalogue, round_id)}
    return render(request, "reviewing/_agreement.html", context)


def newest_or(asked_for: str, rounds: Mapping[str, str]) -> str:
    """The round that was asked for, or the newest; "" where there is none."""
    return asked_for if asked_for in rounds else next(iter(rounds), "")


@router.get("/draws")
def draw_page(request: Request, visitor: ToSeeSecond, db: Reading, catalogue: CatalogueOf) -> Response:
    """What would be drawn from how many; never which, or seeds could be tried until they please."""
    form = read_draw(db, request.query_params)
    round_id, among = form.round.data, len(second.drawable(db, form.round.data))
    if not form.problems and not among:
        form.refuse([Problem("round", second.NOTHING_LEFT)])
    if form.problems:
        return render_second(request, visitor, db, catalogue, round_id, form)
    context = {
        "form": form,
        "round": rounds_of(db)[round_id],
        "among": among,
        "number": number_drawn(among, form.share.data),
        "back": f"/reviews/second?round={round_id}",
        "address": "/reviews/draws",
    }
    return render(request, "reviewing/draw.html", context)


@router.post("/draws")
def draw(request: Request, visitor: ToRun, submitted: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    form = read_draw(db, submitted)
    round_id, by, at = form.round.data, visitor.id, utc_now()
    if not form.problems:
        form.refuse(second.draw_second_reviews(db, round_id, form.share.data, form.seed.data, by=by, at=at))
    if form.problems:
        return render_second(request, visitor, db, catalogue, round_id, form)
    return redirect_with_message(request, "drawn", f"/reviews/second?round={round_id}")


def read_draw(db: Reading, fields: ImmutableMultiDict[str, Any]) -> DrawForm:
    form = DrawForm(fields)
    if form.round.data not in rounds_of(db):
        raise NotYours
    return form
