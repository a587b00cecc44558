"""Every CSV that leaves: the readers of analysts give the types that docs/files.md promises, and the API's values."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment
from app.features.rounds.consolidated.rows import LONG
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import form
from tests.app.directory.files import IMPORT, left_out, upload
from tests.app.directory.files import as_csv as list_of
from tests.app.rounds.rounds import crowd
from tests.cast import ARDEN, Actor

DOCS = (Path(__file__).parents[2] / "docs" / "files.md").read_text()
ROUND = "/rounds/round"
KINDS = {
    "Answers": f"{ROUND}/consolidated.csv",
    "Figures": f"{ROUND}/consolidated.csv?table=administrations",
    "Overview of a round": f"{ROUND}/overview.csv",
    "Administrations": "/administrations.csv",
    "Audit log": "/audit.csv",
}
NASTY = 'Zoll, "Süd"; -1\nand Ost'
ANSWERS = {
    "RC-01": {"state": "answered", "value": 3},
    "RC-07": {"state": "answered", "value": "partly"},
    "RC-03": {"state": "unknown"},
}
OTHERS = {"fr-CH": (";", ","), "de": (";", ","), "ar-EG": (";", "."), "en-GB": (",", "."), "nonsense!": (",", ".")}
"""The first language of a browser, and how Excel writes there."""
Rows = list[dict[str, Any]]


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    """Namibia, whose code is NA, comes first and answered nothing: a reader sees empty cells for a hundred rows."""
    crowd(database, catalogue, 8, past=0)
    store(database, catalogue, {"profile": {}, "answers": ANSWERS})
    with database.writing() as db:
        namibia = db.get_one(Administration, "x0")
        namibia.code, namibia.name, namibia.champion_since = "NA", "AAA Namibia", "2026-03-08"
        db.get_one(Administration, "x2").name = NASTY
        db.get_one(Assessment, "x1-2026").extended_to = "2100-01-31"
        db.get_one(Assessment, "x1-2026").changed_at = utc_now()
    return database


def types_of(heading: str) -> dict[str, str]:
    """Of the columns of a file, as its table in the documentation says."""
    section = DOCS.partition(f"## {heading}:")[2].partition("\n## ")[0]
    return {
        name: kind for name, kind in re.findall(r"^\| ([^|]+?) \| (\w+) \|", section, re.MULTILINE) if name != "column"
    }


def call(library: str) -> str:
    """How the documentation tells to read."""
    match = re.search(rf"```python {library}\n(.*)\n```", DOCS)
    assert match, library
    return match[1]


def by_pandas(path: Path) -> Rows:
    frame = eval(call("pandas"), {"pandas": pandas, "path": path})
    return [
        {name: None if pandas.isna(cell) else cell for name, cell in row.items()} for row in frame.to_dict("records")
    ]


def by_polars(path: Path) -> Rows:
    rows: Rows = eval(call("polars"), {"polars": polars, "path": path}).to_dicts()
    return rows


def by_duckdb(path: Path) -> Rows:
    relation = eval(call("duckdb"), {"duckdb": duckdb, "path": str(path)})
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


READERS: Mapping[str, Callable[[Path], Rows]] = {"pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb}


PARSED: Mapping[str, Callable[[str], Any]] = {
    "truth": "TRUE".__eq__,
    "whole": int,
    "number": float,
    "day": date.fromisoformat,
    "text": str,
}


def meant(text: str, kind: str) -> Any:
    """What a cell of this type says."""
    if text == "":
        return None
    if kind == "moment":
        return datetime.fromisoformat(text).astimezone(UTC)
    return PARSED[kind](text)


def as_meant(cell: Any, kind: str, library: str) -> Any:
    """What a reader gave, with the two things that pandas never does by itself: days, and whole numbers with gaps."""
    if cell is None:
        return None
    if library == "pandas" and kind in ("day", "moment"):
        return meant(cell, kind)
    if library == "pandas" and kind == "whole":
        assert float(cell).is_integer()
        return int(cell)
    if kind == "moment":
        return cell.astimezone(UTC)
    assert isinstance(cell, {"truth": bool, "whole": int, "number": float, "day": date}.get(kind, str)), (cell, kind)
    return cell


def test_three_readers_give_the_types_that_are_promised_and_the_values_of_the_api(
    sofia: Actor, alice: Actor, bob: Actor, full: Database, tmp_path: Path
) -> None:
    contents = {name: (bob if name == "Audit log" else sofia).browser.get(at).content for name, at in KINDS.items()}
    _, page = upload(sofia, list_of(["FR", "@SUM(A1)", "France", "EUR", "fr", "", "", "", ""]))
    contents["What was not imported"] = left_out(sofia, page).content
    path = tmp_path / "file.csv"
    for heading, content in contents.items():
        types = types_of(heading)
        path.write_bytes(content)
        texts = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        assert [list(row) for row in texts[:1]] == [list(types)], heading
        assert b"\n" not in QUOTED.sub(b"", content).replace(b"\r\n", b""), heading
        wanted = [{name: meant(text, types[name]) for name, text in row.items()} for row in texts]
        for library, read in READERS.items():
            rows = read(path)
            values = [{name: as_meant(cell, types[name], library) for name, cell in row.items()} for row in rows]
            assert values == wanted, (heading, library)

    path.write_bytes(contents["Answers"])
    rows = by_polars(path)
    lines = sofia.browser.get(f"{ROUND}/consolidated.jsonl").text.splitlines()
    card = alice.browser.get(f"/api/v1/assessments/{ARDEN}/scorecard", headers=alice.api).json()
    own = [as_json(row) for row in rows if row["code"] == "ARDEN"]
    assert [as_json(row) for row in rows] == [json.loads(line) for line in lines]
    assert [[row[name] for name in SAME] for row in own] == [
        [indicator[name] for name in ("id", *SAME[1:])] for indicator in card["indicators"]
    ]
    assert {row["code"] for row in rows} >= {"NA", "ARDEN"}
    assert {row["round"] + row["version"] for row in rows} == {"r2026v2026.1"}


QUOTED = re.compile(rb'"(?:[^"]|"")*"')
SAME = ("indicator", "asked", "state", "value")


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of CSV as JSON lines have it."""
    fields = dict(row)
    text, number = fields.pop("value_text"), fields.pop("value_number")
    fields |= {"round": row["round"][1:], "version": row["version"][1:], "value": text if number is None else number}
    return {name: fields[name] for name in LONG}


