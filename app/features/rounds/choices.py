"""The filters of the overview: what each is called, and what this round has to choose from."""

from collections.abc import Sequence

from app.assessments.lifecycle import NAMES, WAITS_FOR, State
from app.features.rounds.overview import DIFFERS, NOBODY, Line, View
from app.features.rounds.timing import TIMINGS
from app.i18n.formatting import translations
from app.web.pages import region_name


def choices(lines: Sequence[Line], language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: name, title, and (value, what it is called) for each choice that this round has."""
    _ = translations(language).gettext
    present = {line.state for line in lines}
    reviewers = {line.reviewer_id: line.reviewer for line in lines if line.reviewer_id}
    people = sorted(reviewers.items(), key=lambda person: person[1].casefold())
    waits = dict.fromkeys(WAITS_FOR[state] for state in State if state in present)
    return [
        ("region", _("Region"), _regions(lines, language)),
        ("state", _("State"), [(state, _(NAMES[state])) for state in State if state in present]),
        ("waits", _("Next step"), [(office, _(office)) for office in waits]),
        ("when", _("Dates"), [(timing, _(title)) for timing, title in TIMINGS.items()]),
        ("reviewer", _("Reviewer"), [(NOBODY, _("Unassigned")), *people]),
        ("differs", _("Changes"), [(value, _(title)) for value, title in DIFFERS.items()]),
    ]


def _regions(lines: Sequence[Line], language: str) -> list[tuple[str, str]]:
    names = {region: region_name(region, language) for region in {line.region for line in lines} - {""}}
    return sorted(names.items(), key=lambda region: region[1])


def filters_in_words(lines: Sequence[Line], view: View, language: str) -> list[tuple[str, str]]:
    """Each filter that is set: what it is called, and what is chosen."""
    set_ = [(title, getattr(view, name), dict(options)) for name, title, options in choices(lines, language)]
    return [(title, words.get(value, value)) for title, value, words in set_ if value]
