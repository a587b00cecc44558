"""What the page of a version's changes shows: names for its parts, and the words that changed, marked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from app.i18n.formatting import translations
from questionnaires.catalogue import Catalogue
from questionnaires.differences import LEVEL, QUESTION, SMALL, Pair, Run, marked
from questionnaires.problems import N_
from scoring.version_changes import Change, QuestionChange, VersionChanges, changes

CHANGE_NAMES: Mapping[Change, str] = {
    "direct": N_("Unchanged"),
    "reworded": N_("Reworded"),
    "split": N_("Split"),
    "merged": N_("Merged"),
    "new": N_("New"),
    "gone": N_("No longer asked"),
}
PART_NAMES = {
    QUESTION: N_("Question"),
    "rule": N_("Rule"),
    "evidence": N_("Evidence"),
    "sufficient": N_("Would be enough"),
    "insufficient": N_("Would not be enough"),
    "advice": N_("Advice"),
    "core_reason": N_("Why it is a core question"),
    "kind": N_("Scale"),
    "condition": N_("Asked if"),
    "weight": N_("Weight in its element"),
    "needs": N_("Needs"),
    "windows": N_("Months by level"),
    "resources": N_("Resources"),
    "crosswalk": N_("Other frameworks"),
}
LEVEL_NAME, SMALL_NAME = N_("Level {level}"), N_("Level {level}, small offices")
GROUP_NAMES = {
    "scoring": N_("Scoring"),
    "profile": N_("Profile"),
    "pillars": N_("Pillars"),
    "elements": N_("Elements"),
    "levels": N_("Levels"),
    "conventions": N_("How to choose a level"),
    "resources": N_("Resources"),
}
OTHER_GROUP = N_("Other words")
OLD_WORDS, NEW_WORDS = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")
FIRST_LOOK = (QUESTION, LEVEL, "rule")
"""The parts by which people answer; the others are folded."""


@dataclass(frozen=True)
class Line:
    """One part of a question or version: its name, and its text before and now with what changed marked."""

    name: str
    old: Markup | None
    new: Markup | None
    is_same: bool


@dataclass(frozen=True)
class Card:
    question: QuestionChange
    lines: list[Line]
    more: list[Line]


def changes_of(catalogue: Catalogue, version: str, language: str) -> VersionChanges | None:
    """Since the version before it; None where there is none, or where this one is not published yet."""
    if not (before := catalogue.compared_with(version)):
        return None
    return changes(catalogue[before], catalogue[version], catalogue.maps[version], language)


def cards(questions: Iterable[QuestionChange], language: str) -> Iterator[Card]:
    for question in questions:
        first = [pair for pair in question.texts if pair.place.partition(" ")[0] in FIRST_LOOK]
        more = [pair for pair in question.texts if pair not in first]
        yield Card(question, lines(first, language), lines([*more, *question.facts], language))


def lines(pairs: Iterable[Pair], language: str) -> list[Line]:
    return [_line(pair, _part_name(pair.place, language)) for pair in pairs]


def groups(pairs: Iterable[Pair], language: str) -> dict[str, list[Line]]:
    """What differs beside the questions, by subject; each line is named by its place in the files."""
    _ = translations(language).gettext
    by_name: dict[str, list[Line]] = {}
    for pair in pairs:
        place = pair.place.removeprefix(f"words.{language}.")
        group, _dot, rest = place.partition(".")
        by_name.setdefault(_(GROUP_NAMES.get(group, OTHER_GROUP)), []).append(_line(pair, rest or group))
    return by_name


def _part_name(place: str, language: str) -> str:
    _ = translations(language).gettext
    part, _blank, level = place.partition(" ")
    if part in (LEVEL, SMALL):
        return _(LEVEL_NAME if part == LEVEL else SMALL_NAME).format(level=level)
    return _(PART_NAMES[part])


def _line(pair: Pair, name: str) -> Line:
    if pair.old is None or pair.new is None or pair.is_same:
        return Line(name, _plain(pair.old), _plain(pair.new), pair.is_same)
    return Line(name, *_both(pair.old, pair.new), is_same=False)


def _plain(text: str | None) -> Markup | None:
    return None if text is None else escape(text)


@lru_cache(maxsize=4096)
def _both(old: str, new: str) -> tuple[Markup, Markup]:
    before, after = marked(old, new)
    if all(run.is_changed for run in (*before, *after)):  # rewritten as a whole: marks on everything would say nothing
        return escape(old), escape(new)
    return _with_marks(before, OLD_WORDS), _with_marks(after, NEW_WORDS)


def _with_marks(runs: Iterable[Run], tag: Markup) -> Markup:
    pieces = []
    for text, is_changed in runs:
        words = text.lstrip()
        blanks = escape(text[: len(text) - len(words)])
        pieces.append(blanks + tag.format(words) if is_changed else escape(text))
    return Markup("").join(pieces)
