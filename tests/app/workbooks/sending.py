"""Downloads the workbook, fills it in as a person does, and sends it back."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from httpx2 import Response
from openpyxl import load_workbook

from tests.app.browser import Form, form
from tests.cast import ARDEN, Actor

HOME = f"/assessments/{ARDEN}/workbook"
CONFIRMATION = f"{HOME}/imports/confirmation"
Cells = Mapping[tuple[str, str], Any]
"""Question and code of the column -> what is written there."""


def downloaded(person: Actor, assessment: str = ARDEN, **query: str) -> bytes:
    answer = person.browser.get(f"/assessments/{assessment}/workbook.xlsx", params=query)
    assert answer.status_code == 200
    return answer.content


def filled(workbook: bytes, cells: Cells) -> bytes:
    """As another program saves it: openpyxl writes the whole file anew."""
    book = load_workbook(BytesIO(workbook))
    left = dict(cells)
    for sheet in book.worksheets:
        codes = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=4):
            for at in [at for at in left if at[0] == row[0].value]:
                write(row[codes.index(at[1])], left.pop(at))
    assert not left
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class Formula(str):
    """What shall run; any other text is typed as a text."""


def write(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str) and not isinstance(value, Formula):
        cell.data_type = "s"


def send(person: Actor, *workbooks: bytes, home: str = HOME) -> Response:
    """The preview."""
    files = [("workbooks", (f"copy {number}.xlsx", workbook)) for number, workbook in enumerate(workbooks, 1)]
    return person.browser.post(f"{home}/imports", data=person.form(), files=files)


def preview_form(answer: Response) -> Form:
    return form(answer.text, CONFIRMATION)


def confirm(person: Actor, preview: Response, **choices: str) -> Response:
    """Sends the form of a preview, with what is chosen by question (RC_01="here")."""
    chosen = {f"choice-{id_.replace('_', '-')}": value for id_, value in choices.items() if id_[0].isupper()}
    others = {name: value for name, value in choices.items() if name[0].islower()}
    return person.browser.post(CONFIRMATION, data=preview_form(preview).data(**chosen, **others))


def take_over(person: Actor, *workbooks: bytes, **choices: str) -> Response:
    """What came of it: the preview where there is nothing to store."""
    preview = send(person, *workbooks)
    return confirm(person, preview, **choices) if CONFIRMATION in preview.text else preview


def save(person: Actor, indicator: str, revision: int, choice: str, **fields: str) -> None:
    """In the browser, as a colleague does meanwhile."""
    data = person.form(revision=revision, choice=choice, **fields)
    assert person.browser.post(f"/assessments/{ARDEN}/answers/{indicator}", data=data).status_code == 303
