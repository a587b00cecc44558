"""Questionnaires and files of answers that hypothesis makes up: cases for the properties."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Self

from hypothesis import strategies as st

from questionnaires.answers import read_document
from questionnaires.catalogue import HOME
from questionnaires.checks import check_structure
from questionnaires.definition import Questionnaire, Structure
from questionnaires.files import opened
from scoring.score import score
from scoring.scorecard import Scorecard

Json = dict[str, Any]
FLAG: Json = {"authority": "Ministry", "raised": True}
PAPER = ["Policy 12"]
LEVELS = (0, 1, 2, 3, 4)


def answered(values: tuple[float | str, ...]) -> list[Json]:
    plain: list[Json] = [{"state": "answered", "value": value} for value in values]
    with_paper = [{**answer, "evidence": PAPER} for answer in plain]
    flagged = [{**answer, "outside_control": FLAG} for answer in plain + with_paper]
    return plain + with_paper + flagged


OTHER_STATES: list[Json] = [
    {"state": "unknown"},
    {"state": "unknown", "outside_control": {}},
    {"state": "not_answered", "outside_control": FLAG},
    {"state": "not_answered", "target": 4},
    {"state": "not_applicable", "reason_code": "NA1", "reason": "Done by another agency"},
    {"state": "not_applicable", "reason_code": "NA2"},
    {"state": "not_applicable", "reason_code": "NA1", "target": 1},
]
BLANK: list[Json] = [
    {"evidence": []},
    {"evidence": ["", " "]},
    {"evidence": None},
    {"target": 0},
    {"target": 3},
    {"comment": "x"},
]
ANSWERS: dict[str, list[Json | None]] = {
    "maturity": [
        None,
        *OTHER_STATES,
        *answered(LEVELS),
        *({"state": "answered", "value": 3, **more} for more in BLANK),
    ],
    "yes_partly_no": [None, *OTHER_STATES, *answered(("no", "partly", "yes"))],
    "other": [None, *OTHER_STATES, *answered((0, 41.5, "12 of 40", ""))],
}
"""One byte picks one of these, so that a whole file of answers is one cheap draw."""
MOODS: dict[str, Callable[[Json | None], object]] = {
    "any": lambda answer: True,
    "strong": lambda answer: answer is not None and answer.get("value") in (3, 4, "yes"),
    "middling": lambda answer: answer is not None and answer.get("value") in (2, 3, "partly"),
    "evasive": lambda answer: answer is not None and answer["state"] in ("not_applicable", "unknown"),
}
"""What most answers of a file are like: evenly mixed answers would nearly always end at level 2."""


@dataclass(frozen=True)
class Case:
    """`structure` is the parsed YAML, `file` the raw answers, `pick` chooses an indicator for tests that change one."""

    structure: Json
    questionnaire: Questionnaire
    file: Json
    pick: int

    @property
    def scorecard(self) -> Scorecard:
        document, problems = read_document(self.questionnaire, self.file)
        assert not problems, problems
        return score(self.questionnaire, document.profile, document.answers, document.form)

    @property
    def picked(self) -> str:
        """The id of one scored indicator."""
        scored = [indicator["id"] for indicator in self.structure["indicators"] if indicator["scored"] == "maturity"]
        return str(scored[self.pick % len(scored)])

    def with_file(self, **parts: Json) -> Self:
        return replace(self, file={**self.file, **parts})

    def with_answer(self, id_: str, answer: Json) -> Self:
        return self.with_file(answers={**self.file["answers"], id_: answer})

    def with_structure(self, structure: Json) -> Self:
        return replace(self, structure=structure, questionnaire=questionnaire_from(structure))


def questionnaire_from(structure: Json) -> Questionnaire:
    read = Structure.model_validate_json(json.dumps(structure))
    assert check_structure(read) == []
    return Questionnaire(read, "no fingerprint", {})


REAL_STRUCTURE = opened(HOME / "2026.1" / "structure.yaml").data
REAL = questionnaire_from(REAL_STRUCTURE)


TABLES = {
    (mood, kind): list(filter(is_like, answers)) or answers
    for mood, is_like in MOODS.items()
    for kind, answers in ANSWERS.items()
}


def answer_from(indicator: Json, byte: int, mood: str) -> Json | None:
    kind = indicator["kind"] if indicator["kind"] in ANSWERS else "other"
    table = TABLES[mood if byte < 230 else "any", kind]
    return table[byte % len(table)]


def answers_from(structure: Json, picks: bytes, mood: str) -> dict[str, Json]:
    pairs = zip(structure["indicators"], picks, strict=True)
    return {i["id"]: answer for i, byte in pairs if (answer := answer_from(i, byte, mood)) is not None}


def profile_values(key: Json) -> st.SearchStrategy[int | str | None]:
    values: dict[str, list[int | str | None]] = {"number": [None, 0, 49, 50, 420], "date": ["", "2025-12-31"]}
    return st.sampled_from(values.get(key["kind"], [None, "", *key.get("options", [])]))


@st.composite
def files(draw: st.DrawFn, structure: Json) -> Json:
    many = len(structure["indicators"])
    picks, mood = draw(st.binary(min_size=many, max_size=many)), draw(st.sampled_from(list(MOODS)))
    profile = {key["key"]: draw(profile_values(key)) for key in structure["profile"]}
    form = draw(st.sampled_from(["full", "full", "full", "short"]))
    return {"profile": profile, "form": form, "answers": answers_from(structure, picks, mood)}


PROFILE = [
    {"key": "profile.land", "kind": "choice", "options": ["yes", "no"]},
    {"key": "profile.staff", "kind": "number"},
]
WEIGHTS = st.sampled_from([1, 1, 1, 2, 3, 7])


@st.composite
def structures(draw: st.DrawFn, rising: bool) -> Json:
    """One to three pillars of one to three elements of one to four indicators. `rising`: a better answer only opens."""
    number = count(1)
    pillars: list[Json] = []
    elements: list[Json] = []
    indicators: list[Json] = []
    for p in range(1, draw(st.integers(1, 3)) + 1):
        pillars.append({"id": f"P{p}", "weight": draw(WEIGHTS)})
        for e in range(1, draw(st.integers(1, 3)) + 1):
            elements.append({"id": f"E{p}.{e}", "pillar": f"P{p}", "weight": draw(WEIGHTS)})
            for at in range(draw(st.integers(1, 4))):
                must_score = e == 1 and at == 0
                indicators.append(draw(an_indicator(f"A-{next(number)}", f"E{p}.{e}", indicators, rising, must_score)))
    return {
        "version": "2098.1",
        "languages": ["en"],
        "scoring": draw(parameters()),
        "profile": PROFILE,
        "pillars": pillars,
        "elements": elements,
        "indicators": indicators,
    }


@st.composite
def an_indicator(draw: st.DrawFn, id_: str, element: str, earlier: list[Json], rising: bool, must_score: bool) -> Json:
    kinds = ["maturity", "maturity", "yes_partly_no", "percent"]
    kind = draw(st.sampled_from(kinds[:3] if must_score else kinds))
    scored = "outcome" if kind == "percent" else "maturity"
    return {
        "id": id_,
        "element": element,
        "kind": kind,
        "scored": scored,
        "condition": draw(conditions([i["id"] for i in earlier if i["scored"] == "maturity"], rising)),
        "core": scored == "maturity" and draw(st.booleans()),
        "short": draw(st.booleans()),
        "weight": draw(WEIGHTS),
        "resources": [],
    }


def conditions(earlier: list[str], rising: bool) -> st.SearchStrategy[str]:
    about_profile = ["profile.land = yes", 'profile.land != "yes"', "profile.staff >= 50", "profile.staff < 50"]
    about_answers = [f"{id_} {sign}" for id_ in earlier[-3:] for sign in (">= 1", ">= 2", ">= 4")]
    falling = [] if rising else [f"{id_} {sign}" for id_ in earlier[-3:] for sign in ("= 0", "< 3", "!= 2", "<= 1")]
    clauses = st.sampled_from(about_profile + about_answers + falling)
    return st.just("always") | st.just("always") | clauses | st.tuples(clauses, clauses).map(" or ".join)


@st.composite
def parameters(draw: st.DrawFn) -> Json:
    lowest = draw(st.sampled_from([("0", "12.5", "37.5", "62.5", "87.5"), ("0", "20", "100/3", "60", "100")]))
    evidence_from = draw(st.integers(1, 4))
    return {
        "bands": [{"level": level, "from": text} for level, text in enumerate(lowest)],
        "core_margin": draw(st.integers(0, 2)),
        "pillar_margin": draw(st.integers(0, 2)),
        "not_rated_above": draw(st.sampled_from(["2/5", "1/2", "0", "1"])),
        "evidence_from": evidence_from,
        "unsupported_level": evidence_from - 1,
        "targets": {"core": draw(st.integers(0, 4)), "other": draw(st.integers(0, 4))},
        "first_elements": [],
    }


@st.composite
def small_cases(draw: st.DrawFn, rising: bool = False) -> Case:
    structure = draw(structures(rising))
    return Case(structure, questionnaire_from(structure), draw(files(structure)), draw(st.integers(0, 40)))


@st.composite
def real_cases(draw: st.DrawFn) -> Case:
    return Case(REAL_STRUCTURE, REAL, draw(files(REAL_STRUCTURE)), draw(st.integers(0, 92)))


def never_asked(case: Case, id_: str) -> Case:
    """The same case where the condition of this indicator is false."""
    structure = deepcopy(case.structure)
    structure["profile"] = [*structure["profile"], {"key": "profile.never", "kind": "choice", "options": ["yes", "no"]}]
    (indicator,) = [indicator for indicator in structure["indicators"] if indicator["id"] == id_]
    indicator["condition"] = "profile.never = yes"
    return case.with_structure(structure).with_file(profile={**case.file["profile"], "profile.never": "no"})
