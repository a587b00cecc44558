"""Which words an office reads: one of fewer than 100 staff has level texts of its own where the usual ones read oddly.

A level is the same whichever text it was chosen by: the small text says what the usual one means in a small office.
"""

from collections.abc import Mapping
from functools import lru_cache

from questionnaires.answers import ProfileValue
from questionnaires.definition import Indicator, IndicatorWords, Questionnaire, Words

STAFF = "profile.staff_total"
SMALL_BELOW = 100


def is_small(profile: Mapping[str, ProfileValue]) -> bool:
    """An office that does not say how many work in it reads the usual texts."""
    staff = profile.get(STAFF)
    return isinstance(staff, int) and staff < SMALL_BELOW


def words_for(questionnaire: Questionnaire, language: str, profile: Mapping[str, ProfileValue]) -> Words:
    """The words in which an assessment with this profile is shown, wherever it is shown."""
    return words_of(questionnaire, language, small=is_small(profile))


def words_of(questionnaire: Questionnaire, language: str, *, small: bool) -> Words:
    return _small_words(questionnaire, language) if small else questionnaire.words(language)


def has_small_texts(questionnaire: Questionnaire, indicator: Indicator) -> bool:
    return bool(questionnaire.words(questionnaire.structure.languages[0]).indicators[indicator.id].small)


def small_levels(words: IndicatorWords) -> list[int]:
    """The levels, 0 to 4, that have their text for small offices in these words; none in the usual ones."""
    return [int(level) for level, text in sorted(words.small.items()) if words.levels[_place(words, level)] == text]


def are_for_small(words: Words) -> bool:
    return any(small_levels(own) for own in words.indicators.values())


@lru_cache
def _small_words(questionnaire: Questionnaire, language: str) -> Words:
    """The very same object where the version has no texts for small offices."""
    usual = questionnaire.words(language)
    own = {id_: _with_small_texts(words) for id_, words in usual.indicators.items() if words.small}
    return usual.model_copy(update={"indicators": {**usual.indicators, **own}}) if own else usual


def _with_small_texts(words: IndicatorWords) -> IndicatorWords:
    levels = list(words.levels)
    for level, text in words.small.items():
        levels[_place(words, level)] = text
    return words.model_copy(update={"levels": tuple(levels)})


def _place(words: IndicatorWords, level: str) -> int:
    """Of a level among the texts: yes, partly and no have three, at 4, 2 and 0."""
    return int(level) if len(words.levels) > len(("no", "partly", "yes")) else int(level) // 2
