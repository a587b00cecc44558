"""The outcome indicators with their value, band, rule and inputs, and practice beside results for each element."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.features.workforce.results.seen import Seen
from questionnaires.problems import N_
from questionnaires.workforce.definition import OTHER, CellId, TablesWords
from scoring.progress import Status
from scoring.scorecard import Node
from scoring.workforce.outcomes.beside import Beside, beside_elements
from scoring.workforce.outcomes.results import OutcomeResult

WOMEN_NAME, MEN_NAME, SHARE = N_("Women"), N_("Men"), "share"
PARTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "LD-03": {
        "executives": (N_("Executives"), SHARE),
        "senior_management": (N_("Executives and senior management"), SHARE),
        "middle_management": (N_("Middle management"), SHARE),
    },
    "LD-04": {"all_grades": (N_("Women in all grades"), SHARE), "top": (N_("Women in grades 1 and 2"), SHARE)},
    "LD-11": {
        "women": (N_("Women among those trained"), SHARE),
        "eligible": (N_("Women among those eligible for promotion"), SHARE),
        "staff": (N_("Women among all staff"), SHARE),
    },
    "CO-06": {
        "women": (N_("Women among those sent"), SHARE),
        "eligible": (N_("Women among those eligible for promotion"), SHARE),
        "staff": (N_("Women among all staff"), SHARE),
    },
    "CO-21": {
        "separate_facilities": (N_("Border posts with separate facilities"), SHARE),
        "woman_on_each_shift": (N_("Border posts with a woman officer on each shift"), SHARE),
    },
    "AW-06": {"women": (WOMEN_NAME, SHARE), "men": (MEN_NAME, SHARE)},
    "EQ-18": {"women": (WOMEN_NAME, SHARE), "men": (MEN_NAME, SHARE)},
    "EQ-22": {"women": (N_("Hours for each woman"), "hours"), "men": (N_("Hours for each man"), "hours")},
    "EQ-29": {
        "use.women": (N_("Women who took leave"), SHARE),
        "use.men": (N_("Men who took leave"), SHARE),
        "return.women": (N_("Women who returned"), SHARE),
        "return.men": (N_("Men who returned"), SHARE),
    },
    "EQ-36": {"closed_in_time": (N_("Cases closed within the time limit"), SHARE)},
}
"""The parts that are told with an outcome, by name and unit; other sections tell the rest."""
WITHOUT_BANDS = "no_bands"


@dataclass(frozen=True)
class PartShown:
    """`value` is None where it is not known; parts that are hidden are not there."""

    title: str
    unit: str
    value: Fraction | None
    band: int | None


@dataclass(frozen=True)
class Input:
    """Numbers of one column of a table that enter an outcome, in the order of its rows. The next sex of the same column
    has the sex alone as its title."""

    title: str
    numbers: tuple[int | None, ...]
    is_pay: bool


@dataclass(frozen=True)
class Outcome:
    """`result` is None where an input is hidden from this person. `missing` are tables in which numbers are missing."""

    indicator: str
    result: OutcomeResult | None
    parts: tuple[PartShown, ...] = ()
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ElementBeside:
    """Not `is_finished`: its questions are not all answered, so that its score is no level yet. `has_band`: the rule of
    one of its outcomes has bands, whatever the numbers are."""

    node: Node
    beside: Beside
    outcomes: tuple[Outcome, ...]
    is_finished: bool
    is_hidden: bool
    has_band: bool


def asked_outcomes(seen: Seen, results: Mapping[str, OutcomeResult], named: TablesWords) -> dict[str, Outcome]:
    """Of the indicators that are asked of this organisation, in the order of the questionnaire."""
    asked = {result.id for result in seen.results.scorecard.indicators if result.asked}
    return {id_: _outcome(seen, result, named) for id_, result in results.items() if id_ in asked}


def _outcome(seen: Seen, result: OutcomeResult, named: TablesWords) -> Outcome:
    needs = inputs_of_band(result)
    if not seen.may_show(needs):
        return Outcome(result.indicator, None)
    missing = dict.fromkeys(cell.table for cell in needs if seen.numbers.cells.get(cell) is None)
    return Outcome(
        result.indicator,
        result,
        tuple(_parts(seen, result)),
        tuple(_inputs(seen, needs, named)),
        tuple(missing) if result.why_none == "not_known" else (),
    )


def _parts(seen: Seen, result: OutcomeResult) -> Iterator[PartShown]:
    for id_, (title, unit) in PARTS.get(result.indicator, {}).items():
        part = result.parts.get(id_)
        if part is not None and seen.may_show(part.inputs) and (part.value is not None or part.band is not None):
            yield PartShown(title, unit, part.value, part.band)


def _inputs(seen: Seen, cells: Iterable[CellId], named: TablesWords) -> Iterator[Input]:
    """Column by column, as they are added up or compared."""
    columns: dict[tuple[str, str, str], list[CellId]] = {}
    for cell in cells:
        columns.setdefault((cell.table, cell.measure, cell.sex), []).append(cell)
    above = ("", "")
    for (table, measure, sex), some in columns.items():
        own = named.tables[table]
        numbers = tuple(seen.numbers.cells.get(cell) for cell in some)
        if sex == OTHER and not any(numbers):
            continue
        title = () if above == (table, measure) else (own.title, own.measures[measure])
        above = (table, measure)
        is_pay = seen.tables.tables[table].measure(measure).unit == "pay"
        yield Input(", ".join(filter(None, (*title, named.sexes.get(sex, "")))), numbers, is_pay)


def beside_shown(
    seen: Seen, results: Mapping[str, OutcomeResult], outcomes: Mapping[str, Outcome]
) -> list[ElementBeside]:
    """For each element with an outcome; hidden where a number of one of its bands is."""
    questionnaire = seen.results.assessment.questionnaire
    in_element: dict[str, list[str]] = {}
    for id_ in outcomes:
        in_element.setdefault(questionnaire.indicators[id_].element, []).append(id_)
    return [
        _beside(seen, beside, in_element[element], results, outcomes)
        for element, beside in beside_elements(questionnaire, seen.results.scorecard, results).items()
    ]


def _beside(
    seen: Seen,
    beside: Beside,
    ids: Sequence[str],
    results: Mapping[str, OutcomeResult],
    outcomes: Mapping[str, Outcome],
) -> ElementBeside:
    element = seen.results.assessment.questionnaire.indicators[ids[0]].element
    banded = [results[id_] for id_ in ids if results[id_].why_no_band != WITHOUT_BANDS]
    return ElementBeside(
        seen.results.scorecard.by_id[element],
        beside,
        tuple(outcomes[id_] for id_ in ids),
        seen.results.statuses[element] is Status.COMPLETE,
        not all(seen.may_show(inputs_of_band(result)) for result in banded),
        bool(banded),
    )


def inputs_of_band(result: OutcomeResult) -> tuple[CellId, ...]:
    """Of its value too; where each part has a band of its own, those of all parts."""
    return result.every_input if result.why_none == "in_parts" else result.inputs
