"""The workforce tables for programs: the same reads and the same saves as the pages."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from app.access.guards import ApiAssessmentToChange, ApiCaller, ApiToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.cells import SavedCell, asked_tables, key_of, saved_cell
from app.assessments.workforce.saving import NewNumbers, NumbersConflict, save_numbers
from app.db.session import Reading, Writing
from app.features.workforce.bodies import Sent, cells_by_name, name_in, one_number, several_numbers
from app.features.workforce.pages import numbers_seen, table_of, tables_of, words_of, words_of_check
from app.features.workforce.published import newest_numbers
from app.web.api import CatalogueOf, StrictRoute
from app.web.errors import PROBLEM_JSON, problem, problems
from questionnaires.workforce.definition import DECIMALS, MOST, CellId, Table

router = APIRouter(prefix="/api/v1", tags=["workforce"], route_class=StrictRoute)
HOME = "/assessments/{assessment_id}/workforce"
SOURCE, NOT_SAVED = "program", "The numbers were not saved"
UNIT = (
    "A number is an integer of the smallest unit (a person, a case, an hour, a hundredth of the currency), or null "
    "where it is not known, which is never 0. Its `revision` is the one that it is based on, 0 if there was none."
)
REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {PROBLEM_JSON: {}}}
    for status, what in (
        (401, "No valid token"),
        (403, "This role may not do it"),
        (404, "Not there, not asked, or not for this token"),
        (409, "Someone saved another number: both are in the problem document, and nothing was saved"),
        (422, "Something in the body cannot be saved: `errors` names each field"),
    )
}
ToSave = Annotated[AssessmentAccess, Depends(ApiAssessmentToChange(Permission.KEEP_WORKFORCE))]


def body_of(example: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "example": example}}}
    return {"requestBody": {"required": True, "content": content}}


ONE, SEVERAL = {"value": 12, "revision": 0}, {"numbers": {"G1/staff.W": {"value": 12, "revision": 0}}}


@router.get(
    "/questionnaires/{version}/tables",
    summary="The workforce tables of a version: their structure and their words",
    description="`units` says of each how many decimals a number has on pages, and the most that it may be, in the "
    "smallest unit.",
    responses={404: REFUSED[404]},
)
def tables(_caller: ApiCaller, catalogue: CatalogueOf, version: str, language: str = "en") -> dict[str, Any]:
    if version not in catalogue.workforce:
        raise NotYours
    definition = catalogue.workforce[version]
    structure = definition.structure.model_dump(mode="python", by_alias=True)
    for table, shown in zip(definition.structure.tables, structure["tables"], strict=True):
        shown["condition"] = table.condition.text
    words = definition.words_by_language
    return {
        "version": version,
        "fingerprint": definition.fingerprint,
        "units": {unit: {"decimals": DECIMALS[unit], "most": most} for unit, most in MOST.items()},
        "structure": structure,
        "words": (words.get(language) or next(iter(words.values()))).model_dump(mode="python"),
    }


@router.get(
    HOME,
    summary="The numbers of the workforce tables",
    description="The team, and whoever reviews while they review, get `numbers` (every number that was ever saved, by "
    "table/row/column) and `findings` (what does not fit together). Everybody else gets the newest publication, where "
    "small numbers are `hidden` and rows may be `merged`: its `figures`, with sums; `edition` is null before any. "
    "Numbers are integers of the smallest unit.",
    responses=REFUSED,
)
def workforce(access: ApiToRead, db: Reading) -> dict[str, Any]:
    tables_of(access.assessment)
    return _every_number(access, db) if access.may(Permission.SEE_WORKFORCE) else _published(access, db)


def _every_number(access: AssessmentAccess, db: Session) -> dict[str, Any]:
    assessment, named = access.assessment, words_of(access)
    numbers = numbers_seen(db, access)
    return {
        "version": assessment.questionnaire.version,
        "asked": [table.id for table in asked_tables(assessment)],
        "numbers": {key_of(cell): document(saved) for cell, saved in sorted(numbers.saved.items())},
        "findings": [
            {
                "check": finding.check,
                "kind": finding.kind,
                "text": words_of_check(finding, named),
                "left": finding.left,
                "right": finding.right,
                "numbers": [key_of(cell) for cell in finding.cells],
            }
            for finding in numbers.findings
        ],
    }


def _published(access: AssessmentAccess, db: Session) -> dict[str, Any]:
    newest = newest_numbers(db, access.assessment)
    if newest is None:
        version = access.assessment.questionnaire.version
        return {"version": version, "edition": None, "merged": [], "hidden": [], "figures": {}}
    return {
        "version": newest.version,
        "edition": newest.edition,
        "merged": [list(group) for group in newest.numbers.merged],
        "hidden": sorted(newest.numbers.hidden),
        "figures": newest.numbers.figures,
    }


@router.put(
    HOME + "/{table}/{row}/{column}",
    summary="Save one number",
    description=f"{UNIT} A column is a measure and a sex, such as `staff.W`.",
    responses=REFUSED,
    openapi_extra=body_of(ONE),
)
def save_one(access: ToSave, table: str, row: str, column: str, body: dict[str, Any], db: Writing) -> Response:
    asked = table_of(access.assessment, table)
    cell = cells_by_name(asked).get(f"{row}/{column}")
    if cell is None:
        raise NotYours
    sent = one_number(asked, cell, body)
    if sent.problems:
        return problems(422, NOT_SAVED, list(sent.problems))
    stored = _save(access, db, asked, sent)
    if isinstance(stored, NumbersConflict):
        (theirs,) = stored.theirs.values()
        return _conflict(yours=sent.values[cell], theirs=document(theirs), revision=theirs.revision)
    saved = stored.get(cell) or saved_cell(db, access.assessment.id, cell)
    return JSONResponse(document(saved or SavedCell()))


@router.put(
    HOME + "/{table}",
    summary="Save several numbers of one table, all or none",
    description=f"{UNIT} The answer has those that were stored: what is there already is not stored again.",
    responses=REFUSED,
    openapi_extra=body_of(SEVERAL),
)
def save_several(access: ToSave, table: str, body: dict[str, Any], db: Writing) -> Response:
    asked = table_of(access.assessment, table)
    sent = several_numbers(asked, body)
    if sent.problems:
        return problems(422, NOT_SAVED, list(sent.problems))
    stored = _save(access, db, asked, sent)
    if isinstance(stored, NumbersConflict):
        yours = {name_in(cell): sent.values[cell] for cell in stored.theirs}
        return _conflict(yours=yours, theirs=_documents(stored.theirs))
    return JSONResponse({"numbers": _documents(stored)})


def _save(
    access: AssessmentAccess, db: Session, table: Table, sent: Sent
) -> Mapping[CellId, SavedCell] | NumbersConflict:
    by, now = access.visitor.id, utc_now()
    new = NewNumbers(sent.values, sent.based_on, SOURCE, by, now, of_a_form=False)
    returned = returned_tables(db, access.assessment)
    outcome = save_numbers(db, access.assessment, new, only=table.id, returned=returned)
    return outcome if isinstance(outcome, NumbersConflict) else outcome.stored


def _conflict(**both: Any) -> JSONResponse:
    return problem(
        409,
        "A number was changed in the meantime",
        "Compare the two, then send yours again with the newer revision, or keep theirs.",
        **both,
    )


def _documents(saved: Mapping[CellId, SavedCell]) -> dict[str, Any]:
    return {name_in(cell): document(each) for cell, each in saved.items()}


def document(saved: SavedCell) -> dict[str, Any]:
    """Its salt stays here: with it the hashes of the log could be tried out."""
    moment = saved.at.isoformat() if saved.at else None
    return {"value": saved.value, "revision": saved.revision, "source": saved.source or None, "saved_at": moment}
