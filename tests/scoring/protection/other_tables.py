"""The tables of a drawn administration that do not count its staff: training, leave, complaints, sites, bodies."""

from random import Random

from questionnaires.workforce.definition import CellId

Values = dict[CellId, int | None]
STAFF_FOR_ONE = {"WT5a": 8, "WT5b": 6, "WT6b": 12, "WT7a": 40, "WT9": 60, "WT10": 25, "WT2c": 40}


def count_the_rest(values: Values, draw: Random, size: int, others: float, last: Values | None) -> None:
    for cell in values:
        if cell.table in STAFF_FOR_ONE:
            share = others if cell.sex == "X" else 1
            values[cell] = round(draw.randrange(size // STAFF_FOR_ONE[cell.table] + 3) * share)
    for cell in values:
        if cell.measure == "hours":
            values[cell] = (values[cell._replace(measure="participants")] or 0) * draw.randrange(2, 30)
    for sex in "WM":
        _count_leave(values, draw, size, sex, last)
    for row in ("from_staff", "from_public"):
        _count_cases(values, draw, row, last)
    for row, sites in (("border_posts", size // 20 + 1), ("offices", size // 9 + 2)):
        _count_sites(values, draw, row, sites)


def _count_leave(values: Values, draw: Random, size: int, sex: str, last: Values | None) -> None:
    took = draw.randrange(size // 12 + 3)
    due = draw.randrange(took + 1)
    before = _number(last, CellId("WT6a", "parental", "returned", sex)) if last else draw.randrange(9)
    numbers = {
        "entitled": took + draw.randrange(5),
        "took": took,
        "due": due,
        "returned": draw.randrange(due + 1),
        "returned_before": before,
        "still_employed": draw.randrange(before + 1),
    }
    values |= {CellId("WT6a", "parental", measure, sex): number for measure, number in numbers.items()}


def _count_cases(values: Values, draw: Random, row: str, last: Values | None) -> None:
    before = [_number(last, CellId("WT7b", row, measure)) for measure in ("open", "received", "closed")]
    at_start = before[0] + before[1] - before[2] if last else draw.randrange(12)
    received = draw.randrange(40)
    closed = draw.randrange(at_start + received + 1)
    numbers = {
        "open": at_start,
        "received": received,
        "closed": closed,
        "in_time": draw.randrange(closed + 1),
        "sanctioned": draw.randrange(closed + 1),
    }
    values |= {CellId("WT7b", row, measure): number for measure, number in numbers.items()}


def _count_sites(values: Values, draw: Random, row: str, sites: int) -> None:
    heads = draw.randrange(sites + 1)
    women = draw.randrange(heads + 1)
    values[CellId("WT8", row, "sites")] = sites
    values |= {CellId("WT8", row, "headed", "W"): women, CellId("WT8", row, "headed", "M"): heads - women}
    for measure in ("separate", "travellers", "shifts"):
        values[CellId("WT8", row, measure)] = draw.randrange(sites + 1)


def _number(values: Values | None, cell: CellId) -> int:
    return (values or {}).get(cell) or 0
