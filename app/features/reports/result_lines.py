"""What the list of results shows, with every cell that repeats made once: 187 lines must cost a few milliseconds."""

from functools import lru_cache

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.features.reports.result_list import Result
from app.i18n.formatting import NO_FIGURE, translations
from app.web.pages import place_name

Names = tuple[str, ...]
"""Of the levels, in order."""


def line_of(result: Result, pillars: tuple[str, ...], names: Names, language: str) -> Markup:
    """The cells of a row, in the order of the columns."""
    _ = translations(language).gettext
    cells = (
        _name(
            result.administration,
            place_name(result.region, result.organisation, language),
            result.assessment_id,
            result.is_short,
            language,
        ),
        _round(result.round, result.edition, language),
        _examined(result.examined["examined"], result.examined["asked"], language),
        _level(result.level, _("Overall"), names, language),
        _score(result.score, language),
        *(_level(result.levels[pillar], pillar, names, language) for pillar in pillars),
    )
    return Markup("").join(cells)


@lru_cache(maxsize=4096)
def _name(administration: str, about: str, leads_to: str, is_short: bool, language: str) -> Markup:
    tag = Markup(' <span class="tag">{}</span>').format(translations(language).gettext("short form"))
    return Markup('<th scope="row"><a href="/results/{}">{}</a> <span class="quiet signed-at">{}</span>{}</th>').format(
        leads_to, administration, about, tag if is_short else ""
    )


@lru_cache(maxsize=512)
def _round(name: str, edition: int, language: str) -> Markup:
    words = translations(language).gettext("Edition %(edition)s") % {"edition": edition}
    tag = Markup(' <span class="tag">{}</span>').format(words) if edition > 1 else ""
    return Markup("<td>{}{}</td>").format(name, tag)


@lru_cache(maxsize=4096)
def _examined(number: int, asked: int, language: str) -> Markup:
    _ = translations(language).gettext
    words = _("%(examined)s of %(asked)s") % {"examined": number, "asked": asked}
    return Markup('<td class="nowrap" data-label="{}">{}</td>').format(_("Examined"), words)


@lru_cache(maxsize=512)
def _level(level: int | None, label: str, names: Names, language: str) -> Markup:
    """As `level_badge` of the components draws it."""
    if level is None:
        _ = translations(language).gettext
        badge = Markup('<span class="level level-none" title="{}">{}</span>').format(_("Not rated"), NO_FIGURE)
    else:
        badge = Markup('<span class="level level-{}">{}<span class="hidden"> {}</span></span>').format(
            level, level, names[level]
        )
    return Markup('<td data-label="{}">{}</td>').format(label, badge)


@lru_cache(maxsize=2048)
def _score(score: float | None, language: str) -> Markup:
    shown = NO_FIGURE if score is None else format_decimal(score, "0.0", locale=language)
    label = escape(translations(language).gettext("Score"))
    return Markup('<td class="number" data-label="{}">{}</td>').format(label, shown)
