"""The auditor's desk: what waits for them, samples of a round, and all signed results."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm, moment_of
from app.access.identity import utc_now
from app.assessments.draws import new_seed
from app.assessments.lifecycle import NAMES, SUBMITTED, State
from app.db.session import Reading, Writing
from app.features.audit import queries
from app.features.audit.asking import SoughtHere, ToAudit, ToMark
from app.features.audit.marks import mark_seen
from app.features.audit.queries import MOST_RESULTS
from app.features.audit.samples import USUAL_SIZE, SampleForm, address_of, sample_of
from app.features.audit.work_list import MOST, differences, published_since, readable_by
from app.i18n.formatting import translations
from app.validation.regions import REGIONS
from app.web.app_state import state_of
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/desk", include_in_schema=False)


@router.get("")
def work_list(request: Request, visitor: ToAudit, db: Reading) -> Response:
    rounds = {id_: name for name, id_ in queries.choices(db)[0].items()}
    context = {
        "published": published_since(db, visitor.id),
        "differences": differences(db, visitor, state_of(request).kept_reports.digest),
        "readable": readable_by(visitor),
        "rounds": rounds,
        "sample_form": SampleForm(data={"round": next(iter(rounds), ""), "size": str(USUAL_SIZE)}),
        "most": MOST,
    }
    return render(request, "audit/desk.html", context)


@router.post("/seen")
def seen(request: Request, visitor: ToMark, submitted: SubmittedForm, db: Writing) -> Response:
    until = moment_of(str(submitted.get("until", "")))
    if until and mark_seen(db, visitor.id, until, at=utc_now()):
        return redirect_with_message(request, "results-seen", "/desk")
    return redirect("/desk")


@router.get("/sample")
def sample(request: Request, visitor: ToAudit, db: Reading) -> Response:
    """Without a seed one is made, and stands in the address from then on."""
    rounds = {id_: name for name, id_ in queries.choices(db)[0].items()}
    form = SampleForm(request.query_params)
    if form.round.data not in rounds:
        form.refuse([Problem("round", N_("Choose a round."))])
    if form.problems:
        context = {"sample_form": form, "rounds": rounds, "sample": None}
        return render(request, "audit/sample.html", context, status=422)
    if not form.seed.data:
        return redirect(address_of(form.round.data, form.size.data, new_seed()))
    drawn = sample_of(db, visitor, form.round.data, form.size.data, form.seed.data)
    return render(request, "audit/sample.html", {"sample_form": form, "rounds": rounds, "sample": drawn})


@router.get("/results")
def results(request: Request, visitor: ToAudit, db: Reading, sought: SoughtHere) -> Response:
    rounds, regions = queries.choices(db)
    translate = translations(visitor.language).gettext
    rows = queries.results(db, sought)
    context = {
        "sought": sought,
        "rows": rows[:MOST_RESULTS],
        "has_more": len(rows) > MOST_RESULTS,
        "rounds": rounds,
        "round_names": {name: name for name in rounds},
        "region_names": {region: translate(REGIONS.get(region, region)) for region in regions},
        "state_words": {state: translate(NAMES[state]) for state in State if state in SUBMITTED},
        "state_names": NAMES,
        "readable": readable_by(visitor),
    }
    return render(request, "audit/results.html", context)
