"""Compares workbooks that came back with what is here, question by question. Pure, and in any order the same.

Of each row three answers are known: the one in the file, the one it was downloaded with, and the one that is here now.
What only one side changed is taken from that side; what both changed, a person decides
(a three-way merge of whole answers, as diff3 merges lines).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from string import ascii_uppercase

from app.assessments.reads import NEVER_SAVED, Saved
from app.features.workbooks.refused_rows import (
    NO_SUCH_QUESTION,
    left_out_of,
    misplaced,
    to_another_text,
    without_room,
)
from app.web.left_out import LeftOut
from exports.answer_workbook.compose import answer_of
from exports.answer_workbook.layout import (
    MORE_REFUSED,
    MOST_REFUSED,
    AnsweredWorkbook,
    ReadRow,
    RefusedCell,
)
from questionnaires.answers import NOT_ANSWERED, Answer, is_same_answer
from questionnaires.canonical_json import canonical
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.documents import as_document
from questionnaires.problems import Problem

Bases = Mapping[tuple[str, int], Answer]
"""Indicator and revision -> the answer that it was."""


@dataclass(frozen=True)
class NamedWorkbook:
    """`is_foreign`: of another assessment or version; its revisions mean nothing here. `other_texts` are the questions
    whose levels had other texts when it was downloaded."""

    file: str
    workbook: AnsweredWorkbook
    is_foreign: bool = False
    other_texts: frozenset[str] = frozenset()


@dataclass(frozen=True, order=True)
class Source:
    """A row of a file."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Proposal:
    """An answer that some files give, and that differs from the one here."""

    answer: Answer
    sources: tuple[Source, ...]
    is_foreign: bool = False


class Kind(StrEnum):
    CHANGED = "changed"
    CONFLICT = "conflict"
    FILL = "fill"
    """From a foreign workbook, where nobody has answered here."""


@dataclass(frozen=True)
class Question:
    """A question that the files would change; `seen` is the revision here that a person is shown or was shown."""

    indicator: str
    kind: Kind
    here: Saved
    seen: int
    proposals: tuple[Proposal, ...]

    @property
    def is_late(self) -> bool:
        """Somebody saved something newer than what was shown."""
        return self.here.revision != self.seen

    @property
    def is_foreign(self) -> bool:
        return all(proposal.is_foreign for proposal in self.proposals)

    @property
    def empties(self) -> bool:
        """Would take away an answer or a text that is here: people do so, and programs that lose cells."""
        return self.kind is Kind.CHANGED and _empties(self.here.answer, self.proposals[0].answer)


def _empties(here: Answer, proposed: Answer) -> bool:
    if proposed.state == "not_answered" and here.state != "not_answered":
        return True
    return bool((here.evidence and not proposed.evidence) or (here.comment and not proposed.comment))


@dataclass(frozen=True)
class Foreign:
    """What a workbook of another assessment or version says of itself."""

    file: str
    administration: str
    round: str
    questionnaire: str


@dataclass(frozen=True)
class Merged:
    """`unchanged` and `not_now` are ids of questions in the order of the questionnaire. A question whose row was
    refused in any of the files is not unchanged: somebody wanted it otherwise. `unread` tells what was handed out and
    did not come back, `gone` the ids of the questions that are in none of the files.
    """

    questions: tuple[Question, ...] = ()
    unchanged: tuple[str, ...] = ()
    not_now: tuple[str, ...] = ()
    refused: tuple[LeftOut, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    unread: tuple[LeftOut, ...] = ()
    gone: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.kind is kind)

    @property
    def rows_refused(self) -> int:
        """A row counts once, whatever number of its cells was refused."""
        return len({(line.file, line.sheet, line.cell.lstrip(ascii_uppercase)) for line in self.refused if line.cell})

    @property
    def files_refused(self) -> int:
        return sum(not line.sheet and line.problem.sentence != MORE_REFUSED for line in self.refused)

    def refusing(self, more: Iterable[LeftOut]) -> "Merged":
        """With what could not even be compared; of each file up to a limit, since all of it travels in a form."""
        by_file: dict[str, list[LeftOut]] = {}
        for line in (*more, *self.refused):
            by_file.setdefault(line.file, []).append(line)
        return replace(self, refused=tuple(line for lines in by_file.values() for line in _shortened(lines)))


