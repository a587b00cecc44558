"""Which questions apply, given the profile and the answers so far."""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

ALWAYS = "always"
CLAUSE = re.compile(r"^(?P<key>[A-Za-z][\w.-]*)\s*(?P<sign>>=|<=|!=|=|>|<)\s*(?P<value>.+)$")
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True)
class Clause:
    """One comparison: a profile key with one of its values, or an indicator's level with a number."""

    key: str
    sign: str
    value: str | int

    @property
    def is_about_profile(self) -> bool:
        return self.key.startswith("profile.")

    def holds(self, left: object) -> bool:
        return SIGNS[self.sign](left, self.value)


@dataclass(frozen=True)
class Condition:
    """Clauses joined by `or`; none at all means that the question is always asked."""

    text: str
    clauses: tuple[Clause, ...]

    def holds(self, profile: Mapping[str, object], levels: Mapping[str, int], not_asked: Collection[str] = ()) -> bool:
        """`levels` holds the level of every earlier indicator that is asked and answered; the others count as 0.

        No clause holds on a key of the profile that is `not_asked`, whatever stands there.
        """
        return not self.clauses or any(
            [clause.key not in not_asked and _holds(clause, profile, levels) for clause in self.clauses]
        )


class Key(Protocol):
    """A key of the profile, as far as conditions need it."""

    @property
    def key(self) -> str: ...

    @property
    def condition(self) -> Condition: ...


def keys_not_asked(keys: Iterable[Key], profile: Mapping[str, object]) -> frozenset[str]:
    """Of keys in the order of the profile: each condition looks only back."""
    not_asked: set[str] = set()
    for key in keys:
        if key.condition.clauses and not key.condition.holds(profile, {}, not_asked):
            not_asked.add(key.key)
    return frozenset(not_asked)


def read_condition(text: object) -> Condition:
    """Raises ValueError with a sentence for the author."""
    if not isinstance(text, str):
        raise ValueError("write the condition in quotes")
    return parse(text)


def parse(text: str) -> Condition:
    """Raises ValueError with a sentence for the author."""
    if text == ALWAYS:
        return Condition(text, ())
    return Condition(text, tuple(_clause(part.strip()) for part in re.split(r"\s+or\s+", text)))


def _clause(text: str) -> Clause:
    match = CLAUSE.match(text)
    if not match:
        raise ValueError(
            f'write the condition as "always" or as clauses like "profile.land_border = yes" or "RC-08 >= 2", '
            f'joined by "or"; this is neither: {text!r}'
        )
    key, sign, value = match["key"], match["sign"], match["value"].strip().strip("\"'")
    if re.fullmatch(r"\d+", value):
        return Clause(key, sign, int(value))
    if sign not in ("=", "!="):
        raise ValueError(f"{sign} needs a whole number, not {value!r}")
    return Clause(key, sign, value)


def _holds(clause: Clause, profile: Mapping[str, object], levels: Mapping[str, int]) -> bool:
    if not clause.is_about_profile:
        return clause.holds(levels.get(clause.key, 0))
    value = profile.get(clause.key)
    return value in (None, "") or clause.holds(value)
