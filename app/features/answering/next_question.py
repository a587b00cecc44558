"""Which question a person comes to next. Pure."""

from collections.abc import Collection, Iterable, Sequence

from app.assessments.readiness import Readiness


def next_open(
    ready: Readiness, after: str = "", mine: Collection[str] = (), others: Collection[str] = ()
) -> str | None:
    """The id of the next question that is not done, or None.

    `after` is the question where the person is: the search goes on from there, and around to the beginning. Elements in
    `mine` are the person's own and come first, elements in `others` those of somebody else and come last.
    """
    order = list(ready.answers)
    start = order.index(after) + 1 if after in ready.answers else 0
    is_open = [id_ for id_ in order[start:] + order[:start] if id_ != after and not ready.is_done(id_)]
    element_of = {id_: ready.questionnaire.indicators[id_].element for id_ in is_open}
    own = (id_ for id_ in is_open if element_of[id_] in mine)
    free = (id_ for id_ in is_open if element_of[id_] not in others)
    return _first(own) or _first(free) or _first(is_open)


def next_below(ready: Readiness, order: Sequence[str]) -> dict[str, str]:
    """Each with the next among these that is not done: on the page that holds them, nothing is fetched to go there."""
    below: dict[str, str] = {}
    following = ""
    for id_ in reversed(order):
        if following:
            below[id_] = following
        if not ready.is_done(id_):
            following = id_
    return below


def _first(ids: Iterable[str]) -> str | None:
    return next(iter(ids), None)
