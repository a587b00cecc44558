"""The lines of answers in the sums of the scorecard, kept once made: a page has a hundred, most as another had."""

from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

from app.web.pages import environment
from questionnaires.definition import Questionnaire
from scoring.score import points_of
from scoring.scorecard import Scorecard, Worth

MOST_KEPT = 4096


def answer_rows(questionnaire: Questionnaire, scorecard: Scorecard, element: str, language: str) -> Markup:
    """A line for each asked question of the element that is scored."""
    return Markup("").join(_rows(questionnaire, scorecard, element, language))


def _rows(questionnaire: Questionnaire, scorecard: Scorecard, element: str, language: str) -> Iterator[Markup]:
    words, unsupported_level = questionnaire.words(language), questionnaire.structure.scoring.unsupported_level
    for indicator in questionnaire.indicators_of[element]:
        result = scorecard.results[indicator.id]
        if indicator.is_scored and result.asked:
            question = words.indicators[indicator.id].question
            yield _row(indicator.id, question, indicator.weight, result.worth, unsupported_level, language)


@lru_cache(maxsize=MOST_KEPT)
def _row(id_: str, question: str, weight: int, worth: Worth, unsupported_level: int, language: str) -> Markup:
    macros = environment(language).get_template("reports/components/answers.html").module
    row: Markup = macros.row(id_, question, weight, worth, points_of(worth, unsupported_level))  # type: ignore[attr-defined]  # by its name
    return row
