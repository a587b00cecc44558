"""Each mistake that an author can make is refused, with its file, its place and what to do."""

from pathlib import Path

import pytest

from tests.questionnaires.editing import FIRST_WEIGHT, VERSION, a_copy, a_french_copy_of_the_words, edit, problems_of
from tests.questionnaires.editing import STRUCTURE as S
from tests.questionnaires.editing import WORDS as W

AA_01 = '"AA-01", element: "E1.1", kind: "maturity", scored: "maturity"'

MISTAKES_OF_FORM = [
    (S, "core_margin: 2", "core_margin: 2\n  margin: 1", "scoring.margin: This key is unknown."),
    (S, "  pillar_margin: 0\n", "", "scoring.pillar_margin: This is missing. Add it."),
    (
        S,
        FIRST_WEIGHT,
        FIRST_WEIGHT.replace("1,", "0,"),
        "indicators.AA-01.weight: Write 1 or more.",
    ),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", '"1",'), "indicators.AA-01.weight: This must be a whole number"),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", "true,"), "indicators.AA-01.weight: This must be a whole number"),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", "1.0,"), "indicators.AA-01.weight: This must be a whole number"),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("core: true", 'core: "yes"'), "indicators.AA-01.core: This must be true or"),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace('["GUIDE"]', '"GUIDE"'), "indicators.AA-01.resources: This must be a list."),
    (
        S,
        FIRST_WEIGHT,
        FIRST_WEIGHT + ", windows: [{level: 4, months: 0}]",
        "indicators.AA-01.windows.0.months: Write 1 or more.",
    ),
    (
        S,
        FIRST_WEIGHT,
        FIRST_WEIGHT + ", windows: [{level: 5, months: 12}]",
        "indicators.AA-01.windows.0.level: Write 4 or less.",
    ),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", "-1,"), "indicators.AA-01.weight: Write 1 or more."),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", "1000001,"), "indicators.AA-01.weight: Write 1000000 or less."),
    (S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", ","), "indicators.AA-01.weight: This must be a whole number"),
    (S, "core_margin: 2", "core_margin: 100000000", "scoring.core_margin: Write 4 or less."),
    (
        S,
        '{id: "AA-02", element',
        '{id: "aa-02", element',
        "indicators.aa-02.id: Write this in another form, such as “RC-08",
    ),
    (S, 'languages: ["en"]', "languages: []", "languages: This list is empty. Write what belongs in it."),
    (
        S,
        '"AA-01 >= 2"',
        '"AA-01 >= 2 and AA-02 = 4"',
        "indicators.AA-03.condition: >= needs a whole number, not '2 and",
    ),
    (S, 'version: "2099.1"', "version: 2099.1", "version: This must be a text in quotes."),
    (S, 'version: "2099.1"', "version: 2026.10", "version: This must be a text in quotes."),
    (
        S,
        'options: ["yes", "no"]',
        'options: [yes, "no"]',
        "profile.profile.land_border.options.0: This must be a text in",
    ),
    (S, 'from: "40"', "from: 40", 'scoring.bands.2.from: write the number in quotes, like "12.5"'),
    (S, 'from: "40"', 'from: "4O"', "scoring.bands.2.from: '4O' is not a number"),
    (S, '"AA-01 >= 2"', "true", "indicators.AA-03.condition: write the condition in quotes"),
    (S, '"AA-01 >= 2"', '"AA-01"', "indicators.AA-03.condition: write the condition as"),
    (S, '"AA-01 >= 2"', '"AA-01 >= two"', "indicators.AA-03.condition: >= needs a whole number, not 'two'"),
    (S, '"AA-01 >= 2"', '""', "indicators.AA-03.condition: write the condition as"),
    (S, '{id: "P1", weight: 2}', '"P1"', "pillars.0: This must have named parts."),
    (
        S,
        'kind: "number"',
        'kind: "count"',
        "profile.profile.staff_total.kind: Input should be 'choice', 'choices', 'nu",
    ),
    (W, 'question: "Is there a policy?"', "question: yes", "indicators.AA-01.question: This must be a text in quotes."),
    (W, 'question: "Is there a policy?"', 'question: ""', "indicators.AA-01.question: This text is empty. Write it."),
    (W, '"P1": {title', '"P1": {titel: "x", title', "pillars.P1.titel: This key is unknown."),
    (W, '    advice: "Adopt a policy."\n', "", "indicators.AA-01.advice: This is missing. Add it."),
    (
        W,
        '"None.", "A draft.", "Adopted."',
        '"None.", 1, "Adopted."',
        "indicators.AA-01.levels.1: This must be a text in",
    ),
]

