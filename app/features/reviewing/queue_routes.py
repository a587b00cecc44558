"""The queue of reviews, second reviews and how far they agree."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import NotYours, may_everywhere, open_assessment
from app.assessments.lifecycle import NAMES
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing import second
from app.features.reviewing.assigning import Assignment, assign
from app.features.reviewing.draws import number_drawn
from app.features.reviewing.queries import people_of_the_secretariat
from app.features.reviewing.queue import NOBODY, SORTS, STATES, Wanted, queue, rounds_of
from app.features.reviewing.review import FIRST, SECOND
from app.web.api import CatalogueOf
from app.web.pages import go_on_saying, render
from questionnaires.numbers import read_whole
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_text

router = APIRouter(prefix="/reviews", include_in_schema=False)

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.SEE_REVIEWS))]
ToSeeSecond = Annotated[Visitor, Depends(OfficeToSee(Permission.RUN_REVIEWS))]
ToRun = Annotated[Visitor, Depends(OfficeToChange(Permission.RUN_REVIEWS))]
NO_ASSIGNMENT = {"reviewer": "", "due_on": "", "assessments": ()}
NO_DRAW = {"share": "10", "seed": ""}


@router.get("")
def queue_page(
    request: Request, visitor: ToSee, db: Reading, round: str = "", state: str = "", reviewer: str = "", sort: str = ""
) -> Response:
    names = queue_names(db, visitor, Wanted(round, state, reviewer, sort))
    return render(request, "reviewing/queue.html", names)


def queue_names(db: Reading, visitor: Visitor, asked_for: Wanted) -> dict[str, Any]:
    """Three queries. What is not known among the filters is as if it had not been asked for."""
    rounds, people = rounds_of(db), people_of_the_secretariat(db)
    wanted = Wanted(
        asked_for.round_id if asked_for.round_id in rounds else next(iter(rounds), ""),
        asked_for.state if asked_for.state in STATES else "",
        asked_for.reviewer if asked_for.reviewer in (*people, NOBODY) else "",
        asked_for.sort if asked_for.sort in SORTS else "mine",
    )
    return {
        "wanted": wanted,
        "lines": queue(db, wanted, visitor.id),
        "rounds": rounds,
        "people": people,
        "states": STATES,
        "state_names": NAMES,
        "sorts": SORTS,
        "may_run": may_everywhere(visitor, Permission.RUN_REVIEWS),
        "problems": [],
        "typed": NO_ASSIGNMENT,
    }


@router.post("/assignments")
def give_out(request: Request, visitor: ToRun, form: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    """Several at once; `part` says whether they are first or second reviews."""
    part = SECOND if form.get("part") == SECOND else FIRST
    ids = [str(id_) for id_ in dict.fromkeys(form.getlist("assessment"))]
    accesses = [
        open_assessment(db, catalogue, visitor, id_, Permission.ASSIGN_REVIEW, to_write=True) for id_ in sorted(ids)
    ]
    one = Assignment(part, text(form, "reviewer"), text(form, "due_on"))
    problems = assign(db, [each.assessment for each in accesses], one, by=visitor.id, at=utc_now())
    if not problems:
        back = f"/reviews/second?round={text(form, 'round')}" if part == SECOND else back_to_queue(form)
        return go_on_saying(request, "reviews-given", back)
    typed = {"reviewer": one.reviewer_id, "due_on": one.due_on, "assessments": ids}
    if part == SECOND:
        names = second_names(db, catalogue, text(form, "round"), visitor)
        return render(request, "reviewing/second.html", names | {"problems": problems, "typed": typed}, status=422)
    names = queue_names(db, visitor, Wanted(*(text(form, name) for name in ("round", "state", "by", "sort"))))
    return render(request, "reviewing/queue.html", names | {"problems": problems, "typed": typed}, status=422)


def back_to_queue(form: FormData) -> str:
    return f"/reviews?round={text(form, 'round')}"


@router.get("/second")
def second_page(
    request: Request, visitor: ToSeeSecond, db: Reading, catalogue: CatalogueOf, round: str = ""
) -> Response:
    return render(request, "reviewing/second.html", second_names(db, catalogue, round, visitor))


def second_names(db: Reading, catalogue: CatalogueOf, asked_for: str, visitor: Visitor) -> dict[str, Any]:
    rounds = rounds_of(db)
    round_id = asked_for if asked_for in rounds else next(iter(rounds), "")
    draws = second.draws_of(db, round_id)
    drawn = {id_ for one in draws for id_ in one.drawn}
    return {
        "rounds": rounds,
        "round_id": round_id,
        "draws": draws,
        "lines": [line for line in queue(db, Wanted(round_id), visitor.id) if line.id in drawn],
        "people": people_of_the_secretariat(db),
        "agreement": second.agreement(db, catalogue, round_id),
        "problems": [],
        "draw_problems": [],
        "typed": NO_ASSIGNMENT,
        "typed_draw": NO_DRAW,
    }


@router.get("/draws")
def draw_page(
    request: Request,
    visitor: ToSeeSecond,
    db: Reading,
    catalogue: CatalogueOf,
    round: str = "",
    share: str = "",
    seed: str = "",
) -> Response:
    """What would be drawn from how many; never which, or seeds could be tried until they please."""
    wish, problems = read_draw(db, round, share, seed)
    among = len(second.drawable(db, wish.round_id))
    if not problems and not among:
        problems = [Problem("round", second.NOTHING_LEFT)]
    if problems:
        return say_draw(request, visitor, db, catalogue, wish, problems)
    names = {"wish": wish, "round": rounds_of(db)[wish.round_id]}
    names |= {"among": among, "number": number_drawn(among, wish.percent)}
    names |= {"back": f"/reviews/second?round={wish.round_id}", "address": "/reviews/draws"}
    return render(request, "reviewing/draw.html", names)


@router.post("/draws")
def draw(request: Request, visitor: ToRun, form: SubmittedForm, db: Writing, catalogue: CatalogueOf) -> Response:
    wish, problems = read_draw(db, *(text(form, field) for field in ("round", "share", "seed")))
    by, at = visitor.id, utc_now()
    problems = problems or second.draw_second_reviews(db, wish.round_id, wish.percent, wish.seed, by=by, at=at)
    if problems:
        return say_draw(request, visitor, db, catalogue, wish, problems)
    return go_on_saying(request, "drawn", f"/reviews/second?round={wish.round_id}")


def say_draw(
    request: Request,
    visitor: Visitor,
    db: Reading,
    catalogue: CatalogueOf,
    wish: second.Wish,
    problems: list[Problem],
) -> Response:
    names = second_names(db, catalogue, wish.round_id, visitor) | {"draw_problems": problems}
    names |= {"typed_draw": {"share": wish.share, "seed": wish.seed}}
    return render(request, "reviewing/second.html", names, status=422)


def read_draw(db: Reading, round_id: str, share: str, seed: str) -> tuple[second.Wish, list[Problem]]:
    problems: list[Problem] = []
    if round_id not in rounds_of(db):
        raise NotYours
    read_whole("share", share, problems, 1, 100)
    wish = second.Wish(round_id, share.strip(), read_text("seed", seed, problems).strip() or seed)
    if len(wish.seed) > second.LONGEST_SEED:
        problems.append(Problem("seed", N_("Write at most {most} characters."), {"most": second.LONGEST_SEED}))
    return wish, problems


def text(form: FormData, field: str) -> str:
    return str(form.get(field, ""))
