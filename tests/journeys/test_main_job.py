"""The main job without script: sign in, profile, answers, scorecard, gap report."""

import io
import re

from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.db.session import Database
from tests.cast import ARDEN, PASSWORD

HOME = f"/assessments/{ARDEN}"


class Browser:
    """Posts forms with what their page holds, as a browser without script does."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, follow_redirects=True)

    def text(self, address: str) -> str:
        return str(self.client.get(address).text)

    def send(self, page: str, form: str, **fields: str) -> str:
        """The form of that address on that page, with its hidden fields and these."""
        html = self.text(page)
        part = html[html.index(f'action="{form}"') :]
        hidden = re.findall(r'type="hidden"[^>]*name="(\w+)" value="([^"]*)"', part[: part.index("</form>")])
        return str(self.client.post(form, data=dict(hidden) | fields).text)


def test_a_coordinator_answers_sees_the_level_and_downloads_the_report(app: FastAPI, database: Database) -> None:
    browser = Browser(app)

    home = browser.send("/sign-in", "/sign-in", email="Alice@example.org ", password=PASSWORD)
    assert "Arden Customs" in home

    browser.send(f"{HOME}/profile", f"{HOME}/profile", **{"profile.land_border": "no", "profile.staff_total": "420"})
    assert "0</strong> of 92 questions done" in browser.text(HOME)

    for indicator, level in (("RC-01", "3"), ("RC-02", "2"), ("RC-03", "1")):
        answers = f"{HOME}/answers/{indicator}"
        browser.send(f"{HOME}/elements/E1.1", answers, choice=level, evidence="Order 12, page 4", comment="Seen")
    assert "3 of 3 questions done" in browser.text(f"{HOME}/elements/E1.1")

    scorecard = browser.text(f"{HOME}/scorecard")
    assert "Self-assessment, not signed" in scorecard
    assert "3 of 92 applicable questions have a level" in scorecard

    report = browser.client.get(f"{HOME}/gap-report.xlsx")
    assert report.headers["content-disposition"].startswith('attachment; filename="gap-report-Arden-Customs-2026')
    assert "Answers" in load_workbook(io.BytesIO(report.content)).sheetnames
