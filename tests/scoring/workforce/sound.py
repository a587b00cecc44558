"""Workforce tables that fit together: 700 people, 280 of them women, as many as a year ago."""

from questionnaires.workforce.definition import CellId

PROFILE = {"profile.staff_total": 700}
Numbers = dict[str, tuple[int, int]]
NOBODY: Numbers = {"GA": (0, 0), "GB": (0, 0), "GC": (0, 0)}
GRADES: Numbers = {f"G{number}": (40, 60) for number in range(1, 8)}
ROWS: dict[str, dict[str, Numbers]] = {
    "WT1a": {"staff": GRADES},
    "WT1b": {"staff": {"F1": (180, 320), **{f"F{number}": (10, 10) for number in range(2, 12)}}},
    "WT2": {
        "staff": {
            "permanent_full": (200, 400),
            "permanent_part": (60, 10),
            "fixed_full": (20, 10),
            "fixed_part": (0, 0),
        }
    },
    "WT3a": {
        "applicants": {"GA": (9, 20), "GB": (30, 40), "GC": (90, 80)},
        "shortlisted": {"GA": (5, 9), "GB": (20, 20), "GC": (50, 50)},
        "offered": {"GA": (2, 3), "GB": (8, 9), "GC": (20, 21)},
        "hired": {"GA": (2, 3), "GB": (8, 7), "GC": (20, 20)},
    },
    "WT3b": {
        "eligible": {"GA": (20, 30), "GB": (40, 60), "GC": (50, 60)},
        "applied": {"GA": (5, 9), "GB": (9, 9), "GC": (9, 9)},
        "promoted": {"GA": (2, 3), "GB": (4, 6), "GC": (5, 6)},
    },
    "WT3c": {
        "opening": {"GA": (120, 180), "GB": (80, 120), "GC": (80, 120)},
        "resigned": {"GA": (4, 5), "GB": (6, 5), "GC": (10, 10)},
        "retired": {"GA": (0, 0), "GB": (0, 0), "GC": (10, 10)},
        "contract_ended": NOBODY,
        "dismissed": NOBODY,
        "left_otherwise": NOBODY,
    },
    "WT4a": {"paid": GRADES, "mean_pay": {"G1": (4_000, 4_100)}},
    "WT4b": {"paid": {"Q1": (100, 75), "Q2": (80, 95), "Q3": (60, 115), "Q4": (40, 135)}},
    "WT6a": {
        "entitled": {"parental": (30, 30)},
        "took": {"parental": (20, 10)},
        "due": {"parental": (15, 10)},
        "returned": {"parental": (14, 10)},
        "returned_before": {"parental": (12, 8)},
        "still_employed": {"parental": (11, 8)},
    },
}
OF_NO_SEX = {
    ("WT7b", "from_staff"): {"open": 3, "received": 9, "closed": 10, "in_time": 8},
    ("WT8", "border_posts"): {"sites": 40},
}


def sound() -> dict[CellId, int | None]:
    values: dict[CellId, int | None] = {
        CellId(table, row, measure, sex): number
        for table, measures in ROWS.items()
        for measure, rows in measures.items()
        for row, numbers in rows.items()
        for sex, number in zip("WM", numbers, strict=True)
    }
    for (table, row), measures_alone in OF_NO_SEX.items():
        values |= {CellId(table, row, measure): number for measure, number in measures_alone.items()}
    return values | {CellId("WT8", "border_posts", "headed", sex): 20 for sex in "WM"}
