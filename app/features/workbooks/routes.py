"""Answering in workbooks: download, upload with a preview that stores nothing, confirmation, and taking back."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access import sealing
from app.access.forms import SubmittedForm, SubmittedFormWithFiles
from app.access.guards import AssessmentToCompare, ToAnswer, ToExport, ToRead, visitor_of
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.reads import items_of, saved_answers
from app.assessments.rights import Permission
from app.assessments.saving import ChangedMeanwhile
from app.db import audit_log
from app.db.session import Reading, Writing
from app.features.workbooks import choosing, pages
from app.features.workbooks.actions import NumbersChanged, take_back, take_over
from app.features.workbooks.download import drawn_workbook
from app.features.workbooks.files import FIELD, read_all, uploads_in
from app.features.workbooks.merging import Merged, merge
from app.features.workbooks.numbers import choosing as number_choosing
from app.features.workbooks.numbers.merging import merge_numbers
from app.features.workbooks.numbers.queries import known_numbers, numbers_here, tables_to_fill_in
from app.features.workbooks.pages import Outcome, Preview
from app.features.workbooks.queries import bases_of, one_import, open_questions
from app.features.workbooks.unread import telling
from app.files.signing_keys import public_keys
from app.web import left_out
from app.web.app_state import state_of
from app.web.downloads import XLSX, as_attachment
from app.web.file_names import plain_name
from app.web.pages import redirect, render
from app.web.upload_guard import AssessmentGate
from questionnaires.problems import N_, Problem

ToCompare = Annotated[AssessmentAccess, Depends(AssessmentToCompare(Permission.ANSWER))]
ToLookBack = Annotated[AssessmentAccess, Depends(AssessmentToCompare(Permission.READ_HISTORY))]

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

TOO_OLD = N_("This preview has expired. Choose the workbooks again.")
TOO_MUCH = N_("These workbooks contain more text than one import can hold. Upload fewer at once.")


@router.get("/workbook")
def workbook_page(
    request: Request,
    access: ToRead,
    db: Reading,
    stored: pages.Count = 0,
    numbers: pages.Count = 0,
    said: str = "",
) -> Response:
    return home(request, access, db, Outcome(said=said, stored=stored, numbers=numbers))


@router.get("/workbook.xlsx")
def workbook(request: Request, access: ToExport, db: Reading, elements: str = "", paper: str = "") -> Response:
    now = utc_now()
    name, content = drawn_workbook(request, access, db, only_own=elements == "mine", paper=paper == "yes", at=now)
    leaving = audit_log.DownloadedFile("answer workbook", name, content, access.assessment.id)
    audit_log.record_download(state_of(request).database, leaving, by=access.visitor.id, at=now)
    return Response(content, media_type=XLSX, headers={"content-disposition": as_attachment(name)})


@router.post("/workbook/imports", dependencies=[Depends(AssessmentGate(Permission.ANSWER))])
def preview(request: Request, access: ToCompare, form: SubmittedFormWithFiles, db: Reading) -> Response:
    """Stores nothing. While files are read no transaction is open."""
    state, problems = state_of(request), list[Problem]()
    uploads = uploads_in(form, problems)
    if problems:
        return home(request, access, db, Outcome(problems=problems))
    db.rollback()
    received = read_all(uploads, access.assessment, public_keys(state.settings), state.catalogue)
    if not received.workbooks:
        return home(request, access, db, Outcome(refused=received.refused))
    questionnaire, here = access.assessment.questionnaire, saved_answers(db, access.assessment.id)
    bases, open_now = bases_of(db, access.assessment, received.workbooks), open_questions(db, access.assessment)
    items = items_of(db, access.assessment.id)
    merged = merge(questionnaire, received.workbooks, here, bases, open_now=open_now, items=items)
    numbers = merge_numbers(received.workbooks, known_numbers(db, access, received.workbooks))
    merged = telling(merged.refusing((*received.refused, *numbers.refused)), questionnaire, received.workbooks)
    picked, picked_numbers = choosing.preselected(merged), number_choosing.preselected(numbers)
    return show(request, access, db, Preview(merged, picked, numbers, picked_numbers))


def sent_document(request: Request, assessment_id: str, form: SubmittedForm) -> dict[str, Any]:
    """What the preview's form carries, {} where it is not ours: unpacked before the guard takes the turn to write."""
    sent = "".join(str(part) for part in form.getlist("carried"))
    with state_of(request).database.reading() as db:
        visitor = visitor_of(request, db)
    try:
        document: dict[str, Any] = sealing.unseal_document(
            state_of(request).key, _purpose(assessment_id, visitor.id), sent
        )
    except sealing.NotSealedHere:
        return {}
    return document


