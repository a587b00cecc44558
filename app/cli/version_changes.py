"""What became of a questionnaire in another version, as lines of text: `parity questionnaire diff`."""

from collections.abc import Iterator
from fractions import Fraction
from textwrap import wrap

from app.i18n.formatting import NO_FIGURE
from questionnaires.differences import Pair
from scoring.scorecard import rounded
from scoring.version_changes import CHANGES, ElementChange, QuestionChange, VersionChanges

WIDTH = 100
WORTH_A_LINE = ("kind", "condition")


def in_lines(changes: VersionChanges, *, with_words: bool) -> Iterator[str]:
    if changes.is_nothing:
        yield "Only the version differs."
        return
    yield f"From {changes.old} to {changes.new}"
    if not changes.is_mapped:
        yield f"No map leads from {changes.old} to {changes.new}: questions are matched by their ids."
    yield ""
    yield from _counts(changes)
    yield ""
    yield from _flags(changes)
    yield ""
    yield "Questions, with their share of the overall score:"
    for question in changes.questions:
        yield from _question(question, with_words=with_words)
    yield ""
    yield "Elements, with their share of the overall score:"
    yield from map(_element, changes.elements)
    if changes.others:
        yield ""
        yield "Beside the questions:"
        for pair in changes.others:
            yield from _pair(pair, pair.place, with_words=with_words)


def _counts(changes: VersionChanges) -> Iterator[str]:
    yield "Questions".ljust(10) + "".join(change.rjust(10) for change in CHANGES)
    for pillar in changes.pillars:
        yield pillar.ljust(10) + "".join(f"{number:>10}" for number in changes.counts(pillar).values())
    yield "all".ljust(10) + "".join(f"{number:>10}" for number in changes.counts().values())


def _flags(changes: VersionChanges) -> Iterator[str]:
    for name in ("core", "short"):
        flags = {question.id: getattr(question, name) for question in changes.questions}
        gained = [id_ for id_, flag in flags.items() if flag == (False, True)]
        lost = [id_ for id_, flag in flags.items() if flag == (True, False)]
        title = {"core": "Core questions", "short": "Short form"}[name]
        yield f"{title}: gained {', '.join(gained) or 'none'}"
        yield f"{' ' * len(title)}  lost {', '.join(lost) or 'none'}"


def _question(question: QuestionChange, *, with_words: bool) -> Iterator[str]:
    sources = "" if question.sources in ((), (question.id,)) else f"  from {', '.join(question.sources)}"
    flags = [name for name, flag in (("core", question.core), ("short", question.short)) if any(flag)]
    told = " ".join(f"{name} {_flag(getattr(question, name))}".strip() for name in flags)
    start = f"{question.id:<7}{question.element:<7}{question.change:<10}{_shares(question.shares)}"
    yield f"{start}  {told}{sources}".rstrip()
    if with_words:
        yield from wrap(question.why, WIDTH, initial_indent="    ", subsequent_indent="    ")
    for pair in question.facts:
        if with_words or pair.place in WORTH_A_LINE:
            yield from _pair(pair, f"    {pair.place}", with_words=with_words)
    if with_words:
        for pair in question.texts:
            yield from _pair(pair, f"    {pair.place}", with_words=True)
        yield ""


def _flag(flag: tuple[bool, bool]) -> str:
    return {(False, True): "gained", (True, False): "lost"}.get(flag, "")


def _element(element: ElementChange) -> str:
    old, new = element.titles
    title = new if old in (None, new) else f"{old} -> {new}"
    if new is None:
        title = f"{old} (gone{', into ' if element.into else ''}{', '.join(element.into)})"
    elif old is None:
        title = f"{new} (new)"
    weighs = f", weight {element.weights[0]} -> {element.weights[1]}" if None not in element.weights else ""
    changed = weighs if element.weights[0] != element.weights[1] else ""
    return f"{element.id:<7}{_shares(element.shares)}  {title}{changed}"


def _pair(pair: Pair, title: str, *, with_words: bool) -> Iterator[str]:
    """On one line, or with the words one below the other."""
    if pair.is_same:
        return
    if not with_words:
        yield f"{title}: {_short(pair.old)} -> {_short(pair.new)}"
        return
    yield title
    for sign, text in (("-", pair.old), ("+", pair.new)):
        for line in (text or "").splitlines():
            yield from wrap(line, WIDTH, initial_indent=f"      {sign} ", subsequent_indent="        ")


def _short(text: str | None) -> str:
    """What fits on a line; with --words it is whole."""
    line = " ".join((text or NO_FIGURE).split())
    return line if len(line) <= WIDTH // 2 else f"{line[: WIDTH // 2]}…"


def _shares(shares: tuple[Fraction | None, Fraction | None]) -> str:
    return " -> ".join(f"{_percent(share):>7}" for share in shares)


def _percent(share: Fraction | None) -> str:
    """With two decimals, half up."""
    return NO_FIGURE if share is None else f"{rounded(10 * 100 * share) / 10:.2f} %"
