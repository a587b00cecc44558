"""The list of published results as a file: the same lines in the same order, as CSV and for Excel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.assessments.last_round import SHORT_FORM, TWO_VERSIONS
from app.features.reports.result_list import Result, View, seen
from app.i18n.formatting import translations
from app.validation.organisations import KINDS
from app.web.downloads import CsvForm, csv_of, round_text, version_text
from app.web.pages import region_name
from exports.content import Column
from exports.styles import ground_of
from exports.tables import TableWorkbook
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_

FORM_NAMES = {False: N_("full"), True: N_("short")}


@dataclass(frozen=True)
class Listing:
    """What is listed, for a reader; `pillars` are those of all results that they may see, so that columns stay."""

    results: Sequence[Result]
    pillars: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, all_results: Sequence[Result], view: View, language: str) -> Self:
        pillars = sorted({pillar for result in all_results for pillar in result.levels})
        return cls(seen(all_results, view), tuple(pillars), language)


def as_table(listing: Listing, *, is_filtered: bool, today: str) -> TableWorkbook:
    _ = translations(listing.language).gettext
    notes = [_("Levels after the secretariat's review, as published.")]
    if any(result.is_short for result in listing.results):
        notes.append(_(SHORT_FORM))
    if len({result.questionnaire for result in listing.results}) > 1:
        notes.append(_(TWO_VERSIONS))
    if is_filtered:
        notes.append(_("Only the results that matched the filters of the page are included."))
    is_mirrored = is_right_to_left(listing.language)
    return TableWorkbook(_("Published results"), today, is_mirrored, tuple(_columns(listing)), tuple(notes))


def as_csv(listing: Listing, form: CsvForm) -> bytes:
    """With round and version as texts that no program takes for numbers."""
    columns = _columns(listing, round_text, version_text)
    rows = zip(*(column.values for column in columns), strict=True)
    return csv_of((column.title for column in columns), rows, form)


def _columns(
    listing: Listing, round_said: Callable[[str], str] = str, version_said: Callable[[str], str] = str
) -> list[Column]:
    _, results = translations(listing.language).gettext, listing.results
    said: list[tuple[str, float, str, Callable[[Result], Any]]] = [
        (_("Administration"), 40, "text", lambda result: result.administration),
        (_("Region"), 24, "text", lambda result: region_name(result.region, listing.language)),
        (_("Round"), 9, "text", lambda result: round_said(result.round)),
        (_("Edition"), 9, "count", lambda result: result.edition),
        (_("Questionnaire"), 14, "text", lambda result: version_said(result.questionnaire)),
        (_("Form"), 8, "text", lambda result: _(FORM_NAMES[result.is_short])),
        (_("Answers examined"), 11, "count", lambda result: result.examined["examined"]),
        (_("Answers to examine"), 11, "count", lambda result: result.examined["asked"]),
    ]
    columns = [Column(title, width, look).of(results, value) for title, width, look, value in said]
    columns.append(_level(_("Overall, level"), results, lambda result: result.level))
    columns.append(Column(_("Overall, score"), 9, "score").of(results, lambda result: result.score))
    columns += [_of_pillar(_("{name}, level").format(name=pillar), results, pillar) for pillar in listing.pillars]
    # New columns come last: programs know the others by their places too
    return [*columns, Column(_("Kind of organisation"), 22).of(results, lambda result: _(KINDS[result.organisation]))]


def _of_pillar(title: str, results: Sequence[Result], pillar: str) -> Column:
    return _level(title, results, lambda result: result.levels.get(pillar))


def _level(title: str, results: Sequence[Result], level: Callable[[Result], int | None]) -> Column:
    return Column(title, 9, "level").of(results, level, lambda result: ground_of(level(result)))
