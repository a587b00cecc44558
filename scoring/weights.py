"""What each question weighs in the end, how often core questions hold a level back, and what the short form changes.

The last two are tried over sets of answers that are drawn by a seed, so that anybody gets the same ones.
The sets are correlated because real ones are: an administration that is good at one thing tends to be good at others.
Source of the method: OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 7, effective weights and
robustness.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from statistics import NormalDist

from questionnaires.answers import Answer
from questionnaires.definition import LEVELS, YES_PARTLY_NO, Indicator, Questionnaire
from questionnaires.trials import Trial
from scoring.score import score_nodes
from scoring.scorecard import rounded

SETS, SEED, CORRELATION = 1_000, 2027, 0.8
MIDDLE = NormalDist(mu=2, sigma=1)
"""How the levels of one question are spread over the administrations of a set."""
WORTH = {level: value for value, level in YES_PARTLY_NO.items()}


def effective_weights(questionnaire: Questionnaire) -> dict[str, Fraction]:
    """Indicator -> its share of the overall score, where every scored question is asked. They add up to 1."""
    structure = questionnaire.structure
    pillar_weights = {pillar.id: pillar.weight for pillar in structure.pillars}
    shares = {}
    for pillar, elements in questionnaire.elements_of.items():
        scored = {element.id: questionnaire.scored_of[element.id] for element in elements}
        elements_weight = sum(element.weight for element in elements if scored[element.id])
        for element in elements:
            weight = sum(indicator.weight for indicator in scored[element.id])
            for indicator in scored[element.id]:
                shares[indicator.id] = (
                    Fraction(pillar_weights[pillar], sum(pillar_weights.values()))
                    * Fraction(element.weight, elements_weight)
                    * Fraction(indicator.weight, weight)
                )
    return shares


def tried(questionnaire: Questionnaire, sets: int = SETS, seed: int = SEED) -> Trial:
    """Both forms of each set, scored with an empty profile, so that every question of a form is asked."""
    pillars = [pillar.id for pillar in questionnaire.structure.pillars]
    lowered = dict.fromkeys(pillars, 0)
    moved: dict[str, list[Fraction]] = {pillar: [] for pillar in pillars}
    for answers in drawn_sets(questionnaire, sets, seed):
        full = score_nodes(questionnaire, {}, answers, "full")
        short = score_nodes(questionnaire, {}, answers, "short")
        for long_node, short_node in zip(full.pillars, short.pillars, strict=True):
            lowered[long_node.id] += bool(long_node.capped_by)
            if long_node.figures.score is not None and short_node.figures.score is not None:
                moved[long_node.id].append(abs(short_node.figures.score - long_node.figures.score))
    document = {
        "structure": questionnaire.fingerprint,
        "sets": sets,
        "seed": seed,
        "correlation": str(CORRELATION),
        "held_back": {pillar: str(Fraction(times, sets)) for pillar, times in lowered.items()},
        "short_form": {pillar: _difference(points) for pillar, points in moved.items() if points},
    }
    return Trial.model_validate_json(json.dumps(document))


def drawn_sets(questionnaire: Questionnaire, sets: int, seed: int) -> Iterator[dict[str, Answer]]:
    """Complete sets of answers; any two answers of a set have the correlation CORRELATION before they become levels.

    A number comes from the SHA-256 of "seed:set:question", so no generator of any language is needed to repeat them.
    """
    bell, own = NormalDist(), sqrt(1 - CORRELATION)
    scored = [indicator for indicator in questionnaire.structure.indicators if indicator.is_scored]
    for number in range(sets):
        common = sqrt(CORRELATION) * bell.inv_cdf(_drawn(f"{seed}:{number}:"))
        drawn = {each: bell.inv_cdf(_drawn(f"{seed}:{number}:{each.id}")) for each in scored}
        yield {each.id: _answer(each, common + own * deviation) for each, deviation in drawn.items()}


def _drawn(text: str) -> float:
    """Above 0 and below 1, evenly, as the bell's inverse needs it."""
    return (int.from_bytes(sha256(text.encode()).digest()[:6]) + 0.5) / 2**48


def _answer(indicator: Indicator, drawn: float) -> Answer:
    level = min(max(round(MIDDLE.mean + MIDDLE.stdev * drawn), LEVELS[0]), LEVELS[-1])
    value = level if indicator.kind == "maturity" else WORTH[2 * round(level / 2)]
    return Answer(state="answered", value=value, evidence=("drawn",))


def _difference(points: list[Fraction]) -> dict[str, str]:
    ordered = sorted(points)
    at_95 = ordered[-(-95 * len(ordered) // 100) - 1]
    mean = Fraction(sum(ordered), len(ordered))
    return {"mean": str(mean), "percentile_95": str(at_95), "largest": str(ordered[-1])}


def hundredths(share: Fraction) -> str:
    """A share in per cent with two decimals, half up: the lightest questions weigh a quarter of a percent."""
    return f"{rounded(10 * 100 * share) / 10:.2f}"