MISTAKES_OF_YAML = [
    (S, "core_margin: 2", "core_margin: 2\n  core_margin: 1", "core_margin appears twice. Keep one."),
    (W, '"AA-02":', '"AA-01":', "AA-01 appears twice. Keep one."),
    (W, '"no": "No", "partly"', 'no: "No", "partly"', "Put the key no in quotes."),
    (W, '"On which date?"', "2026-12-31", "There is a date or another special value. Put it in quotes."),
    (W, '"On which date?"', "2026-13-31", "There is a date or another special value. Put it in quotes."),
    (W, '"On which date?"', '"On which date?', "words.en.yaml"),
    (W, '"On which date?"', "{[a, list]: 1}", "A name belongs here, with a colon behind it."),
    (W, 'question: "On which date?"', "question: 'On which date?", "while scanning a quoted scalar"),
]

GIVEN = '{key: "profile.organisation", kind: "choice", given: "kind", options: '
KINDS = '["administration", "secretariat", "regional_office"]}'
FIRST_KEY = '  - {key: "profile.land_border"'
STAFF = '{key: "profile.staff_total", kind: "number"}'

MISTAKES_IN_THE_STRUCTURE = [
    (
        FIRST_KEY,
        f'  - {GIVEN}["administration"]}}\n{FIRST_KEY}',
        "profile.organisation: What is given by kind has these",
    ),
    (
        STAFF,
        STAFF[:-1] + ', condition: "profile.sea = yes"}',
        "staff_total.condition: profile.sea is not an earlier key",
    ),
    (
        STAFF,
        STAFF[:-1] + ', condition: "profile.land_border = yes"}',
        "staff_total.condition: profile.land_border is not an earlier key of the profile that is given.",
    ),
    (
        FIRST_KEY,
        f'  - {GIVEN}{KINDS[:-1]}, condition: "profile.organisation = secretariat"}}\n{FIRST_KEY}',
        "profile.organisation.condition: profile.organisation is not an earlier key",
    ),
    (
        'kind: "choice", options: ["yes", "no"]',
        'kind: "choices", options: ["yes", "no"]',
        "indicators.AB-01.condition: A condition cannot ask for profile.land_border, of which several may be ticked.",
    ),
    ('{id: "AA-02", element', '{id: "AA-01", element', "indicators.AA-01: This appears 2 times. Keep one."),
    ('{id: "P2", weight', '{id: "P1", weight', "pillars.P1: This appears 2 times. Keep one."),
    ('languages: ["en"]', 'languages: ["en", "en"]', "languages.en: This appears 2 times. Keep one."),
    ('["yes", "no"]', '["yes", "yes"]', "profile.profile.land_border.options.yes: This appears 2 times."),
    ('"E1.2", pillar: "P1"', '"E1.2", pillar: "P3"', "elements.E1.2: There is no pillar P3."),
    ('"AA-02", element: "E1.1"', '"AA-02", element: "E9"', "indicators.AA-02: There is no element E9."),
    ('"AA-02", element: "E1.1"', '"AA-02", element: "E2.1"', "indicators: List the indicators element by element"),
    ('"E2.1", pillar: "P2"', '"E2.1", pillar: "P1"', "pillars.P2: It could never be rated: add an indicator"),
    (
        '{id: "E2.1", pillar: "P2", weight: 1}',
        '{id: "E2.1", pillar: "P2", weight: 1}\n  - {id: "E2.2", pillar: "P2", weight: 1}',
        "elements.E2.2: No indicator belongs to this element.",
    ),
    (AA_01, AA_01.replace('scored: "maturity"', 'scored: "info"'), "indicators.AA-01: Only maturity and yes_partly_no"),
    ('scored: "outcome"', 'scored: "maturity"', "indicators.BA-03: Only maturity and yes_partly_no can be scored"),
    ('"AA-01 >= 2"', '"ZZ-01 >= 2"', "indicators.AA-03.condition: There is no indicator ZZ-01."),
    ('"AA-01 >= 2"', '"AB-01 >= 2"', "indicators.AA-03.condition: AB-01 is not an earlier indicator"),
    ('"AA-01 >= 2"', '"AA-03 >= 2"', "indicators.AA-03.condition: AA-03 is not an earlier indicator"),
    ('"AA-01 >= 2"', '"BA-03 >= 2"', "indicators.AA-03.condition: BA-03 is not an earlier indicator"),
    ('"AA-01 >= 2"', '"AA-01 >= 5"', "indicators.AA-03.condition: Compare AA-01 with a level from 0 to 4."),
    ('"AA-01 >= 2"', '"AA-01 = yes"', "indicators.AA-03.condition: Compare AA-01 with a level from 0 to 4."),
    ('"AA-01 >= 2"', '"profile.sea = yes"', "indicators.AA-03.condition: There is no profile key profile.sea."),
    ("profile.land_border = yes", "profile.land_border = maybe", "indicators.AB-01.condition: maybe is not one of the"),
    (
        "profile.land_border = yes",
        "profile.land_border >= 1",
        "indicators.AB-01.condition: 1 is not one of the options",
    ),
    ("profile.land_border = yes", "profile.staff_total = many", "indicators.AB-01.condition: Compare profile.staff_t"),
    ("profile.land_border = yes", "profile.snapshot_date > 2025", "indicators.AB-01.condition: A condition cannot ask"),
    ('from: "40"', 'from: "60"', 'scoring.bands: The bands must begin at "0" and rise'),
    ('from: "0"', 'from: "1"', 'scoring.bands: The bands must begin at "0" and rise'),
    ('from: "80"', 'from: "101"', 'scoring.bands: The bands must begin at "0" and rise, none above "100".'),
    ("{level: 2,", "{level: 1,", "scoring.bands: Give one band for each level 0 to 4, in this order."),
    ('    - {level: 4, from: "80"}\n', "", "scoring.bands: Give one band for each level 0 to 4, in this order."),
    ('"1/2"', '"50"', 'scoring.not_rated_above: Write a share from "0" to "1"'),
    ("unsupported_level: 2", "unsupported_level: 3", "scoring.unsupported_level: An unsupported answer must count"),
    ('first_elements: ["E2.1"]', 'first_elements: ["E2.7"]', "scoring.first_elements: There is no element E2.7."),
    ('suggests_outside_control: ["E1.2"]', 'suggests_outside_control: ["E7"]', "land_border: There is no element E7."),
    ('kind: "number"', 'kind: "choice"', "profile.profile.staff_total: A choice needs options"),
    (
        '"profile.snapshot_date", kind: "date"',
        '"profile.snapshot_date", kind: "date", options: ["x"]',
        "A choice needs",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', crosswalk: [{framework: "SDG 5", parts: ["5.1", "5.1"]}]',
        "indicators.AA-01.crosswalk.SDG 5.5.1: This appears 2 times. Keep one.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT.replace('["GUIDE"]', '["GUIDE", "GUIDE"]'),
        "indicators.AA-01.resources.GUIDE: This appears 2 times. Keep one.",
    ),
    ('{id: "P2", weight', '{id: "P 2", weight', "pillars.P 2: Write the id as capital letters and digits"),
    ('languages: ["en"]', 'languages: ["../en"]', "languages: ../en is no code of a language, such as fr."),
    ('["yes", "no"]', '["yes", "no", "not yet"]', "profile.profile.land_border.options: Write not yet without blanks"),
    (
        'scored: "outcome", condition: "always", core: false',
        'scored: "outcome", condition: "always", core: true',
        "indicators.BA-03.core: Only a question scored as maturity can be core.",
    ),
    (
        FIRST_WEIGHT,
        FIRST_WEIGHT + ', crosswalk: [{framework: "ISO", parts: ["5"]}]',
        "AA-01.crosswalk: ISO is not one of the frameworks:",
    ),
    ('version: "2099.1"', 'version: "2099.2"', "version: The version must be the folder's name."),
    ('languages: ["en"]', 'languages: ["en", "fr"]', "languages: There is no words.fr.yaml. Write it."),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), MISTAKES_OF_FORM)
