"""Where rules stand, which tests are near them, and which twenty are broken in a run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random

from tests.mutations.operators import Mutation, mutations

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Area:
    """Files that hold rules of one subject, and the tests that notice first."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]


def _in(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names)


AREAS = (
    Area(
        "questionnaires",
        _in("questionnaires", "answers", "codes", "conditions", "dates", "numbers", "texts"),
        ("tests/questionnaires", "tests/scoring/test_asked.py"),
    ),
    Area("scoring", ("scoring/*.py",), ("tests/scoring",)),
    Area("cells", _in("exports", "cells", "content", "long_texts"), ("tests/exports",)),
    Area("formulas", _in("exports/gap", "check", "formulas"), ("tests/exports/gap",)),
    Area(
        "rights",
        ("app/assessments/rights.py", *_in("app/access", "guards", "loaders")),
        (
            *_in("tests/app", "test_lifecycle", "reviewing/test_second_reviews"),
            *_in("tests/house", "test_gates", "test_get_never_writes", "test_matrix"),
        ),
    ),
    Area(
        "lifecycle",
        _in("app/assessments", "deadlines", "examined", "lifecycle", "readiness", "transitions"),
        ("tests/app/test_lifecycle.py", "tests/app/signing", "tests/app/reviewing", "tests/cli/test_auditing.py"),
    ),
    Area(
        "saving",
        _in("app/assessments", "answer_sets", "last_round", "outlines", "saving"),
        (
            "tests/app/answering",
            *_in("tests", "app/evidence/test_quota", "app/reports/test_audit_trail", "cli/test_auditing"),
        ),
    ),
    Area(
        "access",
        _in("app/access", "forms", "identity", "one_time_links", "sessions", "throttle"),
        ("tests/app/accounts", "tests/app/web", "tests/house/test_gates.py"),
    ),
    Area(
        "database",
        _in("app/db", "audit_chain", "audit_log", "fingerprints", "session"),
        ("tests/house/test_commit_first.py", "tests/app/audit", "tests/app/web", "tests/cli/test_auditing.py"),
    ),
)


@dataclass(frozen=True)
class Kind:
    """A kind of which every run breaks at least one: in which files, by which operators, on which lines."""

    name: str
    path: str
    operator: str
    text: str = ""

    def has(self, mutation: Mutation) -> bool:
        said = ((self.path, mutation.path), (self.operator, mutation.operator), (self.text, mutation.text))
        return all(re.search(pattern, value) for pattern, value in said)


KINDS = (
    Kind("a right", "rights|loaders", "one added|one left out|another member|part|exception"),
    Kind("a cap", "", "comparison|refusal", r"\b(MOST|LONGEST|LEAST|FREE|WINDOW|JUMP|PATIENCE)"),
    Kind("a rounding", "", "opposite|number|formula|arithmetic", r"\b(floor|ceil|round|ROUND|Fraction)\("),
    Kind("an escape", "", "call left out", r"replace\(|quot|escape|fitting|margin_text"),
    Kind(
        "a commit order",
        "app/db/session|saving|transitions|audit_log",
        "order|statement left out",
        "yield|commit|exec|record",
    ),
)


@dataclass(frozen=True)
class Chosen:
    mutation: Mutation
    area: Area
    kind: str


@cache
def everything() -> dict[Area, list[Mutation]]:
    return {area: [mutation for file in _files(area) for mutation in _of(file)] for area in AREAS}


def _of(file: Path) -> list[Mutation]:
    return mutations(file.relative_to(ROOT).as_posix(), file.read_bytes())


def _files(area: Area) -> Iterator[Path]:
    for pattern in area.files:
        yield from sorted(ROOT.glob(pattern))


def choose(seed: int, count: int) -> list[Chosen]:
    """One of each kind, then from the areas in turn: an operator first, so that rare ones come up, then a place."""
    rng, by_area = Random(seed), everything()
    chosen = [_of_kind(rng, kind) for kind in KINDS]
    areas = cycle(rng.sample(AREAS, len(AREAS)))
    while len(chosen) < count:
        area = next(areas)
        lines = {(choice.mutation.path, choice.mutation.line) for choice in chosen}
        candidates = [mutation for mutation in by_area[area] if (mutation.path, mutation.line) not in lines]
        chosen.append(Chosen(_any(rng, candidates), area, area.name))
    return chosen[:count]


def _of_kind(rng: Random, kind: Kind) -> Chosen:
    candidates = [(mutation, area) for area, own in everything().items() for mutation in own if kind.has(mutation)]
    return Chosen(*rng.choice(candidates), kind.name)


def _any(rng: Random, candidates: Sequence[Mutation]) -> Mutation:
    operator = rng.choice(sorted({candidate.operator for candidate in candidates}))
    return rng.choice([candidate for candidate in candidates if candidate.operator == operator])
