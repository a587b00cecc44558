"""The script breaks what it says, only where a rule stands, and each run takes every kind."""

import pytest

from tests.mutations.areas import AREAS, KINDS, choose, everything
from tests.mutations.operators import mutations


def broken(source: str) -> set[str]:
    return {mutation.applied(source.encode()).decode() for mutation in mutations("file.py", source.encode())}


@pytest.mark.parametrize(
    ("rule", "mutated"),
    [
        ("full = len(text) > MOST", "full = len(text) >= MOST"),
        ("is_open = asked and done", "is_open = asked or done"),
        ("is_open = not done", "is_open = (done)"),
        ("TEAM = (Role.HEAD, Role.VIEWER)", "TEAM = (Role.HEAD,)"),
        ("LEADERS = (Role.HEAD,)\nREADER = Role.VIEWER", "LEADERS = (Role.HEAD, Role.VIEWER,)\nREADER = Role.VIEWER"),
        ("HIDDEN = SUBMITTED - {State.RETURNED}", "HIDDEN = SUBMITTED"),
        ("readers = team | auditors", "readers = team"),
        ("score = floor(exact)", "score = ceil(exact)"),
        ("safe = _escaped(text)", "safe = text"),
        ('safe = text.replace("&", "&&")', "safe = text"),
        ("with database as db:\n    yield db\n    db.commit()", "with database as db:\n    db.commit()\n    yield db"),
        ("def save():\n    record(db)", "def save():\n    pass"),
        ("if full:\n    raise TooMuch", "if False and (full):\n    raise TooMuch"),
        ('formula = f"ROUND({cell},9)"', 'formula = f"ROUNDUP({cell},9)"'),
        ('größe = "€" + name  # letters of several bytes', 'größe = "€" - name  # letters of several bytes'),
    ],
)
def test_a_rule_is_broken(rule: str, mutated: str) -> None:
    assert mutated in broken(rule)


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring with 5 < 6 words."""',
        "MOST = 20",
        "pairs = zip(one, other, strict=True)",
        "look = format(width=260)",
        "def save(db: Session | None) -> int | None: ...",
        'raise ValueError("at most " + text)',
        "assert level is not None",
    ],
)
def test_what_nobody_would_notice_is_left_alone(text: str) -> None:
    assert broken(text) == set()


def test_every_area_has_rules_to_break_and_every_kind_is_found_in_one() -> None:
    by_area = everything()

    assert {area.name for area in AREAS if len(by_area[area]) < 20} == set()
    assert {
        kind.name for kind in KINDS if sum(kind.has(mutation) for own in by_area.values() for mutation in own) < 3
    } == set()


def test_a_seed_breaks_the_same_twenty_rules_again_one_of_each_kind_and_some_of_each_area() -> None:
    chosen = choose(7, 20)

    assert chosen == choose(7, 20) != choose(8, 20)
    assert len({(choice.mutation.path, choice.mutation.line) for choice in chosen}) == 20
    assert {choice.kind for choice in chosen} == {kind.name for kind in KINDS} | {area.name for area in AREAS}