def test_a_mistake_of_form_is_refused_with_its_place(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    root = a_copy(tmp_path)
    edit(root, name, old, new)

    (problem,) = problems_of(root)

    assert problem.startswith(f"{VERSION}/{name}: {said}")


@pytest.mark.parametrize(("name", "old", "new", "said"), MISTAKES_OF_YAML)
def test_a_mistake_of_yaml_is_refused_with_its_file(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    root = a_copy(tmp_path)
    edit(root, name, old, new)

    (problem,) = problems_of(root)

    assert problem.startswith(f"{VERSION}/{name}")
    assert said in problem


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES_IN_THE_STRUCTURE)
def test_a_structure_whose_parts_do_not_fit_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    root = a_copy(tmp_path)
    edit(root, S, old, new)

    problems = problems_of(root)

    assert any(problem.startswith(f"{VERSION}/{S}: ") and said in problem for problem in problems), problems


def test_every_mistake_is_reported_at_once(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, S, '"AA-01 >= 2"', '"ZZ-01 >= 2"')
    edit(root, S, 'from: "40"', 'from: "60"')
    edit(root, W, '  "E1.2": {', '  "E1.3": {')

    assert len(problems_of(root)) == 4


def test_every_mistake_of_form_in_a_file_is_reported_at_once(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    edit(root, S, '"AA-01 >= 2"', "true")
    edit(root, S, FIRST_WEIGHT, FIRST_WEIGHT.replace("1,", "0,"))

    assert len(problems_of(root)) == 2


def test_the_mistakes_of_each_language_are_reported_at_once(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    a_french_copy_of_the_words(root)
    edit(root, "words.en.yaml", 'question: "Is there a policy?"', "question: yes")
    edit(root, "words.fr.yaml", '"A draft.", ', "")

    assert [problem.split(":")[0] for problem in problems_of(root)] == [
        f"{VERSION}/words.en.yaml",
        f"{VERSION}/words.fr.yaml",
    ]


@pytest.mark.parametrize("name", ["words.yml", "word.fr.yaml", "structure.yml", "notes.yaml"])
def test_a_file_with_another_name_is_refused_rather_than_overlooked(tmp_path: Path, name: str) -> None:
    root = a_copy(tmp_path)
    (root / VERSION / name).write_text('a: "b"', encoding="utf-8")

    assert problems_of(root) == [f"{VERSION}/{name}: Name this file words.<language>.yaml, or move it elsewhere."]


def test_a_second_file_for_a_language_is_refused_rather_than_preferred(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    a_french_copy_of_the_words(root).rename(root / VERSION / "words.fr.old.yaml")

    assert problems_of(root) == [f"{VERSION}/words.fr.old.yaml: language: The language must be that of the file name."]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / VERSION / W).write_bytes('version: "é"'.encode("latin-1"))

    assert problems_of(root) == [f"{VERSION}/{W}: This is not text in UTF-8 (byte 11). Save it as UTF-8."]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / VERSION / S).write_text("", encoding="utf-8")

    assert problems_of(root) == [f"{VERSION}/{S}: This must have named parts."]
