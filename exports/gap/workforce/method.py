"""What the sheet "Method and version" says of the workforce figures: how each is worked out, and by whose formula."""

from collections.abc import Callable

from scoring.workforce.method import GROUPS, Formula

Line = tuple[str, str]
"""What, and what applies to it."""


def formulas(translate: Callable[[str], str]) -> list[tuple[str, list[Line]]]:
    """By topic."""
    _ = translate
    topic = _("Workforce: {topic}")
    return [(topic.format(topic=_(name)), [_line(formula, translate) for formula in group]) for name, group in GROUPS]


def _line(formula: Formula, translate: Callable[[str], str]) -> Line:
    """The source below the formula."""
    _ = translate
    source = _("Source: {source}").format(source=formula.source) if formula.source else ""
    return _(formula.name), "\n".join(filter(None, (_(formula.formula), source)))
