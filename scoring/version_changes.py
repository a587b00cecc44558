"""What became of each question in another version, and what it weighs in both: for the page and the command line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from questionnaires.comparability import Comparability, Kind, Mapped, differing
from questionnaires.definition import Questionnaire
from questionnaires.differences import Pair, fact_pairs, other_pairs, question_pairs
from scoring.weights import effective_weights

Shares = tuple[Mapping[str, Fraction], Mapping[str, Fraction]]
"""Of then and now, by question."""
Change = Kind | Literal["gone"]
CHANGES: tuple[Change, ...] = ("direct", "reworded", "split", "merged", "new", "gone")


@dataclass(frozen=True)
class QuestionChange:
    """A question that is asked now, or one that is gone; `sources` are those of the old version that it comes from.

    `shares`, `core` and `short` are of then and now. The shares are of the overall score where every question is asked,
    of all sources together, None where none is scored. Of a split question only the part that keeps the id was core.
    """

    id: str
    change: Change
    sources: tuple[str, ...]
    why: str
    pillar: str
    element: str
    shares: tuple[Fraction | None, Fraction | None]
    core: tuple[bool, bool]
    short: tuple[bool, bool]
    facts: tuple[Pair, ...]
    texts: tuple[Pair, ...]


@dataclass(frozen=True)
class ElementChange:
    """`into`: where the questions of an element that is gone are asked now."""

    id: str
    titles: tuple[str | None, str | None]
    weights: tuple[int | None, int | None]
    shares: tuple[Fraction | None, Fraction | None]
    into: tuple[str, ...] = ()


@dataclass(frozen=True)
class VersionChanges:
    """Questions and elements in the order of the new version, with what is gone behind those of its pillar."""

    old: str
    new: str
    is_mapped: bool
    pillars: Mapping[str, str]
    """Id and title."""
    questions: tuple[QuestionChange, ...]
    elements: tuple[ElementChange, ...]
    others: tuple[Pair, ...]

    def of(self, pillar: str) -> tuple[QuestionChange, ...]:
        return tuple(question for question in self.questions if question.pillar == pillar)

    def counts(self, pillar: str = "") -> Mapping[Change, int]:
        """How many questions came about in which way, of a pillar or of all."""
        counted = Counter(question.change for question in (self.of(pillar) if pillar else self.questions))
        return {change: counted[change] for change in CHANGES}

    @property
    def is_nothing(self) -> bool:
        """Whether the two say the very same."""
        parts = ((pair for pair in question.texts if not pair.is_same) for question in self.questions)
        changed = any(question.facts or any(texts) for question, texts in zip(self.questions, parts, strict=True))
        weights = any(each.weights[0] != each.weights[1] for each in self.elements)
        return not changed and not weights and not self.others


def changes(
    old: Questionnaire, new: Questionnaire, comparability: Comparability | None, language: str
) -> VersionChanges:
    """By the map that leads from the one to the other; where there is none, questions are matched by their ids."""
    is_mapped = comparability is not None and comparability.compared_with == old.version
    if comparability is None or not is_mapped:
        comparability = _matched_by_id(old, new)
    shares = effective_weights(old), effective_weights(new)
    questions = [*_questions(old, new, comparability, shares, language)]
    titles = {id_: words.title for version in (old, new) for id_, words in version.words(language).pillars.items()}
    pillars = dict.fromkeys([*(pillar.id for version in (new, old) for pillar in version.structure.pillars)])
    return VersionChanges(
        old=old.version,
        new=new.version,
        is_mapped=is_mapped,
        pillars={pillar: titles[pillar] for pillar in pillars},
        questions=tuple(question for pillar in pillars for question in questions if question.pillar == pillar),
        elements=tuple(_elements(old, new, questions, shares, language)),
        others=tuple(other_pairs(old, new)),
    )


def _matched_by_id(old: Questionnaire, new: Questionnaire) -> Comparability:
    mapped: dict[str, Mapped] = {}
    for id_ in new.indicators:
        if id_ not in old.indicators:
            mapped[id_] = Mapped(kind="new")
        else:
            kind: Kind = "reworded" if any(differing(old, id_, new, id_)) else "direct"
            mapped[id_] = Mapped.model_validate({"kind": kind, "from": (id_,)})
    gone = {id_: f"{new.version} has no {id_}." for id_ in old.indicators if id_ not in new.indicators}
    return Comparability(compared_with=old.version, indicators=mapped, gone=gone)


def _questions(
    old: Questionnaire, new: Questionnaire, comparability: Comparability, shares: Shares, language: str
) -> Iterator[QuestionChange]:
    for id_ in new.indicators:
        mapped = comparability.indicators[id_]
        before = [old.indicators[source] for source in mapped.sources if mapped.kind != "split" or source == id_]
        yield QuestionChange(
            id=id_,
            change=mapped.kind,
            sources=mapped.sources,
            why=mapped.why,
            pillar=new.pillar_of[id_],
            element=new.indicators[id_].element,
            shares=(_sum(shares[0], mapped.sources), shares[1].get(id_)),
            core=(any(each.core for each in before), new.indicators[id_].core),
            short=(any(each.short for each in before), new.indicators[id_].short),
            facts=fact_pairs(old, mapped.sources, new, [id_]),
            texts=question_pairs(old, mapped.sources, new, [id_], language),
        )
    for id_ in (id_ for id_ in old.indicators if id_ in comparability.gone):
        yield QuestionChange(
            id=id_,
            change="gone",
            sources=(id_,),
            why=comparability.gone[id_],
            pillar=old.pillar_of[id_],
            element=old.indicators[id_].element,
            shares=(shares[0].get(id_), None),
            core=(old.indicators[id_].core, False),
            short=(old.indicators[id_].short, False),
            facts=(),
            texts=question_pairs(old, [id_], new, [], language),
        )


def _sum(shares: Mapping[str, Fraction], ids: tuple[str, ...]) -> Fraction | None:
    scored = [shares[id_] for id_ in ids if id_ in shares]
    return sum(scored, Fraction(0)) if scored else None


def _elements(
    old: Questionnaire, new: Questionnaire, questions: list[QuestionChange], shares: Shares, language: str
) -> Iterator[ElementChange]:
    words = [version.words(language).elements for version in (old, new)]
    for id_ in dict.fromkeys([*new.elements, *old.elements]):
        titles = [words[at][id_].title if id_ in words[at] else None for at in (0, 1)]
        sums = [
            _sum(shares[at], tuple(each.id for each in version.scored_of.get(id_, ())))
            for at, version in enumerate((old, new))
        ]
        here = {each.id for each in old.indicators_of.get(id_, ())}
        into = dict.fromkeys(each.element for each in questions if each.change != "gone" and here & {*each.sources})
        heirs = () if id_ in new.elements else tuple(into)
        weights = [version.elements[id_].weight if id_ in version.elements else None for version in (old, new)]
        yield ElementChange(id_, (titles[0], titles[1]), (weights[0], weights[1]), (sums[0], sums[1]), heirs)
