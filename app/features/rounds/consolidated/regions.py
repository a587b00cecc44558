"""What is signed, region by region: means of exact scores, and how many are at each level. Pure.

Each round and scale is for itself. Nothing is rounded before it is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from app.features.rounds.consolidated.gathering import Gathered
from app.features.rounds.consolidated.words import ALL_REGIONS, COUNTED, FEWER, MEANS_NOTES, NOTHING_SIGNED
from app.features.rounds.table import FORM_NAMES
from app.validation.organisations import counts_in_figures
from exports.by_region import ByRegion
from exports.content import Column, Table, Value
from questionnaires.catalogue import Catalogue
from questionnaires.definition import LEVELS, Words
from scoring.scorecard import OVERALL, rounded

FEWEST = 5
"""Assessments that a mean is made of, at least: one of fewer would speak of single administrations."""
EVERYWHERE = ""
REGION = "profile.region"


class Group(NamedTuple):
    """What compares: one round, one version of the questionnaire, one form, which are in this order in the file."""

    round: str
    version: str
    form: str


@dataclass
class Tally:
    """Of one group in one region, or in all; the sums are of those that are signed, by node."""

    assessments: int = 0
    signed: int = 0
    sums: defaultdict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    scored: Counter[str] = field(default_factory=Counter)
    levels: Counter[tuple[str, int | None]] = field(default_factory=Counter)

    def add(self, gathered: Gathered) -> None:
        self.assessments += 1
        if gathered.figures.kind == "self":
            return
        self.signed += 1
        for node in (gathered.card["overall"], *gathered.card["pillars"]):
            self.levels[node["id"], node["level"]] += 1
            if node["exact"] is not None:
                self.sums[node["id"]] += Fraction(node["exact"])
                self.scored[node["id"]] += 1

    def mean(self, node: str) -> float | None:
        """None where too few have a score."""
        scored = self.scored[node]
        return rounded(self.sums[node] / scored) if scored >= FEWEST else None


class Tallies:
    """Grows with each assessment that stands in figures: of each group by region, and of all regions."""

    def __init__(self) -> None:
        self.of: defaultdict[Group, defaultdict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))

    def add(self, gathered: Gathered) -> None:
        assessment = gathered.assessment
        if not counts_in_figures(assessment.kind):
            return
        group = Group(assessment.round, assessment.questionnaire.version, assessment.form)
        for region in (assessment.region, EVERYWHERE):
            self.of[group][region].add(gathered)

    def rows(self) -> list[tuple[Group, str, Tally]]:
        """Regions by their codes, then all of them."""
        return [
            (group, region, tallies[region])
            for group, tallies in self.of.items()
            for region in (*sorted(tallies.keys() - {EVERYWHERE}), EVERYWHERE)
        ]


@dataclass(frozen=True)
class Wording:
    """Of one file: its language, and the words of each version in it."""

    catalogue: Catalogue
    language: str
    translate: Callable[[str], str]

    def of(self, version: str) -> Words:
        return self.catalogue[version].words(self.language)


def by_region(tallies: Tallies, pillars: Sequence[str], wording: Wording) -> ByRegion:
    _ = wording.translate
    signed = [group for group, of_group in tallies.of.items() if of_group[EVERYWHERE].signed]
    return ByRegion(
        means=_means(tallies, pillars, wording),
        levels=tuple(_levels(group, tallies.of[group][EVERYWHERE], wording) for group in signed),
        counted=_(COUNTED),
        nothing=_(NOTHING_SIGNED),
    )


def _means(tallies: Tallies, pillars: Sequence[str], wording: Wording) -> Table:
    _ = wording.translate
    rows = tallies.rows()
    titles = _common_titles(tallies, wording)
    few = _(FEWER).format(count=FEWEST)

    def shown(node: str) -> tuple[Value, ...]:
        return tuple(few if (mean := tally.mean(node)) is None else mean for _group, _region, tally in rows)

    columns = (
        Column(_("Round"), 8).of(rows, lambda row: row[0].round),
        Column(_("Version"), 9).of(rows, lambda row: row[0].version),
        Column(_("Form"), 8).of(rows, lambda row: _(FORM_NAMES[row[0].form])),
        Column(_("Region"), 9).of(rows, lambda row: row[1]),
        Column(_("Name"), 30).of(rows, lambda row: _region(row[0], row[1], wording)),
        Column(_("Assessments"), 13, "count").of(rows, lambda row: row[2].assessments),
        Column(_("Signed"), 9, "count").of(rows, lambda row: row[2].signed),
        Column(_("Overall"), 12, "score", shown(OVERALL)),
        *(Column(f"{id_} {titles.get(id_, '')}".strip(), 13, "score", shown(id_)) for id_ in pillars),
    )
    strong = frozenset(at for at, (_group, region, _tally) in enumerate(rows) if region == EVERYWHERE)
    notes = tuple(_(note).format(count=FEWEST) for note in MEANS_NOTES)
    return Table(_("Regions"), columns, notes, strong, kept=0)


def _common_titles(tallies: Tallies, wording: Wording) -> dict[str, str]:
    """Of the pillars that all versions of the file call the same: one column is for all of them."""
    by_version = [wording.of(version).pillars for version in {group.version for group in tallies.of}]
    named = {(id_, pillar.title) for pillars in by_version for id_, pillar in pillars.items()}
    ids = [id_ for id_, _title in named]
    return {id_: title for id_, title in named if ids.count(id_) == 1}


def _region(group: Group, region: str, wording: Wording) -> str:
    if region == EVERYWHERE:
        return wording.translate(ALL_REGIONS)
    asked = wording.of(group.version).profile.get(REGION)
    return asked.options.get(region, region) if asked else region


def _levels(group: Group, tally: Tally, wording: Wording) -> Table:
    _ = wording.translate
    words = wording.of(group.version)
    nodes = {OVERALL: _("Overall")} | {id_: f"{id_} {pillar.title}" for id_, pillar in words.pillars.items()}
    titles = {level: f"{level} {words.levels[level].name}" for level in LEVELS} | {None: _("Not rated")}
    heading = _("Round {round}, questionnaire {version}, {form}").format(
        round=group.round, version=group.version, form=_(FORM_NAMES[group.form])
    )
    columns = (
        Column(_("Pillar"), 0, "text", tuple(nodes.values())),
        *(Column(title, 0, "count", _counts(tally, nodes, level)) for level, title in titles.items()),
    )
    return Table(heading, columns, strong=frozenset({0}))


def _counts(tally: Tally, nodes: Mapping[str, str], level: int | None) -> tuple[int, ...]:
    return tuple(tally.levels[node, level] for node in nodes)
