"""Every place that tells the result of Arden: what each says of level and score of the whole and the pillars."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from exports.heatmaps import HEAD
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from scoring.score import score
from scoring.scorecard import OVERALL, Scorecard, rounded
from tests.app.drawn_workbooks import opened, table
from tests.cast import ARDEN, Actor

HOME = f"/assessments/{ARDEN}"
ROUND = "/rounds/round"
PILLARS = ("P1", "P2", "P3", "P4", "P5")
NODES = (OVERALL, *PILLARS)
SCORE = 'data-label="Score">([\\d.]+|\N{EN DASH})<'
PROVISIONAL = r'(?:<span class="hidden">[^<]*</span>)?'
HELD_BACK = r"(?:<abbr[^>]*>\N{DAGGER}</abbr>)?"
Said = Mapping[str, tuple[int | None, float | None]]
"""Node -> level and score; a place that tells one of the two only has None for the other."""


def of_card(card: Scorecard) -> Said:
    nodes = [card.by_id[id_] for id_ in NODES]
    return {node.id: (node.level, None if node.score is None else rounded(node.score)) for node in nodes}


def my_work(who: Actor) -> Said:
    """The level of the whole, and nothing while the team is at work on it."""
    shown = levels(who.browser.get("/").text.partition("<h1>")[2])
    return {OVERALL: (shown[0], None)} if shown else {}


def levels(html: str) -> list[int | None]:
    marks = re.findall(r'class="level (?:level-(?:\d|none)|provisional)"[^>]*>(\d|\N{EN DASH})', html)
    return [None if mark == "\N{EN DASH}" else int(mark) for mark in marks]


def api_list(who: Actor) -> Said:
    every = who.browser.get("/api/v1/assessments", headers=who.api).json()["assessments"]
    (line,) = (entry for entry in every if entry["id"] == ARDEN)
    alone = who.browser.get(f"/api/v1{HOME}", headers=who.api).json()
    del alone["to_fix"]
    assert line == alone
    return _of_line(line)


def _of_line(line: Any) -> Said:
    return {node: ((line["levels"] | {OVERALL: line["level"]})[node], line["scores"][node]) for node in NODES}


def api_scorecard(who: Actor) -> Said:
    card = who.browser.get(f"/api/v1{HOME}/scorecard?values=reported", headers=who.api).json()
    return {node["id"]: (node["level"], node["score"]) for node in (card["overall"], *card["pillars"])}


def scorecard_page(who: Actor) -> Said:
    page = who.browser.get(f"{HOME}/scorecard").text
    whole = page.partition('class="result-main"')[2]
    said = {OVERALL: (levels(whole)[0], number(r"Score ([\d.]+) out of 100", whole))}
    for row in page.partition("pillar-scores")[2].partition("</table>")[0].split("<tr>")[2:]:
        said[PILLARS[len(said) - 1]] = levels(row)[0], number(SCORE, row)
    return said


def number(pattern: str, html: str) -> float | None:
    match = re.search(pattern, html)
    assert match, (pattern, html[:300])
    return None if match[1] == "\N{EN DASH}" else float(match[1])


def gap_report(who: Actor) -> Said:
    """On its sheets "Summary" and "Pillars and elements"."""
    content = who.browser.get(f"{HOME}/gap-report.xlsx").content
    rows = {row["Id"].replace("Overall", OVERALL): row for row in table(content, "Pillars and elements")}
    said = {node: (rows[node]["Level"], rows[node]["Score"]) for node in NODES}
    summary = opened(content)["Summary"]
    assert (summary["A6"].value, summary["K6"].value) == said[OVERALL]
    return said


def overview_page(who: Actor) -> Said:
    row = who.browser.get(ROUND).text.partition("round-table")[2].partition(">Arden Customs<")[2].partition("</tr>")[0]
    figures = {}
    for node in NODES:
        label = "Overall" if node == OVERALL else node
        cell = re.search(rf'data-label="{label}"[^>]*>{PROVISIONAL}<b>(\d){HELD_BACK}</b> ([\d.]+)<', row)
        assert cell, (node, row)
        figures[node] = int(cell[1]), float(cell[2])
    return figures


def overview_csv(who: Actor) -> Said:
    return _of_titles(_of_csv(who, f"{ROUND}/overview.csv"))


def overview_xlsx(who: Actor) -> Said:
    sheet = opened(who.browser.get(f"{ROUND}/overview.xlsx").content).worksheets[0]
    return _of_titles(_row(sheet.iter_rows(values_only=True), "Administration"))


def _of_csv(who: Actor, address: str) -> dict[str, Any]:
    rows = csv.reader(StringIO(who.browser.get(address).content.decode("utf-8-sig"), newline=""))
    return _row(rows, "administration" if "consolidated" in address else "Administration")


def _row(rows: Any, name: str) -> dict[str, Any]:
    """Arden's."""
    head, *others = rows
    (line,) = (row for row in others if row[head.index(name)] == "Arden Customs")
    return dict(zip(head, line, strict=True))


