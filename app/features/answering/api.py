"""Answering for programs: the same reads and the same actions as the pages."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.access.guards import ApiCaller, ApiToAnswer, ApiToAnswerProfile, ApiToRead
from app.access.identity import utc_now
from app.access.loaders import NotYours
from app.assessments import saving
from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.reads import Saved, saved_answers
from app.db.session import Reading, Writing
from app.web.api import CatalogueOf, StrictRoute
from app.web.errors import PROBLEM_JSON, problem, problems
from questionnaires.answers import read_answer, read_profile
from questionnaires.definition import Indicator
from questionnaires.documents import as_document
from questionnaires.problems import Problem
from questionnaires.profiles import contradictions, given_of, to_keep

router = APIRouter(prefix="/api/v1", tags=["answering"], route_class=StrictRoute)

REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {PROBLEM_JSON: {}}}
    for status, what in (
        (401, "No valid token"),
        (403, "This role may not do it"),
        (404, "Not there, or not for this token"),
        (409, "Someone saved another version: both are in the problem document"),
        (422, "Something in the body cannot be saved: `errors` names each field"),
    )
}


class ProfileBody(BaseModel):
    """A key that is left out stays as it is; null empties it. `revision` is the one that GET gave."""

    model_config = ConfigDict(extra="forbid", strict=True)

    profile: dict[str, Any]
    revision: int = Field(ge=0)


@router.get("/questionnaires", summary="The versions of the questionnaire")
def questionnaires(_caller: ApiCaller, catalogue: CatalogueOf) -> dict[str, Any]:
    return {
        "questionnaires": [
            {
                "version": version.version,
                "fingerprint": version.fingerprint,
                "published": version.version in catalogue.published,
            }
            for version in catalogue.versions.values()
        ]
    }


@router.get(
    "/questionnaires/{version}",
    summary="One version: its structure and its words",
    description="`small` holds the texts of levels for offices with fewer than 100 staff, in place of the usual ones.",
    responses={404: REFUSED[404]},
)
def questionnaire(_caller: ApiCaller, catalogue: CatalogueOf, version: str, language: str = "en") -> dict[str, Any]:
    if version not in catalogue.versions:
        raise NotYours
    definition = catalogue[version]
    structure = definition.structure.model_dump(mode="python", by_alias=True)
    for indicator, shown in zip(definition.structure.indicators, structure["indicators"], strict=True):
        shown["condition"] = indicator.condition.text
    for key, shown in zip(definition.structure.profile, structure["profile"], strict=True):
        shown["condition"] = key.condition.text
    structure["scoring"]["not_rated_above"] = str(definition.structure.scoring.not_rated_above)
    for band in structure["scoring"]["bands"]:
        band["from"] = str(band["from"])
    words = definition.words(language).model_dump(mode="python")
    return {"version": version, "fingerprint": definition.fingerprint, "structure": structure, "words": words}


@router.get("/assessments/{assessment_id}/profile", summary="The profile", responses=REFUSED)
def profile(access: ApiToRead) -> dict[str, Any]:
    keys = access.assessment.questionnaire.profile_keys
    values = {key: access.assessment.profile.get(key) for key in keys}
    return {"profile": values, "revision": access.assessment.profile_revision}


@router.put("/assessments/{assessment_id}/profile", summary="Save the profile", responses=REFUSED)
def save_profile(access: ApiToAnswerProfile, body: ProfileBody, db: Writing) -> Response:
    assessment, errors = access.assessment, []  # type: ignore[var-annotated]  # filled by the reader
    values = read_profile(assessment.questionnaire, dict(assessment.profile) | body.profile, errors)
    given = given_of(assessment.questionnaire, assessment.kind, assessment.region)
    errors += contradictions(assessment.questionnaire, body.profile, given)
    if errors:
        return problems(422, "The profile was not saved", errors)
    outcome = saving.save_profile(db, assessment, values, revision=body.revision, by=access.visitor.id, at=utc_now())
    if isinstance(outcome, saving.ProfileConflict):
        return problem(
            409,
            "The profile was changed in the meantime",
            "Compare the two, then send yours again with the newer revision, or keep theirs.",
            yours=body.profile,
            theirs=dict(outcome.theirs),
            revision=outcome.revision,
        )
    stored = to_keep(assessment.questionnaire, values, given)
    return JSONResponse({"profile": {key: stored.get(key) for key in values}, "revision": outcome})


@router.get("/assessments/{assessment_id}/answers", summary="All answers", responses=REFUSED)
def answers(access: ApiToRead, db: Reading) -> dict[str, Any]:
    saved = saved_answers(db, access.assessment.id)
    order = access.assessment.questionnaire.indicators
    return {"answers": {id_: document(saved[id_]) for id_ in order if id_ in saved}}


@router.put(
    "/assessments/{assessment_id}/answers/{indicator}",
    summary="Save one answer",
    description="The body is the answer plus `revision`, the one it is based on, or 0 if there was none.",
    responses=REFUSED,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
def save_answer(access: ApiToAnswer, indicator: str, body: dict[str, Any], db: Writing) -> Response:
    question = answerable(access.assessment.questionnaire.indicators.get(indicator))
    if isinstance(question, Problem):
        return problems(422, "The answer was not saved", [question])
    revision = body.pop("revision", None)
    answer, errors = read_answer(question, body)
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0:
        errors.append(Problem("revision", "Send the revision your answer is based on, or 0 if there was none."))
    if errors:
        return problems(422, "The answer was not saved", errors)
    new = saving.NewAnswer(answer, revision or 0, access.visitor.id, utc_now())
    outcome = saving.save_answer(db, access.assessment, question, new)
    if isinstance(outcome, saving.Conflict):
        return problem(
            409,
            "The answer was changed in the meantime",
            "Compare the two, then send yours again with the newer revision, or keep theirs.",
            yours=as_document(answer),
            theirs=document(outcome.theirs),
            revision=outcome.theirs.revision,
        )
    if isinstance(outcome, TooMuchEvidence):
        return problems(422, "The answer was not saved", outcome.problems)
    return JSONResponse(document(outcome.saved))


def answerable(indicator: Indicator | None) -> Indicator | Problem:
    if indicator is None:
        raise NotYours
    if not indicator.is_scored:
        return Problem("indicator", "{id} is not scored, so it cannot be answered here.", {"id": indicator.id})
    return indicator


def document(saved: Saved) -> dict[str, Any]:
    """An answer with its revision and the moment it was saved."""
    moment = saved.at.isoformat() if saved.at else None
    return as_document(saved.answer) | {"revision": saved.revision, "saved_at": moment}
