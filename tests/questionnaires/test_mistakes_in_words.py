"""Each mistake in the words of a version is refused, with its file, its place and what to do."""

from pathlib import Path

import pytest

from tests.questionnaires.editing import FIRST_WEIGHT, VERSION, a_copy, edit, problems_of
from tests.questionnaires.editing import STRUCTURE as S
from tests.questionnaires.editing import WORDS as W

MISTAKES_IN_THE_WORDS = [
    ('version: "2099.1"', 'version: "2099.2"', "version: These words are for version 2099.2."),
    ('language: "en"', 'language: "fr"', "language: The language must be that of the file name."),
    ('  - {name: "Sustained", meaning: "Kept up."}\n', "", "levels: Give the name and the meaning of the five levels"),
    ('"partly": "Partly", ', "", "choices.partly: The words for this are missing. Add them."),
    ('"NA3": "No case"', '"NA3": "No case", "NA4": "Why?"', "reasons.NA4: This is not in the structure."),
    ('  "P2": {title: "Second', '  "P3": {title: "Second', "pillars.P2: The words for this are missing. Add them."),
    ('  "P2": {title: "Second', '  "P3": {title: "Second', "pillars.P3: This is not in the structure."),
    ('  "E1.2": {', '  "E1.3": {', "elements.E1.2: The words for this are missing. Add them."),
    ('  "AA-03":', '  "AA-04":', "indicators.AA-03: The words for this are missing. Add them."),
    ('  "AA-03":', '  "AA-04":', "indicators.AA-04: This is not in the structure."),
    ('"profile.snapshot_date":', '"profile.other_date":', "profile.profile.snapshot_date: The words for this are miss"),
    ('options: {"yes": "Yes", ', "options: {", "profile.profile.land_border.options.yes: The words for this are miss"),
    (
        '"Count each person once."',
        '"", options: {"a": "A"}',
        "staff_total.options.a: This is not in the structure.",
    ),
    ('    advice: "Adopt a policy."', '    small: {"5": "x"}\n    advice: "x"', "AA-01.small.5.[key]"),
    (
        '    advice: "Set a time limit."',
        '    small: {"2": "x"}\n    advice: "x"',
        "BA-03.small: This question has no level 2.",
    ),
    (
        '    advice: "Name a focal point."',
        '    small: {"3": "x"}\n    advice: "x"',
        "AA-02.small: This question has no level 3.",
    ),
    (
        '    advice: "Adopt a policy."',
        '    small: {"1": "A draft."}\n    advice: "x"',
        "AA-01.small: Level 1 has the usual text. Remove this one.",
    ),
    (
        '    advice: "Adopt a policy."',
        '    sufficient: "x"\n    advice: "x"',
        "BA-01.sufficient: Others of its kind have this text.",
    ),
    (
        '"A guide to writing a policy"',
        '{title: "A guide", minutes: 0}',
        "resources.GUIDE.minutes: Write 1 or more.",
    ),
    (
        '"A guide to writing a policy"',
        '{title: "A guide", address: "javascript:alert(1)"}',
        "resources.GUIDE.address: Write the whole address, with https:// in front and no blank.",
    ),
    (
        '"A guide to writing a policy"',
        '{title: "A guide", languages: ["English"]}',
        "resources.GUIDE.languages: English is no code of a language, such as fr.",
    ),
    (
        "choices:",
        'conventions: ["Periods count back from {day}."]\n\nchoices:',
        "conventions.0: Nothing is filled in for {day}: only {snapshot} is known here.",
    ),
    (
        "choices:",
        'conventions: ["Periods count back from {snapshot."]\n\nchoices:',
        "conventions.0: Nothing is filled in for {: only {snapshot} is known here.",
    ),
    ('"Adopt a policy."', '"  "', "indicators.AA-01.advice: This text has nothing but blanks. Write it, or remove it."),
    ('"Adopt a policy."', f'"{10_001 * "x"}"', "indicators.AA-01.advice: This text has 10,001 characters. Shorten it"),
    ('"Adopt a policy."', '"Adopt\\0."', "indicators.AA-01.advice: This text contains invisible characters"),
    ('"Adopt a policy."', '"A\\ud800."', "words.en.yaml"),
    ('"A draft.", ', "", "indicators.AA-01.levels: maturity needs 5 level texts, lowest first; there are 4."),
    ('"Named only.", ', "", "indicators.AA-02.levels: yes_partly_no needs 3 level texts, lowest first; there are 2."),
    ('rule: "Closed in time / closed."', 'levels: ["No."]', "indicators.BA-03.levels: percent needs 0 level texts"),
    ('rule: "Closed in time / closed."', "", "indicators.BA-03.rule: Every computed indicator needs a rule"),
    (
        'evidence: "The policy."',
        'evidence: "x"\n    rule: "y"',
        "indicators.AA-01.rule: Every computed indicator needs a rule",
    ),
    ('"GUIDE"', '"GUIDES"', "resources.GUIDE: The words for this are missing. Add them."),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES_IN_THE_WORDS)
def test_words_that_do_not_fit_the_structure_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    root = a_copy(tmp_path)
    edit(root, W, old, new)

    problems = problems_of(root)

    assert any(problem.startswith(f"{VERSION}/{W}: ") and said in problem for problem in problems), problems


def test_words_with_marks_that_nobody_sees_are_refused_and_no_break_blanks_are_not(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, W, "Kept up.", "Ke\u00adpt\u00a0up.")
    assert problems_of(root) == [
        f"{VERSION}/{W}: levels.4.meaning: This text contains invisible characters, at each ▯ here: "
        "“Ke▯pt\u00a0up.” (U+00AD). Remove them."
    ]


def test_a_window_that_its_level_does_not_name_is_refused(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, S, FIRST_WEIGHT, FIRST_WEIGHT + ", windows: [{level: 4, months: 12}]")

    assert problems_of(root) == [
        f"{VERSION}/{W}: indicators.AA-01.levels: The text of level 4 does not name its window of 12 months."
    ]
