"""`weights.json`: what came out when a version was tried over drawn sets of answers, which takes seconds to compute.

It follows from the structure alone, whose fingerprint it names; `scoring/weights.py` computes it.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from questionnaires.definition import Exact, Piece, Text

TRIAL = "weights.json"


class Difference(Piece):
    """Points of 100 by which the short form moves a pillar's score, up or down, over all sets."""

    mean: Exact
    percentile_95: Exact
    largest: Exact


class Trial(Piece):
    """By pillar: the share of sets in which a core question lowers the level, and the short form's difference."""

    structure: Text
    sets: int = Field(ge=1)
    seed: int
    correlation: Exact
    held_back: Mapping[str, Exact]
    short_form: Mapping[str, Difference]


def write_trial(folder: Path, trial: Trial) -> None:
    content = json.dumps(trial.model_dump(), default=str, indent=2)
    (folder / TRIAL).write_text(f"{content}\n", encoding="utf-8")
