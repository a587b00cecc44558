"""Whether the parts of a structure fit together: every mistake with its place and what to do."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from questionnaires.definition import FRAMEWORKS, LEVEL_TEXTS, LEVELS, ProfileKey, Structure
from questionnaires.problems import Problem
from questionnaires.reach import check_reach

NODE = re.compile(r"[A-Z]+\d+(\.\d+)*")
CODE = re.compile(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]+)?")

GIVEN = {
    "kind": ("administration", "secretariat", "regional_office"),
    "region": ("AP", "EUR", "AMS", "MENA", "WCA", "ESA"),
}
"""The codes of what the list of administrations gives: the application holds its own against them."""


def check_structure(structure: Structure) -> list[Problem]:
    return [
        *duplicates("profile", (key.key for key in structure.profile)),
        *duplicates("pillars", (pillar.id for pillar in structure.pillars)),
        *duplicates("elements", (element.id for element in structure.elements)),
        *duplicates("indicators", (indicator.id for indicator in structure.indicators)),
        *duplicates("languages", structure.languages),
        *_check_scoring(structure),
        *_check_profile(structure),
        *_check_belonging(structure),
        *_check_pillars(structure),
        *_check_conditions(structure),
        *_check_needs(structure),
        *_check_windows(structure),
        *_check_crosswalks(structure),
        *_check_codes(structure),
        *check_reach(structure),
    ]


def duplicates(place: str, ids: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield Problem(f"{place}.{name}", "This appears {times} times. Keep one.", {"times": times})


def _check_scoring(structure: Structure) -> Iterator[Problem]:
    bands = structure.scoring.bands
    if [band.level for band in bands] != list(LEVELS):
        yield Problem("scoring.bands", "Give one band for each level 0 to 4, in this order.")
    lowest = [band.lowest for band in bands]
    if lowest != sorted(set(lowest)) or not lowest or lowest[0] != 0 or lowest[-1] > 100:
        yield Problem("scoring.bands", 'The bands must begin at "0" and rise, none above "100".')
    known = {element.id for element in structure.elements}
    if not 0 <= structure.scoring.not_rated_above <= 1:
        yield Problem("scoring.not_rated_above", 'Write a share from "0" to "1", such as "2/5".')
    if structure.scoring.unsupported_level >= structure.scoring.evidence_from:
        yield Problem("scoring.unsupported_level", "An unsupported answer must count less than evidence_from.")
    for element in structure.scoring.first_elements:
        if element not in known:
            yield Problem("scoring.first_elements", "There is no element {id}.", {"id": element})


def _check_profile(structure: Structure) -> Iterator[Problem]:
    elements = {element.id for element in structure.elements}
    earlier: dict[str, ProfileKey] = {}
    for key in structure.profile:
        if (key.kind in ("choice", "choices")) != bool(key.options):
            yield Problem(f"profile.{key.key}", "A choice needs options; a number or a date has none.")
        if key.given and key.options != GIVEN[key.given]:
            yield from _options_not_given(key, GIVEN[key.given])
        yield from _check_key_condition(key, earlier)
        earlier[key.key] = key
        yield from duplicates(f"profile.{key.key}.options", key.options)
        for element in key.suggests_outside_control:
            if element not in elements:
                yield Problem(f"profile.{key.key}", "There is no element {id}.", {"id": element})


def _options_not_given(key: ProfileKey, codes: tuple[str, ...]) -> Iterator[Problem]:
    names = {"given": key.given, "codes": ", ".join(codes)}
    yield Problem(f"profile.{key.key}", "What is given by {given} has these options: {codes}.", names)


def _check_key_condition(key: ProfileKey, earlier: Mapping[str, ProfileKey]) -> Iterator[Problem]:
    place = f"profile.{key.key}.condition"
    for clause in key.condition.clauses:
        if clause.key in earlier and earlier[clause.key].given:
            yield from _check_profile_clause(place, clause.key, clause.value, earlier)
        else:
            yield Problem(place, "{id} is not an earlier key of the profile that is given.", {"id": clause.key})


def _check_belonging(structure: Structure) -> Iterator[Problem]:
    pillars = {pillar.id for pillar in structure.pillars}
    elements = {element.id: element for element in structure.elements}
    for element in structure.elements:
        if element.pillar not in pillars:
            yield Problem(f"elements.{element.id}", "There is no pillar {id}.", {"id": element.pillar})
    for indicator in structure.indicators:
        place = f"indicators.{indicator.id}"
        if indicator.element not in elements:
            yield Problem(place, "There is no element {id}.", {"id": indicator.element})
        if indicator.is_scored != (indicator.kind in LEVEL_TEXTS):
            yield Problem(place, "Only maturity and yes_partly_no can be scored as maturity, and they always are.")
        elif indicator.core and not indicator.is_scored:
            yield Problem(f"{place}.core", "Only a question scored as maturity can be core.")
        yield from duplicates(f"{place}.resources", indicator.resources)
    order = [indicator.element for indicator in structure.indicators]
    runs = [name for at, name in enumerate(order) if at == 0 or order[at - 1] != name]
    if runs != [element.id for element in structure.elements if element.id in set(order)]:
        yield Problem("indicators", "List the indicators element by element, in the order of the elements.")
    for element in structure.elements:
        if element.id not in set(order):
            yield Problem(f"elements.{element.id}", "No indicator belongs to this element. Remove it or add one.")


def _check_pillars(structure: Structure) -> Iterator[Problem]:
    pillar_of = {element.id: element.pillar for element in structure.elements}
    rated = {pillar_of.get(indicator.element) for indicator in structure.indicators if indicator.is_scored}
    for pillar in structure.pillars:
        if pillar.id not in rated:
            yield Problem(f"pillars.{pillar.id}", "It could never be rated: add an indicator scored as maturity.")


def _check_conditions(structure: Structure) -> Iterator[Problem]:
    profile = {key.key: key for key in structure.profile}
    earlier: set[str] = set()
    everywhere = {indicator.id for indicator in structure.indicators}
    for indicator in structure.indicators:
        place = f"indicators.{indicator.id}.condition"
        for clause in indicator.condition.clauses:
            if clause.is_about_profile:
                yield from _check_profile_clause(place, clause.key, clause.value, profile)
            elif clause.key not in everywhere:
                yield Problem(place, "There is no indicator {id}.", {"id": clause.key})
            elif clause.key not in earlier:
                yield Problem(
                    place,
                    "{id} is not an earlier indicator scored as maturity. Move it up, or refer to another.",
                    {"id": clause.key},
                )
            elif not isinstance(clause.value, int) or clause.value not in LEVELS:
                yield Problem(place, "Compare {id} with a level from 0 to 4.", {"id": clause.key})
        if indicator.is_scored:
            earlier.add(indicator.id)


def _check_profile_clause(place: str, key: str, value: object, profile: Mapping[str, ProfileKey]) -> Iterator[Problem]:
    if key not in profile:
        yield Problem(place, "There is no profile key {key}.", {"key": key})
    elif profile[key].kind == "choice" and value not in profile[key].options:
        yield Problem(place, "{value} is not one of the options of {key}.", {"value": value, "key": key})
    elif profile[key].kind == "date":
        yield Problem(place, "A condition cannot ask for the date {key}.", {"key": key})
    elif profile[key].kind == "choices":
        yield Problem(place, "A condition cannot ask for {key}, of which several may be ticked.", {"key": key})
    elif profile[key].kind == "number" and not isinstance(value, int):
        yield Problem(place, "Compare {key} with a whole number.", {"key": key})


def _check_needs(structure: Structure) -> Iterator[Problem]:
    scored = {indicator.id for indicator in structure.indicators if indicator.is_scored}
    for indicator in structure.indicators:
        place = f"indicators.{indicator.id}.needs"
        if indicator.needs and not indicator.is_scored:
            yield Problem(place, "Only a question scored as maturity has levels that need another question.")
        for need in indicator.needs:
            if need.of not in scored or need.of == indicator.id:
                yield Problem(place, "{id} is not another indicator scored as maturity.", {"id": need.of})
            if not need.at_least:
                yield Problem(place, "Write a level from 1 to 4 as at_least: nothing needs level 0.")
        yield from duplicates(place, (f"level {need.level} of {need.of}" for need in indicator.needs))


def _check_windows(structure: Structure) -> Iterator[Problem]:
    for indicator in structure.indicators:
        place = f"indicators.{indicator.id}.windows"
        if indicator.windows and not indicator.is_scored:
            yield Problem(place, "Only a question scored as maturity has windows.")
        yield from duplicates(place, (f"level {window.level}" for window in indicator.windows))


def _check_crosswalks(structure: Structure) -> Iterator[Problem]:
    for indicator in structure.indicators:
        yield from duplicates(f"indicators.{indicator.id}.crosswalk", (each.framework for each in indicator.crosswalk))
        for name in sorted({each.framework for each in indicator.crosswalk} - set(FRAMEWORKS)):
            known = ", ".join(FRAMEWORKS)
            sentence = "{name} is not one of the frameworks: {known}."
            yield Problem(f"indicators.{indicator.id}.crosswalk", sentence, {"name": name, "known": known})
        for each in indicator.crosswalk:
            yield from duplicates(f"indicators.{indicator.id}.crosswalk.{each.framework}", each.parts)


def _check_codes(structure: Structure) -> Iterator[Problem]:
    """What stands in addresses, files and columns."""
    for part, nodes in (("pillars", structure.pillars), ("elements", structure.elements)):
        for node in nodes:
            if not NODE.fullmatch(node.id):
                yield Problem(f"{part}.{node.id}", "Write the id as capital letters and digits, such as “E1.3”.")
    for language in structure.languages:
        if not LANGUAGE.fullmatch(language):
            sentence = "{language} is no code of a language, such as fr."
            yield Problem("languages", sentence, {"language": language})
    for key in structure.profile:
        for option in key.options:
            if not CODE.fullmatch(option):
                yield Problem(
                    f"profile.{key.key}.options", "Write {option} without blanks or signs.", {"option": option}
                )
