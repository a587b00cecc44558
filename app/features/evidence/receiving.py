"""Uploaded files, checked and hashed before the turn to write is taken: only their last step waits for that."""

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from app.access.forms import SubmittedFormWithFiles
from app.access.guards import writing_visitor
from app.access.loaders import open_assessment
from app.assessments.rights import Permission
from app.features.evidence.checking.file_types import TYPES, ending_of, look
from app.features.evidence.forms import NewItem
from app.files.evidence_store import Draft, EvidenceFiles
from app.settings import Settings
from app.web.app_state import state_of
from app.web.downloads import clean_name
from questionnaires.problems import N_, Problem

SCAN_LASTS = 600
"""Seconds by the clock, since a scanner reads its lists anew each time: only one that hangs comes so far."""
SCAN_TRIES = 2
REFUSED = "The virus scanner of this server refused the file. Check it for viruses where it came from."
NOT_SCANNED = (
    "The virus scanner of this server did not answer, so the file was not saved. Try again in a "
    "moment. If that does not help, tell the people who run the server."
)
FIELD = "file"
MOST_FILES = 10
"""In one request, whose body has a limit of its own: the page sends more in several."""
ONE_FILE = Problem(FIELD, N_("Choose one file. Several can be uploaded in the question itself."))
NO_FILE = Problem(FIELD, N_("Choose a file."))


@dataclass(frozen=True)
class Received:
    """A file of a form: a draft that may be kept, or a problem in its place."""

    name: str = ""
    media_type: str = ""
    draft: Draft | None = None
    problem: Problem | None = None

    def as_item(self, item: NewItem) -> NewItem:
        """With the columns of the file; its name is the title where none was given."""
        if self.draft is None:
            raise ValueError("a file that was refused")
        named = replace(item, title=item.title or self.name, file_name=self.name, media_type=self.media_type)
        return replace(named, size=self.draft.size, sha256=self.draft.sha256)


def files_of(request: Request) -> EvidenceFiles:
    return EvidenceFiles(state_of(request).settings.data_dir)


def received(request: Request, assessment_id: str, form: SubmittedFormWithFiles) -> Iterator[tuple[Received, ...]]:
    """The guard asks the same once more in its turn: here it keeps strangers from making us work."""
    state = state_of(request)
    with state.database.reading() as db:
        visitor = writing_visitor(request, db, form)
        open_assessment(db, state.catalogue, visitor, assessment_id, Permission.KEEP_EVIDENCE)
    uploads = [upload for upload in form.getlist(FIELD) if isinstance(upload, UploadFile) and upload.filename]
    with ExitStack() as drafts:
        yield tuple(
            _received(files_of(request), drafts, upload, state.settings)
            if place < MOST_FILES
            else _one_too_many(upload)
            for place, upload in enumerate(uploads)
        )


ReceivedFiles = Annotated[tuple[Received, ...], Depends(received)]


def _received(files: EvidenceFiles, drafts: ExitStack, upload: UploadFile, settings: Settings) -> Received:
    draft = drafts.enter_context(files.draft(upload.file))
    return look_at(draft, clean_name(upload.filename or ""), settings)


def _one_too_many(upload: UploadFile) -> Received:
    sentence = N_("At most {most} files can be uploaded at once. Upload the others after these.")
    return Received(clean_name(upload.filename or ""), problem=Problem(FIELD, sentence, {"most": MOST_FILES}))


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
