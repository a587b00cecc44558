"""Workbooks that come back: proving a gap report, and taking over an answer workbook; openpyxl reading it is beside."""

import re
from io import BytesIO
from statistics import median
from time import perf_counter

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.access.forms import FORM_TOKEN
from app.features.reports.verification.verdict import Outcome, verdict_of
from app.files.signing_keys import public_keys
from app.main import create_app
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.bench.figures import Pair, in_turns
from tests.bench.staging import Stage

TIMES = 3


def proving(catalogue: Catalogue, stage: Stage) -> Pair:
    """A report read in a process of its own and compared cell by cell with what its seal says."""
    assessment, browser = stage.coordinators[0]
    with TestClient(create_app(stage.settings, catalogue)) as client:
        answer = client.get(f"/assessments/{assessment}/gap-report.xlsx", headers={"cookie": browser.cookie})
    report, keys = answer.content, public_keys(stage.settings)
    assert verdict_of(report, keys).outcome is Outcome.UNCHANGED
    return in_turns(stage.size.turns, lambda: verdict_of(report, keys), lambda: load_workbook(BytesIO(report)))


def taking_over(catalogue: Catalogue, stage: Stage) -> Pair:
    """From the upload of a workbook with every answer changed to the last one stored, preview and confirmation."""
    assessment, browser = stage.coordinators[-1]
    home, headers = f"/assessments/{assessment}/workbook", {"cookie": browser.cookie}
    taken, bare = [], []
    with TestClient(create_app(stage.settings, catalogue)) as client:
        for number in range(stage.size.turns_of(TIMES)):
            workbook = commented(client.get(f"{home}.xlsx", headers=headers).content, f"Import {number}")
            begun = perf_counter()
            load_workbook(BytesIO(workbook))
            bare.append(1000 * (perf_counter() - begun))
            begun = perf_counter()
            token = {FORM_TOKEN: browser.form_token}
            preview = client.post(f"{home}/imports", data=token, files={"workbooks": workbook}, headers=headers)
            fields = form(preview.text, f"{home}/imports/confirmation").data()
            done = client.post(f"{home}/imports/confirmation", data=fields, headers=headers, follow_redirects=False)
            taken.append(1000 * (perf_counter() - begun))
            assert "said=imported" in done.headers["location"], done.text
    return Pair(median(taken), median(bare), median(ours / theirs for ours, theirs in zip(taken, bare, strict=True)))


def commented(workbook: bytes, text: str) -> bytes:
    """Another comment on every question, saved as another program does."""
    book = load_workbook(BytesIO(workbook))
    for sheet in book.worksheets:
        codes = [cell.value for cell in sheet[1]]
        if "comment" in codes:
            for row in sheet.iter_rows(min_row=3):
                if re.fullmatch(r"[A-Z]+-\d+", str(row[0].value)):
                    row[codes.index("comment")].value = text
    out = BytesIO()
    book.save(out)
    return out.getvalue()
