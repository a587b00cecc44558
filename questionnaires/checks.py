"""Whether the parts of a questionnaire fit together: every mistake with its file, its place and what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator

from questionnaires.definition import LEVEL_TEXTS, LEVELS, REASON_CODES, YES_PARTLY_NO, Structure, Words
from questionnaires.problems import Problem
from questionnaires.texts import as_kept, is_refused, shown_in_context


def check_structure(structure: Structure) -> list[Problem]:
    return [
        *_duplicates("profile", (key.key for key in structure.profile)),
        *_duplicates("pillars", (pillar.id for pillar in structure.pillars)),
        *_duplicates("elements", (element.id for element in structure.elements)),
        *_duplicates("indicators", (indicator.id for indicator in structure.indicators)),
        *_duplicates("languages", structure.languages),
        *_check_scoring(structure),
        *_check_profile(structure),
        *_check_belonging(structure),
        *_check_pillars(structure),
        *_check_conditions(structure),
    ]


def _duplicates(place: str, ids: Iterable[str]) -> Iterator[Problem]:
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
    for key in structure.profile:
        if (key.kind == "choice") != bool(key.options):
            yield Problem(f"profile.{key.key}", "A choice needs options; a number or a date has none.")
        yield from _duplicates(f"profile.{key.key}.options", key.options)
        for element in key.suggests_outside_control:
            if element not in elements:
                yield Problem(f"profile.{key.key}", "There is no element {id}.", {"id": element})


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


def _check_profile_clause(place: str, key: str, value: object, profile: dict) -> Iterator[Problem]:  # type: ignore[type-arg]  # the models' own mapping
    if key not in profile:
        yield Problem(place, "There is no profile key {key}.", {"key": key})
    elif profile[key].kind == "choice" and value not in profile[key].options:
        yield Problem(place, "{value} is not one of the options of {key}.", {"value": value, "key": key})
    elif profile[key].kind == "date":
        yield Problem(place, "A condition cannot ask for the date {key}.", {"key": key})
    elif profile[key].kind == "number" and not isinstance(value, int):
        yield Problem(place, "Compare {key} with a whole number.", {"key": key})


def check_words(structure: Structure, words: Words) -> list[Problem]:
    return [
        *_check_version(structure, words),
        *_same_ids("profile", (key.key for key in structure.profile), words.profile),
        *_same_ids("pillars", (pillar.id for pillar in structure.pillars), words.pillars),
        *_same_ids("elements", (element.id for element in structure.elements), words.elements),
        *_same_ids("indicators", (indicator.id for indicator in structure.indicators), words.indicators),
        *_same_ids("choices", YES_PARTLY_NO, words.choices),
        *_same_ids("reasons", REASON_CODES, words.reasons),
        *_check_resources(structure, words),
        *_check_options(structure, words),
        *_check_level_texts(structure, words),
        *_check_marks("", words.model_dump()),
    ]


def _check_marks(place: str, part: object) -> Iterator[Problem]:
    """In any text of the words: they leave in workbooks and pages as what people write does."""
    if isinstance(part, str) and (unwanted := list(filter(_is_unwanted, part))):
        sentence = "This text contains invisible characters, at each ▯ here: {found}. Remove them."
        yield Problem(place, sentence, {"found": shown_in_context(part, lambda letter: letter in unwanted)})
    parts = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list | tuple) else ()
    for name, inner in parts:
        yield from _check_marks(f"{place}.{name}".lstrip("."), inner)


def _is_unwanted(letter: str) -> bool:
    """No-break blanks are good typography here; what has no shape at all is a slip."""
    return letter != "\n" and (is_refused(letter) or as_kept(f"a{letter}a") in ("aa", "a\na"))


def _check_version(structure: Structure, words: Words) -> Iterator[Problem]:
    if words.version != structure.version:
        yield Problem("version", "These words are for version {version}.", {"version": words.version})
    if len(words.levels) != len(LEVELS):
        yield Problem("levels", "Give the name and the meaning of the five levels 0 to 4.")


def _same_ids(place: str, expected: Iterable[str], given: Iterable[str]) -> Iterator[Problem]:
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
            yield from _same_ids(f"profile.{key.key}.options", key.options, words.profile[key.key].options)


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
