"""Everybody outside a team, the ways out of the product that they know, and what stands there of the workforce tables.

Each way out is read as its reader reads it: a page by the words of its rows and columns, a sheet by its titles.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

from bs4 import BeautifulSoup, Tag
from fastapi import FastAPI
from openpyxl import load_workbook

from app.i18n.formatting import NO_FIGURE
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import DECIMALS, Table, TablesWords
from scoring.protection.figures import TOTAL, key
from scoring.protection.pattern import HIDDEN, Hidden
from tests.app.workforce.installation import LAST, LAST_ROUND, VERSION
from tests.cast import ARDEN, actor

Shown = dict[str, int | Hidden]
"""By the key of a figure: its number, or that it is hidden."""
Told = dict[str, Shown]
"""By assessment."""
LEAD, REVIEWER, AUDITOR = READERS = "sofia", "rita", "bob"
IDS, ROUNDS = {"2026": ARDEN, "2025": LAST}, {ARDEN: "round", LAST: LAST_ROUND}
PERIODS = (", at the snapshot date", ", in the 12 months before", ", in the 36 months before")
DECIMAL = re.compile(r"\b\d+\.\d\d\b")
CONSOLIDATED = "/rounds/{round}/consolidated"
FILTERS = (
    "table=workforce",
    "table=workforce&rounds=all",
    "table=workforce&region=EUR",
    "table=workforce&state=published",
)


@dataclass
class Outsiders:
    """`ways` are the addresses that were asked, `decimals_told` all numbers with decimals in what came from there."""

    app: FastAPI
    catalogue: Catalogue
    ways: set[str] = field(default_factory=set)
    decimals_told: set[str] = field(default_factory=set)

    def everything_about(self, assessment: str, *, with_files: bool = False) -> list[Told]:
        """What each way out says, and with those that are files drawn for it too. Whoever did not sign in gets none."""
        own, consolidated = f"/assessments/{assessment}", CONSOLIDATED.format(round=ROUNDS[assessment])
        told = [self._read(reader, f"/api/v1{own}/workforce", self._of_api(assessment)) for reader in READERS]
        told += [self._read(reader, f"{own}/workforce", self._of_page(assessment)) for reader in READERS]
        for reader, query in zip(cycle(READERS), FILTERS):
            told.append(self._read(reader, f"{consolidated}.jsonl?{query}", self._of_lines))
        told.append(self._read(AUDITOR, f"{consolidated}.csv?{FILTERS[1]}", self._of_csv))
        if with_files:
            told.append(self._read(LEAD, f"{consolidated}.xlsx?rounds=all", self._of_workbook))
            told.append(self._read(AUDITOR, f"{own}/gap-report.xlsx", self._of_report(assessment)))
        assert all(each.get(assessment) for each in told)
        return told

    def what_programs_get_of(self, assessment: str) -> list[Told]:
        return [self._read(AUDITOR, f"/api/v1/assessments/{assessment}/workforce", self._of_api(assessment))]

    def _read(self, reader: str, address: str, read: Callable[[bytes], Told]) -> Told:
        person = actor(self.app, reader)
        answer = person.browser.get(address, headers=person.api if address.startswith("/api") else {})
        assert answer.status_code == 200, (reader, address, answer.status_code)
        self.ways.add(address)
        self.decimals_told |= set(DECIMAL.findall(answer.text))
        return read(answer.content)

    @property
    def _words(self) -> TablesWords:
        return self.catalogue.workforce[VERSION].words_by_language["en"]

    @property
    def _tables(self) -> Mapping[str, Table]:
        return self.catalogue.workforce[VERSION].tables

    def _of_api(self, assessment: str) -> Callable[[bytes], Told]:
        def read(content: bytes) -> Told:
            told = json.loads(content)
            return {assessment: dict.fromkeys(told["hidden"], HIDDEN) | told["figures"]}

        return read

    def _of_page(self, assessment: str) -> Callable[[bytes], Told]:
        def read(content: bytes) -> Told:
            page = BeautifulSoup(content, "html.parser")
            shown: Shown = {}
            for heading in page.select("h2[id^=WT]"):
                grid = heading.find_next("table")
                assert isinstance(grid, Tag)
                shown |= self._of_grid(self._tables[str(heading["id"])], grid)
            return {assessment: shown}

        return read

    def _of_grid(self, table: Table, grid: Tag) -> Shown:
        sexes = [self._sex(head.get_text(strip=True)) for head in grid.select("thead th")]
        measures = {title: id_ for id_, title in self._words.tables[table.id].measures.items()}
        measure, shown = table.measures[0].id, Shown()
        for line in grid.select("tbody tr"):
            title, *cells = (cell.get_text(strip=True) for cell in line.select("th, td"))
            if not cells:
                measure = measures[title]
                continue
            for sex, text in zip(sexes, cells, strict=True):
                self._note(shown, table, self._row(table, title), measure, sex, text)
        return shown

    def _of_report(self, assessment: str) -> Callable[[bytes], Told]:
        def read(content: bytes) -> Told:
            sheet = load_workbook(BytesIO(content), read_only=True, data_only=True)["Workforce tables"]
            return {assessment: self._of_sheet(list(sheet.iter_rows(values_only=True)))}

        return read

    def _of_sheet(self, rows: list[tuple[Any, ...]]) -> Shown:
        titles = {f"{words.title}{period}": id_ for id_, words in self._words.tables.items() for period in PERIODS}
        shown, sexes, measure = Shown(), list[str](), ""
        table: Table | None = None
        for first, second, *cells in rows:
            if first in titles:
                table = self._tables[titles[str(first)]]
            elif first == "What is counted":
                sexes = [self._sex(str(cell)) if cell else "-" for cell in cells]
            elif table and second:
                names = {title: id_ for id_, title in self._words.tables[table.id].measures.items()}
                measure = names[str(first)] if first else measure
                for sex, value in zip(sexes, cells, strict=False):
                    if value is not None:
                        self._note(shown, table, self._row(table, str(second)), measure, sex, value)
        return shown

    def _of_lines(self, content: bytes) -> Told:
        return self._long([json.loads(line) for line in content.splitlines()], "value", "value")

    def _of_csv(self, content: bytes) -> Told:
        rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
        return self._long([{name: text or None for name, text in row.items()} for row in rows])

    def _of_workbook(self, content: bytes) -> Told:
        head, *rows = load_workbook(BytesIO(content), read_only=True)["Workforce"].iter_rows(values_only=True)
        return self._long([dict(zip(map(str, head), row, strict=True)) for row in rows])

    def _long(self, lines: list[dict[str, Any]], number: str = "value_number", text: str = "value_text") -> Told:
        told: Told = {}
        for line in lines:
            shown = told.setdefault(IDS[str(line["round"]).removeprefix("r")], {})
            value = line[number] if line[number] is not None else line[text]
            self._note(shown, self._tables[line["table"]], line["row"], line["measure"], line["sex"] or "", value)
        return told

    def _note(self, shown: Shown, table: Table, row: str, measure: str, sex: str, written: Any) -> None:
        """`written` as people read it: grouped, with decimals, "c", or nothing."""
        counted = table.measure(measure)
        text = str(written).replace(",", "")
        if text not in (NO_FIGURE, ""):
            name = key(table.id, row, measure, sex if counted.sexes else "")
            shown[name] = HIDDEN if text == HIDDEN.value else round(float(text) * 10 ** DECIMALS[counted.unit])

    def _sex(self, title: str) -> str:
        return {title: sex for sex, title in self._words.sexes.items()}.get(title, TOTAL)

    def _row(self, table: Table, title: str) -> str:
        names = {self._words.row(table.id, row): row for row in table.rows}
        if title == self._words.tables[table.id].total:
            return TOTAL
        return "+".join(names[part] for part in title.split(" + "))


def joined(told: list[Told], assessment: str) -> Shown:
    """All ways out together: whatever one of them tells is known, though another hides it."""
    together: Shown = {}
    for each in told:
        for name, value in each.get(assessment, {}).items():
            if together.get(name, HIDDEN) is HIDDEN:
                together[name] = value
    return together
