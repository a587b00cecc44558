"""A finished review as it was frozen, and what changed since another of its versions."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.guards import AssessmentToSee
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.report.outcome import SUMMARY, outcome_in
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.reviewing.outcome.versions import changes, versions_of
from app.features.reviewing.outcome_routes.recommendations import first_review, outcome_context
from app.features.reviewing.routes import number as number_in
from app.web.pages import render
from questionnaires.problems import N_

router = APIRouter(prefix="/assessments/{assessment_id}/review/versions", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_REVIEW))]
KINDS = {
    "level": N_("Overall level and score"),
    "decision": N_("Decision"),
    "recommendation": N_("Recommendation"),
    "summary": N_("Summary"),
}


@router.get("/{number}")
def version_page(request: Request, access: ToSee, number: str, db: Reading, since: str = "") -> Response:
    """Compared with the version before it, unless the address names another."""
    review = first_review(access, db)
    versions = {row.number: row for row in versions_of(db, access.assessment)}
    version = versions.get(number_in(number))
    if version is None:
        raise NotYours
    other = versions.get(number_in(since) if since else version.number - 1)
    context = outcome_context(access, review) | {
        "frozen": version,
        "versions": versions,
        "other": other,
        "outcome": outcome_in(version.content),
        "decided": decided_in(version.content, access.assessment.questionnaire.indicators),
        "changes": changes(other.content, version.content) if other else (),
        "kinds": KINDS,
        "summary_titles": SUMMARY,
    }
    return render(request, "reviewing/outcome/version.html", context)


def decided_in(content: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """The decisions that differ from what was signed, in the order of the questionnaire."""
    decisions = content["decisions"]
    return {id_: decisions[id_] for id_ in order if id_ in decisions and decisions[id_]["reason"]}
