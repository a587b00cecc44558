"""From answers to the scorecard: pure and exact.

Levels are summed as whole numbers and become one fraction per element; means of elements and pillars are exact
fractions too. Source of the formulas: Parity's maturity model 2026 (questionnaire rules, part 6), after PEFA's
two methods of aggregation (PEFA Framework, 2016).
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from questionnaires.answers import NOT_ANSWERED, Answer, Form, ProfileValue
from questionnaires.definition import Indicator, Questionnaire, Scoring
from scoring.scorecard import OVERALL, Counts, Figures, IndicatorResult, Node, Nodes, Scorecard, Worth

ROUNDED_UP = 0.05
"""At most so much does a figure with one decimal lie above the exact one."""
KEPT_ELEMENTS, KEPT_PILLARS = 2_000, 500
"""How many are kept as they were computed: a save changes one element, and the others come again as they were. They
hang on nothing but their answers, and hold no text."""


def asked_indicators(
    questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], answers: Mapping[str, Answer], form: Form
) -> frozenset[str]:
    """The ids of those that are asked of an administration with this profile and these answers.

    Goes through the conditions in order, since each looks only back: an unasked answer counts 0 there.
    """
    asked = {indicator.id for indicator in questionnaire.unconditional if form == "full" or indicator.short}
    levels: dict[str, int] = {}
    not_asked = questionnaire.not_asked(profile)
    for indicator in questionnaire.deciding:
        if form == "short" and not indicator.short:
            continue
        if indicator.condition.holds(profile, levels, not_asked):
            asked.add(indicator.id)
            if indicator.is_scored:
                levels[indicator.id] = answers.get(indicator.id, NOT_ANSWERED).level
    return frozenset(asked)


def score(
    questionnaire: Questionnaire,
    profile: Mapping[str, ProfileValue],
    answers: Mapping[str, Answer],
    form: Form = "full",
) -> Scorecard:
    """The scorecard of any set of answers, complete or not. Answers on indicators that are not asked are ignored."""
    asked, rules = asked_indicators(questionnaire, profile, answers, form), questionnaire.structure.scoring
    nodes = _nodes(questionnaire, asked, answers)
    results = [
        _result(indicator, indicator.id in asked, answers.get(indicator.id, NOT_ANSWERED), rules)
        for indicator in questionnaire.structure.indicators
    ]
    return Scorecard(nodes.overall, nodes.pillars, nodes.elements, questionnaire.version, tuple(results))


def score_nodes(
    questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], answers: Mapping[str, Answer], form: Form
) -> Nodes:
    """What `score` says without the indicators: all that a save stores."""
    return _nodes(questionnaire, asked_indicators(questionnaire, profile, answers, form), answers)


def _nodes(questionnaire: Questionnaire, asked: Collection[str], answers: Mapping[str, Answer]) -> Nodes:
    rules = questionnaire.structure.scoring
    entries = {
        element: tuple([_entry(i.id, answers.get(i.id, NOT_ANSWERED), rules) for i in scored if i.id in asked])
        for element, scored in questionnaire.scored_of.items()
    }
    pillars = [
        _pillar(questionnaire, id_, tuple([entries[element.id] for element in members]))
        for id_, members in questionnaire.elements_of.items()
    ]
    elements = {node.id: node for pillar in pillars for node in pillar.elements}
    return Nodes(
        _overall(questionnaire, {pillar.node.id: pillar.node for pillar in pillars}),
        tuple(pillar.node for pillar in pillars),
        tuple(elements[element.id] for element in questionnaire.structure.elements),
    )


def _result(indicator: Indicator, asked: bool, answer: Answer, rules: Scoring) -> IndicatorResult:
    if not indicator.is_scored:
        return IndicatorResult(indicator.id, asked, answer, None, None, None, False)
    target = answer.target
    if target is None:
        target = rules.targets.core if indicator.core else rules.targets.other
    level = _level(answer) if asked else None
    if level is None:
        return IndicatorResult(indicator.id, asked, answer, None, target, None, False)
    return IndicatorResult(
        indicator.id, asked, answer, level, target, max(target - level, 0), is_unsupported(answer, rules)
    )


def _level(answer: Answer) -> int | None:
    """Of an asked indicator; what is N/A has none."""
    return None if answer.state == "not_applicable" else answer.level


def is_unsupported(answer: Answer, rules: Scoring) -> bool:
    """High enough to need evidence, and none is named."""
    return answer.state == "answered" and not answer.has_evidence() and answer.level >= rules.evidence_from


def points_of(worth: Worth, unsupported_level: int) -> Figures:
    """What one asked answer brings into each of its element's means, 0-100; None where it does not enter."""
    if worth.level is None:
        return Figures(None, None, None, None)
    points = Fraction(25 * worth.level)
    return Figures(
        score=points,
        of_answered=points if worth.state == "answered" else None,
        own_control=None if worth.is_outside else points,
        supported=Fraction(25 * unsupported_level) if worth.is_unsupported else points,
    )


class _Entry(NamedTuple):
    """What one asked answer brings into its element: all that the figures of its nodes hang on."""

    indicator: str
    worth: Worth


def _entry(id_: str, answer: Answer, rules: Scoring) -> _Entry:
    is_outside = answer.outside_control is not None
    return _Entry(id_, Worth(_level(answer), answer.state, is_outside, is_unsupported(answer, rules)))


