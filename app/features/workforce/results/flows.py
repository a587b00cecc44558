"""Women and men who come in, rise, leave, are trained and come back: rates, what may be chance, and what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.features.workforce.results.seen import Seen
from questionnaires.problems import N_
from questionnaires.workforce.definition import TablesWords
from scoring.workforce import table_flows
from scoring.workforce.compared import ComparedFlow, compared_flow
from scoring.workforce.flows import processes
from scoring.workforce.flows.processes import Process
from scoring.workforce.flows.sentences import Sentence, sentences_of, sentences_of_strata
from scoring.workforce.flows.titles import TITLES
from scoring.workforce.flows.two_by_two import Comparison
from scoring.workforce.flows.verdicts import judge

SCALES = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2))


@dataclass(frozen=True)
class Told:
    """A flow of all staff, with what is said of it as a whole and grade by grade."""

    process: Process
    comparison: Comparison
    sentences: tuple[Sentence, ...]
    by_grade: tuple[Sentence, ...]

    @property
    def title(self) -> str:
        return TITLES[self.process.id]

    @property
    def has_rates(self) -> bool:
        return self.comparison.rate_women is not None or self.comparison.rate_men is not None


@dataclass(frozen=True)
class Part:
    """Flows of one kind. `hidden` are the titles of those with a number that this person may not see."""

    id: str
    title: str
    told: tuple[Told, ...]
    hidden: tuple[str, ...]

    @property
    def scale(self) -> Fraction:
        """The rate at the end of the chart: the next round one above all that are shown."""
        rates = [rate for each in self.told for rate in (each.comparison.rate_women, each.comparison.rate_men)]
        most = max((rate for rate in rates if rate is not None), default=Fraction())
        return next((scale for scale in SCALES if most <= scale), Fraction(1))

    @property
    def is_there(self) -> bool:
        return bool(self.told or self.hidden)


PARTS: Mapping[str, tuple[str, tuple[Process, ...]]] = {
    "recruitment": (N_("Coming in"), processes.RECRUITMENT),
    "promotion": (N_("Rising"), processes.PROMOTION),
    "exits": (N_("Leaving"), processes.EXITS),
    "training": (N_("Training"), processes.TRAINING),
    "leave": (N_("Parental leave and coming back"), processes.LEAVE),
}


def flow_parts(seen: Seen, named: TablesWords) -> list[Part]:
    """Those of which a number is known."""
    parts = (_part(seen, named, id_, title, some) for id_, (title, some) in PARTS.items())
    return [part for part in parts if part.is_there]


def _part(seen: Seen, named: TablesWords, id_: str, title: str, some: tuple[Process, ...]) -> Part:
    flows = {process: compared_flow(seen.numbers, process.id) for process in some}
    known = {process: flow for process, flow in flows.items() if flow.is_known}
    shown = {process: flow for process, flow in known.items() if seen.may_show(flow.inputs)}
    return Part(
        id_,
        title,
        tuple(_told(named, process, flow) for process, flow in shown.items()),
        tuple(TITLES[process.id] for process in known if process not in shown),
    )


def _told(named: TablesWords, process: Process, flow: ComparedFlow) -> Told:
    by_grade: tuple[Sentence, ...] = ()
    if flow.strata:
        table = table_flows.PROCESSES[process.id].group.table
        grades = {row: named.row(table, row) for row in flow.strata.strata}
        by_grade = sentences_of_strata(flow.strata, judge(flow.strata), grades)
    return Told(process, flow.comparison, sentences_of(process, flow.comparison), by_grade)
