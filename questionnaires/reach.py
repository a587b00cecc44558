"""Which levels a question can reach, and whether what is said of levels can ever happen: conditions, needs, windows."""

from collections.abc import Collection, Iterator, Mapping

from questionnaires.conditions import Clause
from questionnaires.definition import LEVELS, YES_PARTLY_NO, Indicator, Need, Structure, Window
from questionnaires.problems import Problem


def levels_of(indicator: Indicator) -> tuple[int, ...]:
    """Yes, partly and no are the levels 4, 2 and 0; a figure has none."""
    if not indicator.is_scored:
        return ()
    return tuple(LEVELS) if indicator.kind == "maturity" else tuple(YES_PARTLY_NO.values())


def check_reach(structure: Structure) -> Iterator[Problem]:
    yield from _check_clauses(structure)
    scored = {indicator.id: indicator for indicator in structure.indicators if indicator.is_scored}
    for indicator in scored.values():
        levels = levels_of(indicator)
        yield from _check_levels(f"indicators.{indicator.id}.needs", indicator.needs, levels)
        yield from _check_levels(f"indicators.{indicator.id}.windows", indicator.windows, levels)
        for need in indicator.needs:
            yield from _check_need(f"indicators.{indicator.id}.needs", need, indicator, scored)


def _check_levels(place: str, parts: Collection[Need | Window], levels: Collection[int]) -> Iterator[Problem]:
    for part in parts:
        if part.level not in levels or not part.level:
            names = {"level": part.level, "levels": _said(levels)}
            yield Problem(place, "Nothing is asked for at level {level} of this question. It has {levels}.", names)


def _check_need(place: str, need: Need, indicator: Indicator, scored: Mapping[str, Indicator]) -> Iterator[Problem]:
    if need.of not in scored or need.of == indicator.id:
        return  # told already
    if need.at_least not in levels_of(scored[need.of]):
        names = {"id": need.of, "level": need.at_least, "levels": _said(levels_of(scored[need.of]))}
        yield Problem(place, "{id} cannot be at level {level}. It has {levels}.", names)
    elif _comes_back(need, indicator.id, scored):
        names = {"id": indicator.id, "level": need.level, "of": need.of}
        yield Problem(place, "Level {level} of {id} needs {of}, which needs that level itself. Remove one need.", names)


def _comes_back(need: Need, id_: str, scored: Mapping[str, Indicator]) -> bool:
    """Whether what is needed needs, directly or by others, the very level that needs it, or one above it."""
    waiting, passed = [(need.of, need.at_least)], set[tuple[str, int]]()
    while waiting:
        at = waiting.pop()
        if at[0] == id_ and at[1] >= need.level:
            return True
        if at not in passed and at[0] in scored:
            waiting += [(other.of, other.at_least) for other in scored[at[0]].needs if other.level <= at[1]]
        passed.add(at)
    return False


def _said(levels: Collection[int]) -> str:
    return ", ".join(str(level) for level in sorted(levels) if level)


def _check_clauses(structure: Structure) -> Iterator[Problem]:
    """A clause that no answer makes true, or that each does, asks nothing: an author meant something else."""
    indicators = {indicator.id: indicator for indicator in structure.indicators}
    options = {key.key: key.options for key in structure.profile if key.kind == "choice"}
    for indicator in structure.indicators:
        place = f"indicators.{indicator.id}.condition"
        for clause in indicator.condition.clauses:
            values = _values(clause, indicators, options)
            held = [clause.holds(value) for value in values]
            names = {"clause": f"{clause.key} {clause.sign} {clause.value}"}
            if held and not any(held):
                yield Problem(place, "“{clause}” can never be true. Correct it, or remove the question.", names)
            elif held and all(held):
                yield Problem(place, "“{clause}” is always true. Correct it, or write always.", names)


def _values(
    clause: Clause, indicators: Mapping[str, Indicator], options: Mapping[str, tuple[str, ...]]
) -> Collection[object]:
    """What the clause may meet, as far as it matters to it; nothing where something else is wrong with it."""
    if clause.key in options:
        return options[clause.key] if clause.value in options[clause.key] else ()
    if clause.key in indicators:
        return levels_of(indicators[clause.key]) if clause.value in LEVELS else ()
    if clause.is_about_profile and isinstance(clause.value, int):
        return [number for number in (0, clause.value - 1, clause.value, clause.value + 1) if number >= 0]
    return ()
