"""What a search finds, and how it is told: which texts match, in which order, which part of them is marked. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from questionnaires.texts import as_kept, folded

LONGEST = 200
"""Letters of a text that is looked for; nobody types more."""
MOST_WORDS = 10
MOST_SHOWN = 20
"""Of each kind; of the others the page says how many they are."""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: as it was typed, and the words that must all be there, in any order."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Sought":
        text = " ".join(as_kept(typed[:LONGEST]).replace("\0", "").split())
        return cls(text, tuple(folded(text).split()[:MOST_WORDS]))


@dataclass(frozen=True)
class Hit:
    """`title` leads to `address`. `searched` are further texts that are shown and looked through, `about` those that
    are only shown, `links` further addresses with what they are called, `levels` the texts of those of a question and
    `small` those that small offices read in place of some."""

    title: str
    address: str
    searched: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    levels: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    assessment_id: str = ""
    """Whose evidence it is."""


@dataclass(frozen=True)
class Group:
    """The hits of one kind: the first of them, and how many there are."""

    kind: str
    hits: Sequence[Hit]
    count: int

    @property
    def beyond(self) -> int:
        return self.count - len(self.hits)


def group_of(kind: str, hits: Iterable[Hit], sought: Sought) -> Group:
    """Those that have every word. Titles that begin with the first come first; else the order stays."""
    matching = [hit for hit in hits if _matches(hit, sought.words)]
    matching.sort(key=lambda hit: not folded(hit.title).startswith(sought.words[0]))
    return Group(kind, matching[:MOST_SHOWN], len(matching))


def _matches(hit: Hit, words: Sequence[str]) -> bool:
    text = folded("\n".join((hit.title, *hit.searched)))
    return all(word in text for word in words)


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text with each of the words marked where it is, as it is written there."""
    letters, places = _letters(text)
    is_marked = [False] * len(text)
    for word in words:
        at = letters.find(word)
        while at >= 0:
            first, last = places[at], places[at + len(word) - 1]
            is_marked[first : last + 1] = [True] * (last + 1 - first)
            at = letters.find(word, at + len(word))
    pieces, begun = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or is_marked[end] != is_marked[begun]:
            piece = escape(text[begun:end])
            pieces.append(Markup("<mark>{}</mark>").format(piece) if is_marked[begun] else piece)
            begun = end
    return Markup("").join(pieces)


def _letters(text: str) -> tuple[str, list[int]]:
    """The text as it is looked through, and for each of its letters the place in the text that it comes from."""
    if text.isascii():
        return folded(text), list(range(len(text)))
    letters = [(letter, place) for place, character in enumerate(text) for letter in folded(character)]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]
