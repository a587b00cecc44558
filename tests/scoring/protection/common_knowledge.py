"""What everybody knows of the workforce tables of 2027.1: relations (key -> coefficient) written from their meaning."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

Relation = dict[str, int]
GROUPS = {"GA": ("G1", "G2", "G3"), "GB": ("G4", "G5"), "GC": ("G6", "G7")}
GRADES = tuple(grade for grades in GROUPS.values() for grade in grades)
FUNCTIONS = tuple(f"F{number}" for number in range(1, 12))
EXITS = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")


def within_a_year(profile: Mapping[str, object]) -> Iterator[Relation]:
    """Relations whose value is known; `profile` as everybody sees it."""
    if isinstance(profile["profile.staff_total"], int):
        yield from ({f"{table}/total/staff.total": 1} for table in ("WT1a", "WT1b"))
    for sex in ("W", "M", "X"):
        for table in ("WT1b", "WT2", "WT2b"):
            yield {"WT1a/total/staff." + sex: 1, f"{table}/total/staff.{sex}": -1}
        exits = {f"WT3c/total/{way}.{sex}": -1 for way in EXITS}
        yield {f"WT3c/total/opening.{sex}": 1, f"WT3a/total/hired.{sex}": 1, **exits, f"WT1a/total/staff.{sex}": -1}
    for sex in ("W", "M"):
        yield {f"WT4b/total/paid.{sex}": 1, f"WT4a/total/paid.{sex}": -1}
        yield from ({f"WT4a/{grade}/paid.{sex}": 1, f"WT1a/{grade}/staff.{sex}": -1} for grade in GRADES)
        for group, grades in GROUPS.items():
            yield {f"WT1c/total/{group}.{sex}": 1, **{f"WT1a/{grade}/staff.{sex}": -1 for grade in grades}}
        for function in FUNCTIONS:
            yield {f"WT1b/{function}/staff.{sex}": -1, **{f"WT1c/{function}/{group}.{sex}": 1 for group in GROUPS}}


def quarters() -> Iterator[Relation]:
    """A quarter of all staff is in each, where nobody is of the third sex and they are not few anyway."""
    yield from ({f"WT4b/Q{number}/paid.total": 1} for number in range(1, 5))


def between_years() -> Iterator[tuple[Relation, Relation]]:
    """This year's relation and last year's, the sum of which is known."""
    for sex in ("W", "M", "X"):
        yield {f"WT3c/total/opening.{sex}": 1}, {f"WT1a/total/staff.{sex}": -1}
        for group, grades in GROUPS.items():
            yield {f"WT3c/{group}/opening.{sex}": 1}, {f"WT1a/{grade}/staff.{sex}": -1 for grade in grades}
    for sex in ("W", "M"):
        yield {f"WT6a/parental/returned_before.{sex}": 1}, {f"WT6a/parental/returned.{sex}": -1}
    for row in ("from_staff", "from_public"):
        yield {f"WT7b/{row}/open": 1}, {f"WT7b/{row}/open": -1, f"WT7b/{row}/received": -1, f"WT7b/{row}/closed": 1}


def never_negative() -> Iterator[Relation]:
    """What V3 to V6, V11 and V12 enforce before anybody may sign."""
    chains = [("WT3a", f"{group}", "hired offered shortlisted applicants", "WMX") for group in GROUPS]
    chains += [("WT3b", group, "promoted eligible", "WMX") for group in GROUPS]
    chains += [
        ("WT6a", "parental", "returned due took", "WM"),
        ("WT6a", "parental", "still_employed returned_before", "WM"),
    ]
    for table, row, measures, sexes in chains:
        for sex in sexes:
            for smaller, larger in pairwise(measures.split()):
                yield {f"{table}/{row}/{larger}.{sex}": 1, f"{table}/{row}/{smaller}.{sex}": -1}
    for row in ("border_posts", "offices"):
        yield {f"WT8/{row}/sites": 1, f"WT8/{row}/headed.total": -1}
    for row in ("from_staff", "from_public"):
        yield {f"WT7b/{row}/closed": 1, f"WT7b/{row}/in_time": -1}
        yield {f"WT7b/{row}/open": 1, f"WT7b/{row}/received": 1, f"WT7b/{row}/closed": -1}
