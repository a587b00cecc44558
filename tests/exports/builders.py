"""Small builders for the tests of the gap report: a report from raw answers, and its cells read back."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exports.findings import Facts
from exports.gap_report import GapReport, gap_report
from exports.gap_workbook import draw
from questionnaires.answers import read_document
from questionnaires.catalogue import load
from questionnaires.definition import Questionnaire
from scoring.gaps import Gap, find_gaps
from scoring.score import score
from scoring.scorecard import Scorecard

FACTS = Facts("Customs of Aurelia", "2026", "In progress", "2026-11-21")


@cache
def questionnaire() -> Questionnaire:
    return load()["2026.1"]
