"""A workbook with one answer of each kind, drawn once and opened for each test.

It is of a few elements, as one hands them out: so it opens and is read in a third of the time.
"""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.exports.answer_workbook.builders import HANDED_OUT, ONE_OF_EACH, drawn


@pytest.fixture(scope="session")
def file() -> bytes:
    return drawn(ONE_OF_EACH, elements=HANDED_OUT)


@pytest.fixture
def book(file: bytes) -> Workbook:
    """As a person has it open."""
    return load_workbook(BytesIO(file))
