"""What an upload brought that was not taken: it stays readable, and leaves as a file, after the rest was stored.

The server keeps none of it (decision 0026): the list travels sealed in the form of the page that shows it. So nobody
else's list passes, and nothing of it has to be believed again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.access import sealing
from app.access.identity import Visitor, utc_now
from app.db import audit_log
from app.i18n.formatting import translations
from app.web.app_state import state_of
from app.web.downloads import CSV, FOR_PROGRAMS, XLSX, as_attachment, csv_of, excel_form
from app.web.file_names import file_name, mark_of
from exports.content import Column
from exports.tables import TableWorkbook, draw_table_workbook
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_, Problem

MOST_LETTERS = 1_000
"""Of what was given: enough to find it again; the person still has the file itself."""
CHUNK = 500_000
"""Letters in one hidden field; a form refuses fields of more than a million."""
TITLE = N_("Not imported")


@dataclass(frozen=True)
class LeftOut:
    """A cell, a row or, where `cell` is "", a whole file; `subject` is the question or the field that it is about."""

    file: str
    sheet: str
    cell: str
    subject: str
    given: str
    problem: Problem


def shortened(text: str) -> str:
    """As much as a person needs to know it again, without what cannot be shown."""
    plain = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text[: MOST_LETTERS + 1])
    return plain if len(plain) <= MOST_LETTERS else plain[:MOST_LETTERS] + "…"


def as_json(left_out: Iterable[LeftOut]) -> list[list[Any]]:
    return [[item.file, item.sheet, item.cell, item.subject, item.given, *_problem(item.problem)] for item in left_out]


def _problem(problem: Problem) -> tuple[str, dict[str, str]]:
    return problem.sentence, {name: str(value) for name, value in problem.names.items()}


def of_json(document: Iterable[Sequence[Any]]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(file, sheet, cell, subject, given, Problem("", sentence, names))
        for file, sheet, cell, subject, given, sentence, names in document
    )


def sealed_fields(left_out: Iterable[LeftOut], key: bytes, purpose: str) -> list[str]:
    """The fields of a form that carry the list; none where nothing was left out."""
    document = as_json(left_out)
    return in_chunks(sealing.seal_document(key, f"left out:{purpose}", document)) if document else []


def in_chunks(text: str) -> list[str]:
    return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]


def unsealed(fields: Iterable[object], key: bytes, purpose: str) -> tuple[LeftOut, ...]:
    """Raises NotSealedHere."""
    return of_json(sealing.unseal_document(key, f"left out:{purpose}", "".join(map(str, fields))))


def as_table(lines: Sequence[LeftOut], language: str, translate: Callable[[str], str], *, day: str) -> TableWorkbook:
    _ = translate
    return TableWorkbook(
        title=_(TITLE),
        created=day,
        right_to_left=is_right_to_left(language),
        columns=(
            Column(_("File"), 26).of(lines, lambda line: line.file),
            Column(_("Sheet"), 24).of(lines, lambda line: line.sheet),
            Column(_("Cell"), 8).of(lines, lambda line: line.cell),
            Column(_("Question or field"), 14).of(lines, lambda line: line.subject),
            Column(_("Value entered"), 44).of(lines, lambda line: line.given),
            Column(_("Why it was not imported, and what to do"), 60).of(lines, lambda line: line.problem.text(_)),
        ),
    )


def leave(
    request: Request, left_out: Sequence[LeftOut], kind: str, visitor: Visitor, *of: str, assessment_id: str = ""
) -> Response:
    """The list as a file for Excel or, with a `kind` of CSV, as that; entered in the register like all that leaves."""
    now, state = utc_now(), state_of(request)
    table = as_table(left_out, visitor.language, translations(visitor.language).gettext, day=now.date().isoformat())
    is_csv = kind in ("csv", "csv-for-excel")
    if is_csv:
        form = FOR_PROGRAMS if kind == "csv" else excel_form(request, visitor.language)
        content = csv_of((column.title for column in table.columns), table.rows, form)
    else:
        content = state.worker_pool.draw(table, draw_table_workbook)
    ending = ".csv" if is_csv else ".xlsx"
    name = file_name("not-imported", *of, ending=ending, taken=now, mark=mark_of(content))
    file = audit_log.DownloadedFile("list of what was not taken", name, content, assessment_id)
    audit_log.record_download(state.database, file, by=visitor.id, at=now)
    headers = {"content-disposition": as_attachment(name)}
    return Response(content, media_type=CSV if is_csv else XLSX, headers=headers)
