"""What a questionnaire version is: the shape of its two kinds of files and the frozen object that the rooms use.

Nothing here opens a file. `checks.py` says whether the parts fit together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from questionnaires.conditions import ALWAYS, Condition, keys_not_asked, parse, read_condition
from questionnaires.numbers import read_exact

LEVELS = range(5)
YES_PARTLY_NO = {"no": 0, "partly": 2, "yes": 4}
REASON_CODES = ("NA1", "NA2", "NA3")
RIGHT_TO_LEFT = frozenset({"ar"})
LEVEL_TEXTS = {"maturity": 5, "yes_partly_no": 3}
FRAMEWORKS = ("GEOAT", "ISO 53800", "UN-SWAP", "PMM", "SDG 5")  # of a crosswalk


def is_right_to_left(language: str) -> bool:
    """Languages of one's own ("x-...") say it themselves, by ending in "-rtl"."""
    return language in RIGHT_TO_LEFT or (language.startswith("x-") and language.endswith("-rtl"))


Exact = Annotated[Fraction, BeforeValidator(read_exact)]
Asked = Annotated[Condition, BeforeValidator(read_condition)]
Text = Annotated[str, Field(min_length=1)]
Weight = Annotated[int, Field(ge=1, le=1_000_000)]
Level = Annotated[int, Field(ge=0, le=4)]
Months = Annotated[int, Field(ge=1, le=120)]
LevelKey = Annotated[str, Field(pattern="^[0-4]$")]  # files have texts as keys only