@lru_cache(KEPT_ELEMENTS)
def _element(questionnaire: Questionnaire, id_: str, entries: tuple[_Entry, ...]) -> Node:
    """Numerators and denominators of the four figures come out of one loop, in quarters of a point."""
    rules = questionnaire.structure.scoring
    total = weight = answered_total = answered_weight = own_total = own_weight = supported_total = 0
    answered = unknown = not_applicable = outside = unsupported = 0
    for indicator, (level, state, is_outside, is_unsupported) in entries:
        outside += is_outside
        if level is None:
            not_applicable += 1
            continue
        w = questionnaire.indicators[indicator].weight
        total += w * level
        weight += w
        supported_total += w * (rules.unsupported_level if is_unsupported else level)
        unsupported += is_unsupported
        unknown += state == "unknown"
        if state == "answered":
            answered += 1
            answered_total += w * level
            answered_weight += w
        if not is_outside:
            own_total += w * level
            own_weight += w
    figures = Figures(
        _percent(total, weight),
        _percent(answered_total, answered_weight),
        _percent(own_total, own_weight),
        _percent(supported_total, weight),
    )
    counts = Counts(len(entries), answered, unknown, not_applicable, outside, unsupported)
    level = None if figures.score is None else level_of(figures.score, rules)
    return Node(id_, figures, counts, figures.score is not None, level, level)


def _percent(quarters: int, weight: int) -> Fraction | None:
    return Fraction(25 * quarters, weight) if weight else None


class _Pillar(NamedTuple):
    node: Node
    elements: tuple[Node, ...]


@lru_cache(KEPT_PILLARS)
def _pillar(questionnaire: Questionnaire, id_: str, entries: tuple[tuple[_Entry, ...], ...]) -> _Pillar:
    """`entries` are those of each of its elements."""
    members = questionnaire.elements_of[id_]
    elements = tuple(_element(questionnaire, member.id, own) for member, own in zip(members, entries, strict=True))
    return _Pillar(_pillar_node(questionnaire, id_, elements, [entry for own in entries for entry in own]), elements)


def _pillar_node(questionnaire: Questionnaire, id_: str, elements: Sequence[Node], entries: Sequence[_Entry]) -> Node:
    rules = questionnaire.structure.scoring
    weights = [element.weight for element in questionnaire.elements_of[id_]]
    figures = _means([(weight, node.figures) for weight, node in zip(weights, elements, strict=True)])
    counts = _sums(node.counts for node in elements)
    if figures.score is None or Fraction(counts.not_applicable, counts.asked) > rules.not_rated_above:
        return Node(id_, figures, counts, rated=False, level=None, uncapped_level=None)
    core = {
        indicator: worth.level
        for indicator, worth in entries
        if questionnaire.indicators[indicator].core and worth.level is not None and not worth.is_outside
    }
    return _rated(id_, figures, counts, core, rules.core_margin, rules)


def _overall(questionnaire: Questionnaire, pillars: Mapping[str, Node]) -> Node:
    rules = questionnaire.structure.scoring
    figures = _means([(pillar.weight, pillars[pillar.id].figures) for pillar in questionnaire.structure.pillars])
    counts = _sums(pillar.counts for pillar in pillars.values())
    levels = {id_: pillar.level for id_, pillar in pillars.items() if pillar.level is not None}
    if len(levels) < len(pillars):
        return Node(OVERALL, figures, counts, rated=False, level=None, uncapped_level=None)
    return _rated(OVERALL, figures, counts, levels, rules.pillar_margin, rules)


def _rated(id_: str, figures: Figures, counts: Counts, limits: Mapping[str, int], margin: int, rules: Scoring) -> Node:
    """The weakest link: at most `margin` above the lowest of `limits`, and which of them hold it there."""
    assert figures.score is not None  # a rated node has a score; says so to the type checker
    uncapped = level_of(figures.score, rules)
    if not limits or min(limits.values()) + margin >= uncapped:
        return Node(id_, figures, counts, True, uncapped, uncapped)
    lowest = min(limits.values())
    capped_by = tuple(name for name, level in limits.items() if level == lowest)
    return Node(id_, figures, counts, True, lowest + margin, uncapped, capped_by)


def level_of(score_: Fraction, rules: Scoring) -> int:
    """The band that the exact score falls into: the bands stand in order, one for each level from 0."""
    return bisect_right(rules.bands, score_, key=lambda band: band.lowest) - 1


def thresholds_of(rules: Scoring) -> tuple[float, ...]:
    """By level: the lowest score of its band, for `is_held_back`."""
    return tuple(float(band.lowest) for band in rules.bands)


def is_held_back(level: int, score_: float, thresholds: Sequence[float]) -> bool:
    """Whether a level stands below the band of its score, for lists, which hold scores with one decimal.

    A score that may have been rounded up into the band is not said to be held back: its level may be just right.
    """
    return level + 1 < len(thresholds) and score_ - ROUNDED_UP >= thresholds[level + 1]


def _means(weighted: Sequence[tuple[int, Figures]]) -> Figures:
    columns = range(len(Figures._fields))
    return Figures(*(mean([(weight, figures[at]) for weight, figures in weighted]) for at in columns))


def mean(weighted: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """Weighted mean of those that have a value; over one common denominator, which is faster than adding fractions."""
    present = [(weight, value) for weight, value in weighted if value is not None]
    if not present:
        return None
    ratios = [(weight, *value.as_integer_ratio()) for weight, value in present]
    common = lcm(*(denominator for _, _, denominator in ratios))
    total = sum(weight * numerator * (common // denominator) for weight, numerator, denominator in ratios)
    return Fraction(total, common * sum(weight for weight, _, _ in ratios))


def _sums(counts: Iterable[Counts]) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))
