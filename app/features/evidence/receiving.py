"""An uploaded file, checked and hashed before the turn to write is taken: only its last step waits for that."""

import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from app.access.forms import SubmittedFormWithFiles
from app.access.guards import writing_visitor
from app.access.loaders import open_assessment
from app.assessments.rights import Permission
from app.features.evidence.file_types import TYPES, ending_of, look
from app.files.evidence_store import Draft, EvidenceFiles
from app.settings import Settings
from app.web.app_state import state_of
from app.web.downloads import clean_name
from questionnaires.problems import Problem

SCAN_LASTS = 600
"""Seconds by the clock, since a scanner reads its lists anew each time: only one that hangs comes so far."""
SCAN_TRIES = 2
REFUSED = "The virus scanner of this server refused the file. Check it for viruses where it came from."
NOT_SCANNED = (
    "The virus scanner of this server did not answer, so the file was not saved. Try again in a "
    "moment. If that does not help, tell the people who run the server."
)
FIELD = "file"


@dataclass(frozen=True)
class Received:
    """The file of a form: a draft that may be kept, or a problem in its place."""

    name: str = ""
    media_type: str = ""
    draft: Draft | None = None
    problem: Problem | None = None


def files_of(request: Request) -> EvidenceFiles:
    return EvidenceFiles(state_of(request).settings.data_dir)


def received(request: Request, assessment_id: str, form: SubmittedFormWithFiles) -> Iterator[Received]:
    """The guard asks the same once more in its turn: here it keeps strangers from making us work."""
    state = state_of(request)
    with state.database.reading() as db:
        visitor = writing_visitor(request, db, form)
        open_assessment(db, state.catalogue, visitor, assessment_id, Permission.KEEP_EVIDENCE)
    upload = form.get(FIELD)
    if not isinstance(upload, UploadFile) or not upload.filename:
        yield Received(problem=Problem(FIELD, "Choose a file."))
        return
    with files_of(request).draft(upload.file) as draft:
        yield look_at(draft, clean_name(upload.filename), state.settings)


ReceivedFile = Annotated[Received, Depends(received)]


def look_at(draft: Draft, name: str, settings: Settings) -> Received:
    if problem := _size_problem(draft, settings):
        return Received(name, problem=problem)
    result = look(draft.path, name)
    sentence = result.sentence or scanned(draft.path, settings.evidence_scan)
    if sentence:
        names = {"name": name, "ending": ending_of(name), "types": ", ".join(TYPES)}
        return Received(name, problem=Problem(FIELD, sentence, names))
    return Received(result.name, result.media_type, draft)


def _size_problem(draft: Draft, settings: Settings) -> Problem | None:
    if draft.size == 0:
        return Problem(FIELD, "The file is empty. Choose another file.")
    if draft.size > settings.evidence_most_megabytes * 1_000_000:
        return Problem(
            FIELD,
            "The file is {size} MB. The limit is {most} MB. Make it smaller, split it, or record the document "
            "without uploading it.",
            {"size": f"{draft.size / 1_000_000:.1f}", "most": settings.evidence_most_megabytes},
        )
    return None


def scanned(path: Path, command: str) -> str:
    """What the scanner that the settings name holds against the file. "" if nothing does, or where there is no scanner.

    One that hangs, is not there or was killed says nothing about the file, which is not taken all the same.
    """
    if not command:
        return ""
    for _ in range(SCAN_TRIES):
        try:
            scan = subprocess.run(  # noqa: S603 - the command comes from the settings, the path from us
                [*shlex.split(command), str(path.resolve())], capture_output=True, timeout=SCAN_LASTS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return NOT_SCANNED
        if scan.returncode >= 0:
            return REFUSED if scan.returncode else ""
    return NOT_SCANNED