def _of_titles(row: Mapping[str, Any]) -> Said:
    titles = {node: "Overall" if node == OVERALL else node for node in NODES}
    return {node: _both(row[f"{title}, level"], row[f"{title}, score"]) for node, title in titles.items()}


def _both(level: Any, score_: Any) -> tuple[int | None, float | None]:
    return None if level in ("", None) else int(level), None if score_ in ("", None) else float(score_)


def consolidated_csv(who: Actor) -> Said:
    row = _of_csv(who, f"{ROUND}/consolidated.csv?table=administrations")
    return {node: _both(row[f"{node}_level"], row[f"{node}_score"]) for node in NODES}


def consolidated_xlsx(who: Actor) -> Said:
    """The sheet "Administrations"; the scores of the heatmap are the same."""
    book = opened(who.browser.get(f"{ROUND}/consolidated.xlsx").content)
    said = _of_titles(_row(book["Administrations"].iter_rows(values_only=True), "Administration"))
    heat = _row(book["Heatmap"].iter_rows(min_row=1 + HEAD, values_only=True), "Administration")
    assert [heat["Overall" if node == OVERALL else node] for node in NODES] == [score_ for _, score_ in said.values()]
    return said


def indicators_jsonl(who: Actor, catalogue: Catalogue, profile: Mapping[str, Any]) -> Said:
    """Scored from the values that stand there; evidence and the flag of what is decided outside do not."""
    answers = {}
    for text in who.browser.get(f"{ROUND}/consolidated.jsonl").text.splitlines():
        line = json.loads(text)
        if line["administration"] == "Arden Customs" and line["state"] == "answered":
            answers[line["indicator"]] = {"state": "answered", "value": line["value"]}
    document, problems = read_document(catalogue["2026.1"], {"profile": dict(profile), "answers": answers})
    assert not problems
    return of_card(score(catalogue["2026.1"], document.profile, document.answers))


def result_page(who: Actor) -> Said:
    page = who.browser.get(f"/results/{ARDEN}").text
    rows = [row for row in page.split("<tr")[2:] if 'class="part"' not in row]
    return {node: (levels(row)[0], number(SCORE, row)) for node, row in zip(NODES, rows, strict=True)}


def results_list(who: Actor) -> Said:
    """Of the pillars the levels only."""
    row = who.browser.get("/results").text.partition(">Arden Customs<")[2].partition("</tr>")[0]
    said: dict[str, tuple[int | None, float | None]] = dict(
        zip(NODES, ((level, None) for level in levels(row)), strict=True)
    )
    return said | {OVERALL: (said[OVERALL][0], number(SCORE, row))}


EVERYBODYS: tuple[Callable[[Actor], Said], ...] = (api_list, api_scorecard, scorecard_page, gap_report)
TEAMS = (*EVERYBODYS, my_work)
OFFICES = (*EVERYBODYS, overview_page, overview_csv, consolidated_csv)
LEADS = (*OFFICES, overview_xlsx, consolidated_xlsx)
PUBLISHED = (result_page, results_list)