SentDocument = Annotated[dict[str, Any], Depends(sent_document)]


@router.post("/workbook/imports/confirmation", dependencies=[Depends(AssessmentGate(Permission.ANSWER))])
def confirm(request: Request, document: SentDocument, access: ToAnswer, form: SubmittedForm, db: Writing) -> Response:
    sent = sent_preview(db, access, document, form)
    if sent is None:
        return home(request, access, db, Outcome(problems=[Problem(FIELD, TOO_OLD)]))
    choice = choosing.choice_of(sent.merged, sent.picked)
    of_numbers = number_choosing.choice_of(sent.numbers, sent.picked_numbers)
    if choice.missing or of_numbers.missing:
        return show(request, access, db, again(sent, pages.MISSING, 422))
    if sent.is_closed_in_part:
        return show(request, access, db, again(sent, pages.CLOSED, 409))
    stored = take_over(db, access.assessment, choice, of_numbers, by=access.visitor.id, at=utc_now())
    if isinstance(stored, ChangedMeanwhile | NumbersChanged):
        return show(request, access, db, again(sent, pages.CHANGED, 409))
    if isinstance(stored, TooMuchEvidence):
        return show(request, access, db, replace(sent, notice=pages.NO_ROOM, status=422, problems=stored.problems))
    said = "imported" if any(stored) else "there" if choice.wanted or of_numbers.values else "kept"
    if pages.all_left_out(sent.merged):
        outcome = Outcome(said=said, stored=stored.answers, numbers=stored.numbers, rest=sent.merged)
        return home(request, access, db, outcome)
    counts = {"stored": stored.answers, "numbers": stored.numbers}
    told = {name: count for name, count in counts.items() if count}
    return redirect(f"/assessments/{access.assessment.id}/workbook?{urlencode({'said': said} | told)}")


def again(sent: Preview, notice: str, status: int) -> Preview:
    """The same preview for another look, beside what is here now."""
    answers = choosing.shown_again(sent.merged, sent.picked)
    numbers = number_choosing.shown_again(sent.numbers, sent.picked_numbers)
    return Preview(*answers, *numbers, notice, status)


def sent_preview(db: Session, access: AssessmentAccess, document: dict[str, Any], form: FormData) -> Preview | None:
    """What the form carried, beside what is here now, with what was chosen; None where it is not ours."""
    if not document:
        return None
    assessment = access.assessment
    here, open_now = saved_answers(db, assessment.id), open_questions(db, assessment)
    with suppress(sealing.NotSealedHere):
        merged = choosing.of_json(document, assessment.questionnaire, here, open_now)
        numbers = number_choosing.of_json(document.get("numbers"), numbers_here(db, document, assessment.id))
        is_closed = len(merged.questions) < len(document["questions"])
        still_open = numbers.only_of(tables_to_fill_in(db, access)) if numbers.changes else numbers
        is_closed |= len(still_open.changes) < len(numbers.changes)
        numbers = still_open
        picked = picked_in(form, merged)
        keep = form.get("rest") == choosing.HERE
        sent = {name.removeprefix("number-"): str(value) for name, value in form.items() if name.startswith("number-")}
        picked_numbers = number_choosing.read_picked(numbers, sent, keep_the_rest=keep)
        return Preview(merged, picked, numbers, picked_numbers, is_closed_in_part=is_closed)
    return None


