"""Whether the words of a language fit the structure: every mistake with its place and what to do."""

import re
from collections.abc import Iterable, Iterator, Sequence

from questionnaires.checks import LANGUAGE
from questionnaires.definition import LEVEL_TEXTS, LEVELS, REASON_CODES, YES_PARTLY_NO, Indicator, Structure, Words
from questionnaires.problems import Problem
from questionnaires.reach import levels_of

SNAPSHOT = "{snapshot}"
FILLED_IN = re.compile(r"\{[^{}]*\}|[{}]")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def check_words(structure: Structure, words: Words) -> list[Problem]:
    return [
        *_check_version(structure, words),
        *same_ids("profile", (key.key for key in structure.profile), words.profile),
        *same_ids("pillars", (pillar.id for pillar in structure.pillars), words.pillars),
        *same_ids("elements", (element.id for element in structure.elements), words.elements),
        *same_ids("indicators", (indicator.id for indicator in structure.indicators), words.indicators),
        *same_ids("choices", YES_PARTLY_NO, words.choices),
        *same_ids("reasons", REASON_CODES, words.reasons),
        *_check_resources(structure, words),
        *_check_options(structure, words),
        *_check_level_texts(structure, words),
        *_check_small_texts(structure, words),
        *_check_reasons(structure, words),
        *_check_named_windows(structure, words),
        *_check_conventions(words),
        *_check_addresses(words),
    ]


def _check_version(structure: Structure, words: Words) -> Iterator[Problem]:
    if words.version != structure.version:
        yield Problem("version", "These words are for version {version}.", {"version": words.version})
    if len(words.levels) != len(LEVELS):
        yield Problem("levels", "Give the name and the meaning of the five levels 0 to 4.")


def same_ids(place: str, expected: Iterable[str], given: Iterable[str]) -> Iterator[Problem]:
    expected, given = list(expected), set(given)
    for name in expected:
        if name not in given:
            yield Problem(f"{place}.{name}", "The words for this are missing. Add them.")
    for name in sorted(given - set(expected)):
        yield Problem(f"{place}.{name}", "This is not in the structure. Remove it or correct the id.")


def _check_resources(structure: Structure, words: Words) -> Iterator[Problem]:
    used = {code for indicator in structure.indicators for code in indicator.resources}
    for code in sorted(used - set(words.resources)):
        yield Problem(f"resources.{code}", "The words for this are missing. Add them.")


def _check_options(structure: Structure, words: Words) -> Iterator[Problem]:
    for key in structure.profile:
        if key.key in words.profile:
            yield from same_ids(f"profile.{key.key}.options", key.options, words.profile[key.key].options)


def _check_level_texts(structure: Structure, words: Words) -> Iterator[Problem]:
    for indicator in structure.indicators:
        if indicator.id not in words.indicators:
            continue
        texts, rule = words.indicators[indicator.id].levels, words.indicators[indicator.id].rule
        expected = LEVEL_TEXTS.get(indicator.kind, 0)
        if len(texts) != expected:
            yield Problem(
                f"indicators.{indicator.id}.levels",
                "{kind} needs {expected} level texts, lowest first; there are {given}.",
                {"kind": indicator.kind, "expected": expected, "given": len(texts)},
            )
        if bool(rule) == bool(expected):
            yield Problem(
                f"indicators.{indicator.id}.rule", "Every computed indicator needs a rule, and no other has one."
            )


def _worded(structure: Structure, words: Words) -> Iterator[tuple[Indicator, str]]:
    """The indicators that have words, and the place of these."""
    for indicator in structure.indicators:
        if indicator.id in words.indicators:
            yield indicator, f"indicators.{indicator.id}"


def _check_small_texts(structure: Structure, words: Words) -> Iterator[Problem]:
    for indicator, place in _worded(structure, words):
        for level in sorted(set(words.indicators[indicator.id].small) - set(map(str, levels_of(indicator)))):
            yield Problem(f"{place}.small", "This question has no level {level}.", {"level": level})
        texts = words.indicators[indicator.id].levels
        for level in sorted(level for level, text in words.indicators[indicator.id].small.items() if text in texts):
            yield Problem(f"{place}.small", "Level {level} has the usual text. Remove this one.", {"level": level})


def _check_conventions(words: Words) -> Iterator[Problem]:
    for at, sentence in enumerate(words.conventions):
        if unknown := FILLED_IN.findall(sentence.replace(SNAPSHOT, "")):
            names = {"unknown": ", ".join(unknown), "known": SNAPSHOT}
            yield Problem(f"conventions.{at}", "Nothing is filled in for {unknown}: only {known} is known here.", names)


def _check_addresses(words: Words) -> Iterator[Problem]:
    for code, resource in words.resources.items():
        if resource.address and not WEB_ADDRESS.fullmatch(resource.address):
            sentence = "Write the whole address, with https:// in front and no blank."
            yield Problem(f"resources.{code}.address", sentence)
        for language in resource.languages:
            if not LANGUAGE.fullmatch(language):
                names = {"language": language}
                yield Problem(f"resources.{code}.languages", "{language} is no code of a language, such as fr.", names)


def _check_reasons(structure: Structure, words: Words) -> Iterator[Problem]:
    """Why elements weigh more than others, and what core questions have: on all of them, or on none."""
    heavy = [(f"elements.{each.id}", words.elements.get(each.id)) for each in structure.elements if each.weight > 1]
    core = [(place, words.indicators[each.id]) for each, place in _worded(structure, words) if each.core]
    yield from _on_all_or_none("weight_reason", heavy)
    for name in ("core_reason", "sufficient", "insufficient"):
        yield from _on_all_or_none(name, core)


def _on_all_or_none(name: str, entries: Sequence[tuple[str, object]]) -> Iterator[Problem]:
    missing = [place for place, texts in entries if not getattr(texts, name, "")]
    if len(missing) < len(entries):
        for place in missing:
            yield Problem(f"{place}.{name}", "Others of its kind have this text. Write it here too.")


def _check_named_windows(structure: Structure, words: Words) -> Iterator[Problem]:
    """In the first language: whoever reads the level must find the window in it."""
    if words.language != structure.languages[0]:
        return
    for indicator, place in _worded(structure, words):
        texts = words.indicators[indicator.id].levels
        if not texts or len(texts) != LEVEL_TEXTS.get(indicator.kind, 0):
            continue
        for window in indicator.windows:
            if str(window.months) not in words.level_text(indicator, window.level):
                sentence = "The text of level {level} does not name its window of {months} months."
                yield Problem(f"{place}.levels", sentence, {"level": window.level, "months": window.months})
