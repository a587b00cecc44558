"""One report drawn once, for the tests that only look at it."""

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from tests.exports.builders import a_report, mixed, opened


@pytest.fixture(scope="session")
def mixed_report() -> GapReport:
    return a_report(mixed(), {"profile.land_border": "no", "profile.aeo_programme": "no"})


@pytest.fixture(scope="session")
def mixed_book(mixed_report: GapReport) -> Workbook:
    return opened(draw_gap_report(mixed_report))
