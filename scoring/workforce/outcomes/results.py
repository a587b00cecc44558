"""The result of an outcome indicator: values only. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import Figure, WhyNone, inputs_of

Unit = Literal["share", "ratio", "percent", "per_1000"]
WhyNoBand = Literal[
    "",  # there is a band
    "no_value",  # see `why_none`
    "no_bands",  # the rule has none, whatever the value
    "too_few",  # the rule gives no band for so few people or sites
    "not_known",  # whether there are enough of them is not known
    "in_parts",  # each part has its own
]
Basis = Literal["", "eligible", "staff"]
NOTHING: Mapping[str, Figure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """`value` and `band` as the indicator's rule says; `inputs` are the cells of these two.

    `parts` are the figures that its rule names, each with its own inputs: a part is hidden with these, not with those
    of the value. Their keys are such as "women", "GA" or "resigned.men"; rates and shares are fractions of 1, gaps and
    what they are made of in per cent of men's pay, hours per head. A value may be missing and a band there: no woman at
    the top. `basis`: the people whose share of women the value is held against.
    """

    indicator: str
    unit: Unit
    value: Fraction | None
    band: int | None
    why_none: WhyNone
    why_no_band: WhyNoBand
    inputs: tuple[CellId, ...]
    parts: Mapping[str, Figure] = field(default_factory=lambda: NOTHING)
    basis: Basis = ""

    @property
    def mean_band(self) -> Fraction | None:
        """Its band, or the mean of those of its parts where each part has one; None where there is none."""
        if self.band is not None:
            return Fraction(self.band)
        bands = [part.band for part in self.parts.values() if part.band is not None]
        return Fraction(sum(bands), len(bands)) if self.why_no_band == "in_parts" and bands else None

    @property
    def every_input(self) -> tuple[CellId, ...]:
        """The cells of its value, its band and all its parts."""
        return inputs_of((Figure(self.value, self.inputs), *self.parts.values()))


def result_of(
    indicator: str,
    unit: Unit,
    figure: Figure,
    parts: Mapping[str, Figure] = NOTHING,
    why_no_band: WhyNoBand = "no_value",
    basis: Basis = "",
) -> OutcomeResult:
    """`why_no_band` is said where the figure has no band."""
    return OutcomeResult(
        indicator=indicator,
        unit=unit,
        value=figure.value,
        band=figure.band,
        why_none=figure.why_none,
        why_no_band="" if figure.band is not None else why_no_band,
        inputs=figure.inputs,
        parts=parts,
        basis=basis,
    )
