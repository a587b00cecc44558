"""What is said of levels that a question cannot reach, or of answers that nobody can give, is refused."""

from pathlib import Path

import pytest

from tests.questionnaires.editing import FIRST_WEIGHT, VERSION, a_copy, edit, problems_of
from tests.questionnaires.editing import STRUCTURE as S

MISTAKES = [
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 3, of: "BA-03", at_least: 2}]',
        "indicators.AA-01.needs: BA-03 is not another indicator scored as maturity.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 3, of: "AA-01", at_least: 2}]',
        "indicators.AA-01.needs: AA-01 is not another indicator scored as maturity.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 0, of: "AB-01", at_least: 2}]',
        "indicators.AA-01.needs: Nothing is asked for at level 0 of this question. It has 1, 2, 3, 4.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 3, of: "AB-01", at_least: 0}]',
        "indicators.AA-01.needs: Write a level from 1 to 4 as at_least",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 3, of: "AA-02", at_least: 3}]',
        "indicators.AA-01.needs: AA-02 cannot be at level 3. It has 2, 4.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', needs: [{level: 3, of: "AB-01", at_least: 2}, {level: 3, of: "AB-01", at_least: 3}]',
        "indicators.AA-01.needs.level 3 of AB-01: This appears 2 times. Keep one.",
    ),
    (
        "short: true, weight: 2, resources: []",
        "short: true, weight: 2, resources: [], windows: [{level: 3, months: 12}]",
        "indicators.AA-02.windows: Nothing is asked for at level 3 of this question. It has 2, 4.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ", windows: [{level: 4, months: 12}, {level: 4, months: 24}]",
        "indicators.AA-01.windows.level 4: This appears 2 times. Keep one.",
    ),
    ('"AA-01 >= 2"', '"AA-01 < 0"', "indicators.AA-03.condition: “AA-01 < 0” can never be true."),
    ('"AA-01 >= 2"', '"AA-02 = 3"', "indicators.AA-03.condition: “AA-02 = 3” can never be true."),
    ('"AA-01 >= 2"', '"AA-01 >= 0"', "indicators.AA-03.condition: “AA-01 >= 0” is always true."),
    ('"AA-01 >= 2"', '"profile.staff_total < 0"', "indicators.AA-03.condition: “profile.staff_total < 0” can never"),
    (
        'scored: "outcome", condition: "always", ',
        'scored: "outcome", condition: "always", windows: [{level: 4, months: 12}], ',
        "indicators.BA-03.windows: Only a question scored as maturity has windows.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_what_can_never_happen_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    root = a_copy(tmp_path)
    edit(root, S, old, new)

    problems = problems_of(root)

    assert any(problem.startswith(f"{VERSION}/{S}: ") and said in problem for problem in problems), problems


def test_needs_that_go_round_are_told_at_each_of_them(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, S, FIRST_WEIGHT, FIRST_WEIGHT + ', needs: [{level: 3, of: "AB-01", at_least: 2}]')
    path = root / VERSION / S
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if '"AB-01", element' in line)
    edit(root, S, line, line.replace("resources: []", 'resources: [], needs: [{level: 2, of: "AA-01", at_least: 4}]'))

    assert problems_of(root) == [
        f"{VERSION}/{S}: indicators.{id_}.needs: Level {level} of {id_} needs {of}, which needs that level itself. "
        "Remove one need."
        for id_, level, of in (("AA-01", 3, "AB-01"), ("AB-01", 2, "AA-01"))
    ]