@router.post("/workbook/imports/left-out", dependencies=[Depends(AssessmentGate(Permission.READ_HISTORY))])
def left_out_as_file(request: Request, access: ToLookBack, form: SubmittedFormWithFiles, db: Reading) -> Response:
    """The list that the page showed, of which the server has kept nothing."""
    try:
        lines = left_out.unsealed(form.getlist("left_out"), state_of(request).key, purpose(access))
    except sealing.NotSealedHere:
        return home(request, access, db, Outcome(problems=[Problem(FIELD, TOO_OLD)]))
    db.rollback()
    assessment, kind = access.assessment, str(form.get("kind", ""))
    of = (plain_name(assessment.administration), assessment.round)
    return left_out.leave(request, lines, kind, access.visitor, *of, assessment_id=assessment.id)


@router.post("/workbook/imports/{import_id}/undo")
def undo(request: Request, access: ToAnswer, import_id: str, db: Writing) -> Response:
    past = one_import(db, access.assessment, import_id)
    if past is None:
        raise NotYours
    left = take_back(db, access.assessment, past, by=access.visitor.id, at=utc_now())
    if isinstance(left, TooMuchEvidence):
        return home(request, access, db, Outcome(problems=left.problems))
    if left:
        return home(request, access, db, Outcome(changed=tuple(dict.fromkeys(id_.split("/")[0] for id_ in left))))
    return redirect(f"/assessments/{access.assessment.id}/workbook?said=undone")


def purpose(access: AssessmentAccess) -> str:
    """Whose form it is; with the number of what it holds, so that a form from before an update is told as too old."""
    return _purpose(access.assessment.id, access.visitor.id)


def _purpose(assessment_id: str, person_id: str) -> str:
    return f"workbook 4:{assessment_id}:{person_id}"


def picked_in(form: FormData, merged: Merged) -> dict[str, str]:
    ids = [question.indicator for question in merged.questions]
    sent = {id_: str(form.get(f"choice-{id_}", "")) for id_ in ids}
    keep_the_rest, fill = form.get("rest") == choosing.HERE, form.get("fill") == "yes"
    return choosing.read_picked(merged, sent, keep_the_rest=keep_the_rest, fill=fill)


def show(request: Request, access: AssessmentAccess, db: Session, preview: Preview) -> Response:
    """What would be stored travels in the form of this page and stands nowhere else."""
    state = state_of(request)
    document = choosing.as_json(preview.merged) | {"numbers": number_choosing.as_json(preview.numbers)}
    sealed = sealing.seal_document(state.key, purpose(access), document)
    if len(sealed) > state.settings.evidence_most_megabytes * 1_000_000:
        return home(request, access, db, Outcome(problems=[Problem(FIELD, TOO_MUCH)]))
    fields = left_out_fields(request, access, preview.merged)
    context = pages.preview_context(access, db, preview, sealed=sealed, left_out_fields=fields)
    return render(request, "workbooks/preview.html", context, status=preview.status)


def left_out_fields(request: Request, access: AssessmentAccess, merged: Merged) -> list[str]:
    """The fields of a form that carry what was left out to the file that a person may ask for."""
    return left_out.sealed_fields(pages.all_left_out(merged), state_of(request).key, purpose(access))


def home(request: Request, access: AssessmentAccess, db: Session, outcome: Outcome) -> Response:
    """The page itself, with what was just tried."""
    most = state_of(request).settings.evidence_most_megabytes
    fields = left_out_fields(request, access, outcome.rest)
    context = pages.home_context(access, db, outcome, most=most, left_out_fields=fields)
    return render(request, "workbooks/workbook.html", context, status=outcome.status)
