"""Uploaded workbooks, each read in a process of its own: what they say, or why they say nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from app.assessments.reads import OneAssessment
from app.features.workbooks.merging import NamedWorkbook
from app.features.workbooks.refused_rows import left_out_of
from app.web.downloads import clean_name
from app.web.left_out import LeftOut
from exports.answer_workbook.layout import AnsweredWorkbook, Header
from exports.answer_workbook.read import answers_in
from exports.reading.apart import read_apart
from exports.reading.container import FileRefused
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_, Problem
from questionnaires.small_offices import has_small_texts, is_small

FIELD = "workbooks"
MOST_FILES = 10
NO_FILE = N_("Choose at least one workbook.")
TOO_MANY = N_("You can upload up to {most} workbooks at once. Upload the others afterwards.")


@dataclass(frozen=True)
class Received:
    workbooks: tuple[NamedWorkbook, ...]
    refused: tuple[LeftOut, ...]


def uploads_in(form: FormData, problems: list[Problem]) -> list[UploadFile]:
    """Adds to `problems` where there are none, or too many to read."""
    uploads = [upload for upload in form.getlist(FIELD) if isinstance(upload, UploadFile) and upload.filename]
    if not uploads:
        problems.append(Problem(FIELD, NO_FILE))
    if len(uploads) > MOST_FILES:
        problems.append(Problem(FIELD, TOO_MANY, {"most": MOST_FILES}))
    return uploads


def read_all(
    uploads: list[UploadFile],
    assessment: OneAssessment,
    public_keys: Mapping[str, bytes],
    catalogue: Catalogue,
) -> Received:
    workbooks, refused = [], []
    for name, upload in zip(_names(uploads), uploads, strict=True):
        try:
            workbook = answers_in(read_apart(upload.file.read()), public_keys, catalogue.versions, catalogue.workforce)
        except FileRefused as why:
            refused.append(LeftOut(name, "", "", "", "", why.problem))
            continue
        is_foreign = not is_of(workbook.header, assessment)
        workbooks.append(NamedWorkbook(name, workbook, is_foreign, _to_other_texts(workbook, assessment)))
        refused += [left_out_of(name, cell) for cell in workbook.ignored]
    return Received(tuple(workbooks), tuple(refused))


def _to_other_texts(workbook: AnsweredWorkbook, assessment: OneAssessment) -> frozenset[str]:
    """The questions whose levels say something else in the workbook, since the number of staff has changed."""
    version = assessment.questionnaire
    if not is_of(workbook.header, assessment) or workbook.for_small == is_small(assessment.profile):
        return frozenset()
    return frozenset(i.id for i in version.structure.indicators if has_small_texts(version, i))


def is_of(header: Header, assessment: OneAssessment) -> bool:
    return header.assessment == assessment.id and header.questionnaire == assessment.questionnaire.version


def _names(uploads: list[UploadFile]) -> Iterator[str]:
    """As people named them; colleagues often send files of the same name, which get a number."""
    used: dict[str, int] = {}
    for upload in uploads:
        name = clean_name(upload.filename or "")
        used[name] = used.get(name, 0) + 1
        yield name if used[name] == 1 else f"{name} ({used[name]})"
