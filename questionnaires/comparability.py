"""What became of each question of the version before: which answers may be compared over two rounds, and which not.

Source: the four classes by which PEFA compares assessments of different frameworks (PEFA Secretariat, Guidance on
reporting performance changes, 2016), with what may be carried into the new version.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from questionnaires.definition import Piece, Questionnaire, Text
from questionnaires.problems import Problem

MAP = "map.yaml"
Kind = Literal["direct", "reworded", "split", "merged", "new"]
SOURCES: Mapping[str, tuple[int, int | None]] = {
    "direct": (1, 1),
    "reworded": (1, 1),
    "split": (1, 1),
    "merged": (2, None),
    "new": (0, 0),
}
"""How many questions of the old version each kind comes from, at least and at most."""


class Mapped(Piece):
    """Where a question comes from. `carry` is what a new round may take over from the last answer."""

    kind: Kind
    sources: tuple[Text, ...] = Field(default=(), alias="from")
    carry: Literal["all", "evidence", "nothing"] = "nothing"
    why: str = ""


class Comparability(Piece):
    """`map.yaml`: the version it compares with, each question of this one, and those that are gone with the reason."""

    compared_with: str = Field(pattern=r"^\d{4}\.\d+$")
    indicators: Mapping[str, Mapped]
    gone: Mapping[str, Text] = Field(default_factory=dict)


Maps = Mapping[str, Comparability]
"""By version."""


@dataclass(frozen=True)
class Origin:
    """Where a question comes from in an older version, perhaps over versions between; `why` they are not the same."""

    kind: Kind
    sources: tuple[str, ...]
    why: str = ""


def origins_of(questionnaire: Questionnaire, older: str, maps: Maps) -> Mapping[str, Origin]:
    """Of each question, where it comes from in the older version, which may be the same one. Empty where no maps lead
    there: what nobody mapped is not compared."""
    origins = {id_: Origin("direct", (id_,)) for id_ in questionnaire.indicators}
    if questionnaire.version == older:
        return origins
    for comparability in maps_back(questionnaire.version, maps):
        origins = {id_: _one_further(origin, comparability) for id_, origin in origins.items()}
        if comparability.compared_with == older:
            return origins
    return {}


def maps_back(version: str, maps: Maps) -> Iterator[Comparability]:
    """From a version to the one before, and on from there."""
    passed = {version}
    while (comparability := maps.get(version)) and comparability.compared_with not in passed:
        yield comparability
        version = comparability.compared_with
        passed.add(version)


def _one_further(origin: Origin, comparability: Comparability) -> Origin:
    """Two steps are direct only if both are."""
    steps = [comparability.indicators[source] for source in origin.sources if source in comparability.indicators]
    sources = tuple(dict.fromkeys(source for step in steps for source in step.sources))
    kinds = {origin.kind, *(step.kind for step in steps)}
    why = " ".join(dict.fromkeys(why for why in (origin.why, *(step.why for step in steps)) if why))
    if not sources:
        return Origin("new", (), why)
    if len(sources) > 1:
        return Origin("merged", sources, why)
    kind: Kind = "direct" if kinds == {"direct"} else "split" if "split" in kinds else "reworded"
    return Origin(kind, sources, why)


def heir_of(id_: str, origins: Mapping[str, Origin]) -> str:
    """The question that came from this one of the older version: of several that with its id, else the first; "" where
    none did."""
    heirs = [new for new, origin in origins.items() if id_ in origin.sources]
    return id_ if id_ in heirs else next(iter(heirs), "")


def check_map(comparability: Comparability, old: Questionnaire, new: Questionnaire) -> list[Problem]:
    """Every mistake, with its place in the map."""
    return [
        *_check_entries(comparability, new),
        *_check_sources(comparability, old),
        *_check_gone(comparability, old),
        *_check_direct(comparability, old, new),
        *_check_split(comparability),
        *_check_heirs(comparability),
    ]


def _check_entries(comparability: Comparability, new: Questionnaire) -> Iterator[Problem]:
    for id_ in new.indicators:
        if id_ not in comparability.indicators:
            yield Problem(f"indicators.{id_}", "Say where this question comes from, or that it is new.")
    for id_ in sorted(set(comparability.indicators) - set(new.indicators)):
        yield Problem(f"indicators.{id_}", "This question is not in the version. Remove it or correct the id.")


def _check_sources(comparability: Comparability, old: Questionnaire) -> Iterator[Problem]:
    for id_, mapped in comparability.indicators.items():
        place, (least, most) = f"indicators.{id_}.from", SOURCES[mapped.kind]
        if len(mapped.sources) < least or (most is not None and len(mapped.sources) > most):
            sentence = "{kind} comes from {wanted}; {given} given."
            wanted = {(0, 0): "no question", (1, 1): "one question"}.get((least, most or 0), "two questions or more")
            yield Problem(place, sentence, {"kind": mapped.kind, "wanted": wanted, "given": len(mapped.sources)})
        for source in mapped.sources:
            if source not in old.indicators:
                names = {"version": old.version, "id": source}
                yield Problem(place, "Version {version} has no question {id}.", names)
        if mapped.kind == "new" and mapped.carry != "nothing":
            yield Problem(f"indicators.{id_}.carry", "A new question has nothing to carry over.")
        if mapped.kind != "direct" and mapped.carry == "all":
            sentence = "Only an answer to the very same question can be carried over whole."
            yield Problem(f"indicators.{id_}.carry", sentence)


def _check_gone(comparability: Comparability, old: Questionnaire) -> Iterator[Problem]:
    used = {source for mapped in comparability.indicators.values() for source in mapped.sources}
    for id_ in old.indicators:
        if id_ not in used and id_ not in comparability.gone:
            sentence = "Say what became of this question of {version}: name it in a from, or under gone."
            yield Problem(f"gone.{id_}", sentence, {"version": old.version})
    for id_ in comparability.gone:
        if id_ not in old.indicators:
            yield Problem(f"gone.{id_}", "Version {version} has no question {id}.", {"version": old.version, "id": id_})
        elif id_ in used:
            yield Problem(f"gone.{id_}", "This question is named in a from, so it is not gone.")


def _check_direct(comparability: Comparability, old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    """A corrected question keeps its id and is reworded: only the same words on the same scale are compared."""
    for id_, mapped in comparability.indicators.items():
        source = mapped.sources[0] if mapped.sources else ""
        if mapped.kind != "direct" or source not in old.indicators or id_ not in new.indicators:
            continue
        if differing_parts := list(differing(old, source, new, id_)):
            sentence = "This cannot be direct, because these differ: {parts}. Call it reworded."
            yield Problem(f"indicators.{id_}", sentence, {"parts": ", ".join(differing_parts)})


def differing(old: Questionnaire, source: str, new: Questionnaire, id_: str) -> Iterator[str]:
    """What keeps answers to these two from being compared."""
    before, after = old.indicators[source], new.indicators[id_]
    if (before.kind, before.scored) != (after.kind, after.scored):
        yield "the scale"
    for language in sorted(old.words_by_language.keys() & new.words_by_language.keys()):
        then, now = old.words(language).indicators[source], new.words(language).indicators[id_]
        if then.question != now.question:
            yield f"the question ({language})"
        if (then.levels, then.rule) != (now.levels, now.rule):
            yield f"the level texts ({language})"


def _check_split(comparability: Comparability) -> Iterator[Problem]:
    parts = [mapped.sources for mapped in comparability.indicators.values() if mapped.kind == "split"]
    for id_, mapped in comparability.indicators.items():
        if mapped.kind == "split" and parts.count(mapped.sources) < 2:
            yield Problem(f"indicators.{id_}", "Of a split question, two parts or more are named. Name the others.")


def _check_heirs(comparability: Comparability) -> Iterator[Problem]:
    """Only one question can be the same as an old one, reworded or not."""
    heirs: dict[str, list[str]] = {}
    for id_, mapped in comparability.indicators.items():
        for source in mapped.sources:
            heirs.setdefault(source, []).append(id_)
    for source, ids in heirs.items():
        for id_ in sorted(set(ids)):
            if ids.count(id_) > 1:
                yield Problem(f"indicators.{id_}.from", "{source} appears twice. Keep one.", {"source": source})
            elif len(ids) > 1 and comparability.indicators[id_].kind in ("direct", "reworded"):
                names = {"source": source, "others": ", ".join(other for other in ids if other != id_)}
                sentence = "{others} comes from {source} too. Call each a split."
                yield Problem(f"indicators.{id_}", sentence, names)
