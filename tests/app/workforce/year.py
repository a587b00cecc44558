"""Arden's numbers in the database, without the form of each table."""

from collections.abc import Mapping

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.reads import one_assessment
from app.assessments.workforce.saving import NewNumbers, SavedNumbers, save_numbers
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId
from questionnaires.workforce.pasted import read_cell
from tests.app.workforce.whole_year import Numbers
from tests.cast import ARDEN


def cells_of(catalogue: Catalogue, given: Mapping[str, Numbers]) -> dict[CellId, int | None]:
    """By "row/column" of each table, as a person types them."""
    cells: dict[CellId, int | None] = {}
    for id_, numbers in given.items():
        table = catalogue.workforce["2027.1"].tables[id_]
        for place, typed in numbers.items():
            row, _, column = place.partition("/")
            measure, _, sex = column.partition(".")
            cell = CellId(id_, row, measure, sex)
            number = read_cell(cell, table.measure(measure).unit, str(typed))
            assert not isinstance(number, Problem), (place, typed)
            cells[cell] = number
    return cells


def keep(database: Database, catalogue: Catalogue, cells: Mapping[CellId, int | None]) -> None:
    """As the first save of each of them."""
    with database.writing() as db:
        row = db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one()
        new = NewNumbers(cells, {}, "page", "alice", utc_now())
        assert isinstance(save_numbers(db, one_assessment(row, catalogue), new), SavedNumbers)
