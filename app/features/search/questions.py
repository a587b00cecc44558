"""Questions of the questionnaire: in a team's own assessment, and for offices in the newest round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.features.search.hits import Hit
from questionnaires.definition import Indicator, Questionnaire

SHORT = "short"


@dataclass(frozen=True)
class Place:
    """An assessment in which a visitor meets questions, at this address of each of its elements."""

    administration: str
    elements: str

    def of(self, indicator: Indicator) -> str:
        return f"{self.elements}/{indicator.element}#{indicator.id}"


def questions(questionnaire: Questionnaire, form: str, places: Sequence[Place], language: str) -> Iterator[Hit]:
    """Each leads to the first of these places, and to the others by their names. The levels are told with it where
    there is no place to read them."""
    words = questionnaire.words(language)
    for indicator in questionnaire.structure.indicators:
        if not indicator.is_scored or (form == SHORT and not indicator.short):
            continue
        own = words.indicators[indicator.id]
        yield Hit(
            f"{indicator.id} {own.question}",
            places[0].of(indicator) if len(places) == 1 else "",
            searched=(words.elements[indicator.element].title,),
            links=tuple((place.of(indicator), place.administration) for place in places) if len(places) > 1 else (),
            levels=() if places else own.levels,
            small=() if places else tuple(text for _, text in sorted(own.small.items())),
        )