def _shortened(lines: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """Of one file. What was counted before is counted again, so that one line tells how many more there are."""
    listed = [line for line in lines if line.problem.sentence != MORE_REFUSED]
    counted = (int(str(line.problem.names["count"])) for line in lines if line.problem.sentence == MORE_REFUSED)
    more = len(listed[MOST_REFUSED:]) + sum(counted)
    if more:
        yield LeftOut(lines[0].file, "", "", "", "", Problem("file", MORE_REFUSED, {"count": more}))
    yield from listed[:MOST_REFUSED]


@dataclass
class _Offer:
    """An answer that files give. `is_clean`: nothing changed here since any of them was downloaded."""

    sources: set[Source] = field(default_factory=set)
    is_clean: bool = True
    is_foreign: bool = True

    def add(self, source: Source, *, is_clean: bool, is_foreign: bool) -> None:
        self.sources.add(source)
        self.is_clean &= is_clean
        self.is_foreign &= is_foreign


Offers = dict[Answer, _Offer]


def merge(
    questionnaire: Questionnaire,
    workbooks: Sequence[NamedWorkbook],
    here: Mapping[str, Saved],
    bases: Bases,
    *,
    open_now: frozenset[str],
    items: Mapping[str, tuple[str, ...]] | None = None,
) -> Merged:
    """`open_now` are the questions that the state allows to answer, `items` what the register holds for each."""
    known = _Known(questionnaire, here, bases, items or {})
    offered: dict[str, Offers] = {}
    refused: dict[tuple[str, str, str], LeftOut] = {}
    left_out = set[str]()
    for named in workbooks:
        for row in named.workbook.rows:
            answer, problems = known.new_answer(named, row)
            if problems:
                _refuse(refused, named, problems)
                left_out.add(row.indicator)
                continue
            offers = offered.setdefault(row.indicator, {})
            if answer is not None:
                source = Source(named.file, row.sheet, row.number)
                is_clean = named.is_foreign or row.revision == known.saved(row).revision
                offers.setdefault(answer, _Offer()).add(source, is_clean=is_clean, is_foreign=named.is_foreign)
    merged = _in_order(questionnaire, offered, refused.values(), here, open_now)
    unchanged = tuple(id_ for id_ in merged.unchanged if id_ not in left_out)
    foreign = tuple(_foreign(named) for named in workbooks if named.is_foreign)
    return replace(merged, unchanged=unchanged, foreign=foreign)


@dataclass(frozen=True)
class _Known:
    """What the rows of all files are compared with."""

    questionnaire: Questionnaire
    here: Mapping[str, Saved]
    bases: Bases
    items: Mapping[str, tuple[str, ...]]

    def saved(self, row: ReadRow) -> Saved:
        return self.here.get(row.indicator, NEVER_SAVED)

    def new_answer(self, named: NamedWorkbook, row: ReadRow) -> tuple[Answer | None, Sequence[RefusedCell]]:
        """What a row says, None where that is no news; or why the row cannot be taken."""
        indicator, base = self._question(row), self._base(named, row)
        if indicator is None or base is None:
            return None, [misplaced(row, indicator)]
        now = self.saved(row).answer
        answer, problems = answer_of(row, indicator, base)
        if row.indicator in named.other_texts and answer.value not in (None, base.value):
            return None, [to_another_text(row)]
        if refused := problems or without_room(row, answer, now, self.items.get(row.indicator, ())):
            return None, refused
        return None if is_same_answer(answer, base) or is_same_answer(answer, now) else answer, ()

    def _question(self, row: ReadRow) -> Indicator | None:
        indicator = self.questionnaire.indicators.get(row.indicator)
        return indicator if indicator and indicator.is_scored else None

    def _base(self, named: NamedWorkbook, row: ReadRow) -> Answer | None:
        """The answer that the row was downloaded with; None where there was never such a one."""
        if named.is_foreign or not row.revision:
            return NOT_ANSWERED
        return self.bases.get((row.indicator, row.revision))


def _foreign(named: NamedWorkbook) -> Foreign:
    header = named.workbook.header
    return Foreign(named.file, header.administration, header.round, header.questionnaire)


def _refuse(refused: dict[tuple[str, str, str], LeftOut], named: NamedWorkbook, cells: Iterable[RefusedCell]) -> None:
    """What another questionnaire asks is no mistake of a foreign workbook."""
    for cell in cells:
        if not (named.is_foreign and cell.problem.sentence == NO_SUCH_QUESTION):
            line = left_out_of(named.file, cell)
            refused.setdefault((line.file, line.sheet, line.cell), line)


def _in_order(
    questionnaire: Questionnaire,
    offered: Mapping[str, Offers],
    refused: Iterable[LeftOut],
    here: Mapping[str, Saved],
    open_now: frozenset[str],
) -> Merged:
    order = [id_ for id_ in questionnaire.indicators if id_ in offered]
    return Merged(
        tuple(_question(id_, offered[id_], here) for id_ in order if offered[id_] and id_ in open_now),
        tuple(id_ for id_ in order if not offered[id_]),
        tuple(id_ for id_ in order if offered[id_] and id_ not in open_now),
        tuple(sorted(refused, key=lambda line: (line.file, line.sheet, len(line.cell), line.cell))),
    )


def _question(id_: str, offers: Offers, here: Mapping[str, Saved]) -> Question:
    now = here.get(id_, NEVER_SAVED)
    in_order = sorted(offers.items(), key=lambda offer: canonical(as_document(offer[0])))
    proposals = tuple(Proposal(answer, tuple(sorted(o.sources)), o.is_foreign) for answer, o in in_order)
    return Question(id_, _kind(list(offers.values()), now), now, now.revision, proposals)


def _kind(offers: list[_Offer], now: Saved) -> Kind:
    if len(offers) > 1:
        return Kind.CONFLICT
    (only,) = offers
    if only.is_foreign:
        return Kind.FILL if now.answer == NOT_ANSWERED else Kind.CONFLICT
    return Kind.CHANGED if only.is_clean else Kind.CONFLICT
