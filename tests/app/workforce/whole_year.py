"""A whole year of an administration with 2,148 staff, as its team would type it: by table, numbers by "row/column"."""

from collections.abc import Mapping, Sequence

Numbers = Mapping[str, int | str]
SEXES = ("W", "M")


def by_sex(measure: str, rows: Sequence[str], women: Sequence[int | str], men: Sequence[int | str]) -> Numbers:
    return {
        f"{row}/{measure}.{sex}": number
        for sex, numbers in zip(SEXES, (women, men), strict=True)
        for row, number in zip(rows, numbers, strict=True)
    }


GRADES = [f"G{number}" for number in range(1, 8)]
FUNCTIONS = [f"F{number}" for number in range(1, 12)]
GROUPS = ["GA", "GB", "GC"]
COURSES = ["technical", "enforcement", "leadership", "equality", "abroad"]

YEAR: Mapping[str, Numbers] = {
    "WT1a": by_sex("staff", GRADES, (1, 12, 44, 96, 210, 356, 120), (8, 34, 86, 168, 240, 693, 80)),
    "WT1b": by_sex(
        "staff",
        FUNCTIONS,
        (212, 160, 40, 48, 70, 90, 22, 30, 62, 60, 45),
        (410, 300, 260, 52, 80, 60, 18, 70, 18, 26, 15),
    ),
    "WT3a": {
        **by_sex("applicants", GROUPS, (18, 140, 420), (60, 180, 610)),
        **by_sex("shortlisted", GROUPS, (6, 58, 180), (28, 76, 310)),
        **by_sex("offered", GROUPS, (1, 24, 62), (9, 30, 130)),
        **by_sex("hired", GROUPS, (1, 22, 55), (8, 28, 120)),
    },
    "WT3b": {
        **by_sex("eligible", GROUPS, (30, 120, 240), (70, 160, 380)),
        **by_sex("applied", GROUPS, (12, 66, 80), (40, 92, 160)),
        **by_sex("promoted", GROUPS, (5, 20, 26), (15, 32, 62)),
    },
    "WT3c": {
        **by_sex("opening", GROUPS, (58, 300, 470), (130, 402, 770)),
        **by_sex("resigned", GROUPS, (3, 14, 31), (4, 12, 27)),
        **by_sex("retired", GROUPS, (2, 6, 10), (6, 12, 30)),
        **by_sex("contract_ended", GROUPS, (0, 4, 9), (0, 5, 12)),
        **by_sex("dismissed", GROUPS, (0, 0, 1), (0, 1, 6)),
        **by_sex("left_otherwise", GROUPS, (0, 1, 2), (0, 1, 3)),
    },
    "WT4a": {
        **by_sex("paid", GRADES, (1, 12, 44, 96, 210, 356, 120), (8, 34, 86, 168, 240, 693, 80)),
        **by_sex(
            "mean_pay",
            GRADES,
            ("58.00", "44.50", "36.10", "29.80", "24.60", "18.90", "15.20"),
            ("60.10", "45.80", "36.90", "30.40", "25.10", "19.80", "15.30"),
        ),
        **by_sex(
            "median_pay",
            GRADES,
            ("58.00", "44.00", "36.00", "29.50", "24.50", "18.70", "15.10"),
            ("60.00", "45.50", "36.80", "30.20", "25.00", "19.50", "15.20"),
        ),
    },
    "WT4b": by_sex("paid", ["Q1", "Q2", "Q3", "Q4"], (264, 231, 201, 143), (273, 306, 336, 394)),
    "WT5a": {
        **by_sex("participants", COURSES, (310, 60, 22, 180, 9), (420, 260, 48, 140, 31)),
        **by_sex("hours", COURSES, (4200, 1100, 500, 720, 360), (6100, 5400, 1100, 560, 1240)),
    },
    "WT5b": by_sex("trained", ["managers", "others"], (40, 330), (70, 410)),
    "WT6a": {
        f"parental/{measure}.{sex}": number
        for sex, numbers in zip(SEXES, ((64, 60, 55, 49, 47, 40), (88, 21, 21, 21, 18, 18)), strict=True)
        for measure, number in zip(
            ("entitled", "took", "due", "returned", "returned_before", "still_employed"), numbers, strict=True
        )
    },
    "WT7a": {"harassment/reports.W": 14, "harassment/reports.M": 3, "harassment/reports.X": 0},
    "WT7b": {"from_staff/closed": 15, "from_staff/in_time": 11, "from_staff/open": 4, "from_staff/received": 17},
    "WT8": {
        **by_sex("headed", ["border_posts", "offices"], (6, 11), (26, 17)),
        **{f"{row}/sites": number for row, number in (("border_posts", 34), ("offices", 28))},
        "border_posts/separate": 19,
        "border_posts/shifts": 12,
    },
    "WT9": by_sex("seats", ["board", "promotion", "business"], (2, 3, 5), (7, 6, 11)),
    "WT10": by_sex("people", ["delegates", "trainees", "seconded"], (12, 7, 2), (31, 15, 6)),
}
