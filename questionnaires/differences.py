"""What differs between two versions, text by text, and which of the words changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from pydantic import BaseModel

from questionnaires.conventions import conventions
from questionnaires.definition import Indicator, Questionnaire, Structure, Words
from questionnaires.reach import levels_of

TOKEN = re.compile(r"\s*(?:[\w\u2019'-]+|[^\w\s])")
FEWEST_SAME = 3
"""Fewer words than these that happen to be the same between two changes are part of the change: it reads calmer."""
LEAST_KEPT = 3
"""A text that keeps less than a third of the shorter one's words was rewritten as a whole."""
QUESTION, LEVEL, SMALL = "question", "level", "small"


@dataclass(frozen=True)
class Pair:
    """At one place, what stood there and what stands there now; None where there is nothing."""

    place: str
    old: str | None
    new: str | None

    @property
    def is_same(self) -> bool:
        return self.old == self.new


class Run(NamedTuple):
    """Words that stand together, with the blanks before them, and whether they changed."""

    text: str
    is_changed: bool


def marked(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Both texts, each cut where words that changed begin and end."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    blocks = matcher.get_matching_blocks()[:-1]
    kept = [
        block
        for at, block in enumerate(blocks)
        if block.size >= FEWEST_SAME
        or (block.a == 0 == block.b and at == 0)
        or (block.a + block.size == len(before) and block.b + block.size == len(after))
    ]
    if LEAST_KEPT * sum(block.size for block in kept) < min(len(before), len(after)):
        kept = []
    return (
        [*_runs(before, [(block.a, block.size) for block in kept])],
        [*_runs(after, [(block.b, block.size) for block in kept])],
    )


def _runs(words: Sequence[str], same: Sequence[tuple[int, int]]) -> Iterator[Run]:
    done = 0
    for begin, size in [*same, (len(words), 0)]:
        if begin > done:
            yield Run("".join(words[done:begin]), True)
        if size:
            yield Run("".join(words[begin : begin + size]), False)
        done = begin + size


def question_pairs(
    old: Questionnaire, sources: Sequence[str], new: Questionnaire, ids: Sequence[str], language: str
) -> tuple[Pair, ...]:
    """Every text of a question in the old and the new version; of several, each under its id."""
    before = _together({id_: _texts(old.indicators[id_], old.words(language)) for id_ in sources})
    after = _together({id_: _texts(new.indicators[id_], new.words(language)) for id_ in ids})
    return _pairs(before, after)


def fact_pairs(old: Questionnaire, sources: Sequence[str], new: Questionnaire, ids: Sequence[str]) -> tuple[Pair, ...]:
    """What else is said of a question, where it changed: kind, condition, weight, needs, windows, resources."""
    before = _together({id_: _facts(old.indicators[id_]) for id_ in sources})
    after = _together({id_: _facts(new.indicators[id_]) for id_ in ids})
    return tuple(pair for pair in _pairs(before, after) if not pair.is_same)


def _pairs(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Pair, ...]:
    order = sorted(before.keys() | after.keys(), key=_place_in_order)
    return tuple(Pair(place, before.get(place), after.get(place)) for place in order)


ORDER = (QUESTION, LEVEL, "rule", SMALL, "evidence", "sufficient", "insufficient", "advice", "core_reason")


def _place_in_order(place: str) -> tuple[int, str]:
    part = place.partition(" ")[0]
    return (ORDER.index(part) if part in ORDER else len(ORDER), place)


def _together(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if len(texts) == 1:
        return dict(*texts.values())
    together: dict[str, list[str]] = {}
    for id_, parts in texts.items():
        for place, text in parts.items():
            together.setdefault(place, []).append(f"{id_}: {text}")
    return {place: "\n".join(lines) for place, lines in together.items()}


def _texts(indicator: Indicator, words: Words) -> dict[str, str]:
    own = words.indicators[indicator.id]
    levels = {f"{LEVEL} {level}": words.level_text(indicator, level) for level in levels_of(indicator)}
    small = {f"{SMALL} {level}": text for level, text in own.small.items()}
    others = {name: getattr(own, name) for name in ORDER if isinstance(getattr(own, name, None), str)}
    return {place: text for place, text in (levels | small | others).items() if text}


def _facts(indicator: Indicator) -> dict[str, str]:
    facts = {
        "kind": indicator.kind,
        "condition": indicator.condition.text if indicator.condition.clauses else "",
        "weight": str(indicator.weight),
        "needs": "; ".join(f"{need.level}: {need.of} ≥ {need.at_least}" for need in indicator.needs),
        "windows": "; ".join(f"{window.level}: {window.months}" for window in indicator.windows),
        "resources": ", ".join(indicator.resources),
        "crosswalk": "; ".join(f"{each.framework}: {', '.join(each.parts)}" for each in indicator.crosswalk),
    }
    return {place: text for place, text in facts.items() if text}


def other_pairs(old: Questionnaire, new: Questionnaire) -> Iterator[Pair]:
    """Whatever differs beside questions and weights of elements: parameters, profile, words, conventions, languages."""
    yield from _compare("", _parts(old.structure), _parts(new.structure))
    for language in sorted(old.words_by_language.keys() | new.words_by_language.keys()):
        before, after = old.words_by_language.get(language), new.words_by_language.get(language)
        if before is None or after is None:
            yield Pair(f"words.{language}", language if before else None, language if after else None)
            continue
        yield from _compare(f"words.{language}.", _parts(before), _parts(after))
        sentences = (conventions(words, "{snapshot}", str) for words in (before, after))
        yield from (Pair(f"words.{language}.conventions", *pair) for pair in _aligned(*sentences))


def _parts(piece: BaseModel) -> dict[str, Any]:
    left_out = {"version", "indicators", "conventions"} | ({"elements"} if isinstance(piece, Structure) else set())
    return {name: _named(getattr(piece, name)) for name in type(piece).model_fields if name not in left_out}


def _named(value: Any) -> Any:
    """Models as mappings, and lists of things with an id or a key as mappings by that name."""
    if isinstance(value, BaseModel):
        return {name: _named(getattr(value, name)) for name in type(value).model_fields if name not in ("id", "key")}
    if isinstance(value, Mapping):
        return {key: _named(item) for key, item in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        names = [getattr(item, "id", None) or getattr(item, "key", None) or str(at) for at, item in enumerate(value)]
        return {name: _named(item) for name, item in zip(names, value, strict=True)}
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value


def _compare(place: str, old: Any, new: Any) -> Iterator[Pair]:
    """Down to the single values, also of what only one side has."""
    if isinstance(old, dict) or isinstance(new, dict):
        before, after = ({} if side is None else side for side in (old, new))
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _compare(f"{place}{name}.", before.get(name), after.get(name))
    elif (old or None) != (new or None):
        yield Pair(place.rstrip("."), _shown(old), _shown(new))


def _shown(value: Any) -> str | None:
    return None if value is None or value == "" else str(getattr(value, "text", value))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Sentences that changed, each beside the one in whose place it stands."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from zip_longest(old[a:b], new[c:d])