def test_excel_gets_its_own_form_in_the_country_of_the_reader(sofia: Actor, full: Database) -> None:
    """The same cells, but for the decimal mark."""
    for heading in ("Figures", "Overview of a round", "Administrations"):
        address, types = KINDS[heading], types_of(heading)
        plain = of_csv(sofia.browser.get(address).content.decode("utf-8"), ",")
        for language, (separator, decimal) in OTHERS.items():
            asked = f"{address}{'&' if '?' in address else '?'}for=excel"
            content = sofia.browser.get(asked, headers={"accept-language": f"{language},en;q=0.5"}).content
            assert content.startswith(b"\xef\xbb\xbf")
            titles, *rows = of_csv(content.decode("utf-8-sig"), separator)
            assert titles == plain[0] == list(types)
            assert rows == [[*map(in_excel, types.values(), row, [decimal] * len(row))] for row in plain[1:]]


def in_excel(kind: str, cell: str, decimal: str) -> str:
    return cell.replace(".", decimal) if kind == "number" else cell


def test_excel_gets_moments_that_it_takes_for_moments(bob: Actor, full: Database) -> None:
    moments = [row[1] for row in of_csv(bob.browser.get("/audit.csv?for=excel").content.decode("utf-8-sig"), ",")]

    assert len(moments) > 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", moment) for moment in moments[1:-1])


def of_csv(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_what_was_not_imported_leaves_for_excel_too(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, list_of(["FR", "@SUM(A1)", "France", "EUR", "fr", "", "", "", ""]))
    fields = form(page, f"{IMPORT}/left-out").data(kind="csv-for-excel")
    answer = sofia.browser.post(f"{IMPORT}/left-out", data=fields, headers={"accept-language": "ru"})

    assert answer.content.startswith(b"\xef\xbb\xbfFile;Sheet;Cell;")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_the_files_of_excel_and_of_programs_never_have_one_name(sofia: Actor, full: Database) -> None:
    names = [
        sofia.browser.get(f"{address}{query}").headers["content-disposition"]
        for address in (f"{ROUND}/consolidated.csv", f"{ROUND}/overview.csv", "/administrations.csv")
        for query in ("", "?for=excel")
    ]

    assert len(set(names)) == len(names)
