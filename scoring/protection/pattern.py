"""Which figures a publication shows: the pattern is frozen with it, and every way out obeys it through `shown`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from questionnaires.canonical_json import canonical
from questionnaires.workforce.definition import Tables
from scoring.protection.figures import Figures, Key, Merged, Values, figures_of


class Hidden(Enum):
    HIDDEN = "c"  # as statistical offices mark what is confidential


HIDDEN: Final = Hidden.HIDDEN


@dataclass(frozen=True)
class Pattern:
    """`merged` rows are shown as their sum; the rows themselves are among the `hidden` keys.

    Of `withheld` tables nothing is shown at all, because what was published before would give small numbers away: a
    correction that only the administration sees.
    """

    merged: Merged = ()
    hidden: frozenset[Key] = frozenset()
    withheld: frozenset[str] = frozenset()

    def as_json(self) -> bytes:
        return canonical(
            {
                "merged": [list(group) for group in self.merged],
                "hidden": sorted(self.hidden),
                "withheld": sorted(self.withheld),
            }
        )


def read_pattern(document: bytes | str) -> Pattern:
    read = json.loads(document)
    merged = tuple(tuple(group) for group in read["merged"])
    return Pattern(merged, frozenset(read["hidden"]), frozenset(read["withheld"]))


def shown(
    tables: Tables, pattern: Pattern, values: Values, profile: Mapping[Key, int | None]
) -> dict[Key, int | Hidden | None]:
    """Each figure as everybody may see it: the number, None where it is not known, or HIDDEN."""
    figures: Figures = {**profile, **figures_of(tables, values, pattern.merged)}
    return {key: HIDDEN if key in pattern.hidden else value for key, value in figures.items()}


def may_show(pattern: Pattern, inputs: Iterable[Key]) -> bool:
    """Whether a figure that is worked out from these may be shown: only if every one of them is."""
    return pattern.hidden.isdisjoint(inputs)