class Piece(BaseModel):
    """A part of a file: unknown keys are refused, nothing is converted, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class Band(Piece):
    level: Level
    lowest: Exact = Field(alias="from")


class Targets(Piece):
    core: Level
    other: Level


class Scoring(Piece):
    """The parameters of the maturity model; `questionnaires/README.md` explains each."""

    bands: tuple[Band, ...]
    core_margin: Level
    pillar_margin: Level
    not_rated_above: Exact
    evidence_from: Level
    unsupported_level: Level
    targets: Targets
    first_elements: tuple[str, ...]


class ProfileKey(Piece):
    """`given` says what of the list of administrations stands there from the beginning: nobody answers it. Of "choices"
    several may be ticked."""

    key: str = Field(pattern=r"^profile\.[a-z_]+$")
    kind: Literal["choice", "choices", "number", "date"]
    options: tuple[Text, ...] = ()
    suggests_outside_control: tuple[str, ...] = ()
    given: Literal["kind", "region"] | None = None
    condition: Asked = parse(ALWAYS)


class Pillar(Piece):
    id: Text
    weight: Weight


class Element(Piece):
    id: Text
    pillar: Text
    weight: Weight


class Need(Piece):
    """A level that can hardly be true before another question has reached a level of its own: said, never refused."""

    level: Level
    of: Text
    at_least: Level


class Window(Piece):
    level: Level
    months: Months


class Place(Piece):
    """Where a question stands in another framework."""

    framework: Text
    parts: tuple[Text, ...] = Field(min_length=1)


class Indicator(Piece):
    """`windows`: within how many months before the snapshot date what a level asks for must lie."""

    id: str = Field(pattern=r"^[A-Z]+-\d+$")
    element: Text
    kind: Literal["maturity", "yes_partly_no", "table", "percent", "number", "computed"]
    scored: Literal["maturity", "outcome", "info"]
    condition: Asked
    core: bool
    short: bool
    weight: Weight
    resources: tuple[Text, ...]
    needs: tuple[Need, ...] = ()
    windows: tuple[Window, ...] = ()
    crosswalk: tuple[Place, ...] = ()

    @cached_property
    def is_scored(self) -> bool:
        return self.scored == "maturity"


class Structure(Piece):
    """`structure.yaml`: ids, kinds, weights, conditions, thresholds; no words."""

    version: str = Field(pattern=r"^\d{4}\.\d+$")
    languages: tuple[Text, ...] = Field(min_length=1)
    scoring: Scoring
    profile: tuple[ProfileKey, ...]
    pillars: tuple[Pillar, ...] = Field(min_length=1)
    elements: tuple[Element, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class LevelWords(Piece):
    name: Text
    meaning: Text


class ProfileWords(Piece):
    question: Text
    help: str = ""
    options: Mapping[str, Text] = Field(default_factory=dict)


class PillarWords(Piece):
    title: Text
    scope: Text
    geoat: Text


class ElementWords(Piece):
    title: Text
    why: Text
    geoat: Text
    weight_reason: str = ""


class IndicatorWords(Piece):
    """`levels` for what a person answers, `rule` for what is computed from the workforce tables.

    `small` holds the texts of levels that an office of under 100 staff reads in place of the usual ones; `sufficient`
    and `insufficient` are pieces of evidence, for core questions.
    """

    question: Text
    levels: tuple[Text, ...] = ()
    rule: str = ""
    evidence: Text
    advice: Text
    small: Mapping[LevelKey, Text] = Field(default_factory=dict)
    core_reason: str = ""
    sufficient: str = ""
    insufficient: str = ""


class Resource(Piece):
    """`minutes` is what it takes to read or follow it, None where nobody can say."""

    title: Text
    address: str = ""
    languages: tuple[Text, ...] = Field(default=(), strict=False)  # a list comes out of the validator below
    minutes: int | None = Field(default=None, ge=1, le=10_000)


def _resource(entry: object) -> object:
    return {"title": entry} if isinstance(entry, str) else entry


class Words(Piece):
    """`words.<language>.yaml`: every text of the version in one language."""

    version: Text
    language: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)?$")
    levels: tuple[LevelWords, ...]
    choices: Mapping[str, Text]
    reasons: Mapping[str, Text]
    profile: Mapping[str, ProfileWords]
    pillars: Mapping[str, PillarWords]
    elements: Mapping[str, ElementWords]
    indicators: Mapping[str, IndicatorWords]
    resources: Mapping[str, Annotated[Resource, BeforeValidator(_resource)]]
    conventions: tuple[Text, ...] = ()
    """How to choose a level; {snapshot} is the snapshot date. Where there are none, the interface has its own."""

    def level_text(self, indicator: Indicator, level: int) -> str:
        """The text of a level 0-4; yes / partly / no have texts at 4, 2 and 0 only."""
        return self.indicators[indicator.id].levels[level if indicator.kind == "maturity" else level // 2]

    def value_name(self, indicator: Indicator, level: int) -> str:
        """How the level is said in one or two words: its name, or yes / partly / no."""
        if indicator.kind == "maturity":
            return self.levels[level].name
        return self.choices[next(choice for choice, worth in YES_PARTLY_NO.items() if worth == level)]


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """One version, read and checked: the structure, its fingerprint and the words in each language.

    One is the same as another only if it is the same object: what is computed from one can be kept by it.
    """

    structure: Structure
    fingerprint: str
    words_by_language: Mapping[str, Words]

    @property
    def version(self) -> str:
        return self.structure.version

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.structure.indicators}

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        return {element.id: element for element in self.structure.elements}

    @cached_property
    def pillar_of(self) -> Mapping[str, str]:
        """Indicator -> its pillar, both by their ids."""
        return {indicator.id: self.elements[indicator.element].pillar for indicator in self.structure.indicators}

    @cached_property
    def profile_keys(self) -> Mapping[str, ProfileKey]:
        return {key.key: key for key in self.structure.profile}

    def not_asked(self, profile: Mapping[str, object]) -> frozenset[str]:
        """The keys that are not asked of whoever has this profile; what stands there all the same does not count."""
        return keys_not_asked(self.structure.profile, profile)

    def asked_keys(self, profile: Mapping[str, object]) -> tuple[ProfileKey, ...]:
        not_asked = self.not_asked(profile)
        return tuple(key for key in self.structure.profile if key.key not in not_asked)

    @cached_property
    def deciding(self) -> tuple[Indicator, ...]:
        """Those whose asking hangs on a condition, and those that a condition looks at, in order."""
        looked_at = {clause.key for indicator in self.structure.indicators for clause in indicator.condition.clauses}
        return tuple(i for i in self.structure.indicators if i.condition.clauses or i.id in looked_at)

    @cached_property
    def unconditional(self) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.structure.indicators if not indicator.condition.clauses)

    @cached_property
    def indicators_of(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Element id -> its indicators in order, scored or not."""
        return {
            element.id: tuple(i for i in self.structure.indicators if i.element == element.id)
            for element in self.structure.elements
        }

    @cached_property
    def scored_of(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Element id -> those of its indicators that are scored, in order."""
        return {id_: tuple(i for i in indicators if i.is_scored) for id_, indicators in self.indicators_of.items()}

    @cached_property
    def elements_of(self) -> Mapping[str, tuple[Element, ...]]:
        """Pillar id -> its elements in order."""
        return {
            pillar.id: tuple(e for e in self.structure.elements if e.pillar == pillar.id)
            for pillar in self.structure.pillars
        }

    def words(self, language: str) -> Words:
        """In the language, or in the first that the version promises."""
        return self.words_by_language.get(language) or self.words_by_language[self.structure.languages[0]]
