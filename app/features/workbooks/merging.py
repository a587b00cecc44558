"""Compares workbooks that came back with what is here, question by question. Pure, and in any order the same.

Of each row three answers are known: the one in the file, the one it was downloaded with, and the one that is here now.
What only one side changed is taken from that side; what both changed, a person decides
(a three-way merge of whole answers, as diff3 merges lines).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from string import ascii_uppercase

from app.assessments.evidence_limit import grows, over_with, problem_of
from app.assessments.reads import NEVER_SAVED, Saved
from app.web.left_out import LeftOut, shortened
from exports.answer_workbook.compose import answer_of
from exports.answer_workbook.layout import (
    ANSWER,
    EVIDENCE,
    ID,
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
from questionnaires.problems import N_, Problem

NO_SUCH_QUESTION = N_("There is no question {id} in this questionnaire. The row was left out.")
NO_SUCH_REVISION = N_("This row is based on an answer that was never here. Download the workbook again.")

Bases = Mapping[tuple[str, int], Answer]
"""Indicator and revision -> the answer that it was."""


@dataclass(frozen=True)
class NamedWorkbook:
    """`is_foreign`: of another assessment or version; its revisions mean nothing here."""

    file: str
    workbook: AnsweredWorkbook
    is_foreign: bool = False


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
        return all(one.is_foreign for one in self.proposals)

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
        return tuple(one for one in self.questions if one.kind is kind)

    @property
    def rows_refused(self) -> int:
        """A row counts once, whatever number of its cells was refused."""
        return len({(one.file, one.sheet, one.cell.lstrip(ascii_uppercase)) for one in self.refused if one.cell})

    @property
    def files_refused(self) -> int:
        return sum(not one.sheet and one.problem.sentence != MORE_REFUSED for one in self.refused)

    def refusing(self, more: Iterable[LeftOut]) -> "Merged":
        """With what could not even be compared; of each file up to a limit, since all of it travels in a form."""
        by_file: dict[str, list[LeftOut]] = {}
        for one in (*more, *self.refused):
            by_file.setdefault(one.file, []).append(one)
        return replace(self, refused=tuple(one for found in by_file.values() for one in _shortened(found)))


def _shortened(found: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """Of one file. What was counted before is counted again, so that one line tells how many more there are."""
    listed = [one for one in found if one.problem.sentence != MORE_REFUSED]
    counted = (int(str(one.problem.names["count"])) for one in found if one.problem.sentence == MORE_REFUSED)
    more = len(listed[MOST_REFUSED:]) + sum(counted)
    if more:
        yield LeftOut(found[0].file, "", "", "", "", Problem("file", MORE_REFUSED, {"count": more}))
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
    found: dict[str, Offers] = {}
    refused: dict[tuple[str, str, str], LeftOut] = {}
    left_out = set[str]()
    for named in workbooks:
        for row in named.workbook.rows:
            indicator = _question_of(questionnaire, row.indicator)
            base = NOT_ANSWERED if named.is_foreign or not row.revision else bases.get((row.indicator, row.revision))
            if indicator is None or base is None:
                _refuse(refused, named, [_misplaced(row, indicator)])
                left_out.add(row.indicator)
                continue
            saved = here.get(row.indicator, NEVER_SAVED)
            now = saved.answer
            answer, problems = answer_of(row, indicator, base)
            problems = problems or _without_room(row, answer, now, (items or {}).get(row.indicator, ()))
            if problems:
                _refuse(refused, named, problems)
                left_out.add(row.indicator)
                continue
            offers = found.setdefault(row.indicator, {})
            if not (is_same_answer(answer, base) or is_same_answer(answer, now)):
                source = Source(named.file, row.sheet, row.number)
                is_clean = named.is_foreign or row.revision == saved.revision
                offers.setdefault(answer, _Offer()).add(source, is_clean=is_clean, is_foreign=named.is_foreign)
    merged = _in_order(questionnaire, found, refused.values(), here, open_now)
    unchanged = tuple(id_ for id_ in merged.unchanged if id_ not in left_out)
    return replace(merged, unchanged=unchanged, foreign=tuple(_foreign(one) for one in workbooks if one.is_foreign))


def _foreign(named: NamedWorkbook) -> Foreign:
    header = named.workbook.header
    return Foreign(named.file, header.administration, header.round, header.questionnaire)


def _question_of(questionnaire: Questionnaire, id_: str) -> Indicator | None:
    one = questionnaire.indicators.get(id_)
    return one if one and one.is_scored else None


def _misplaced(row: ReadRow, indicator: Indicator | None) -> RefusedCell:
    """A row of another questionnaire, or one that was based on something that was never here."""
    problem = Problem(ID, NO_SUCH_REVISION) if indicator else Problem(ID, NO_SUCH_QUESTION, {"id": row.indicator})
    return RefusedCell(row.sheet, row.addresses[ID], problem, row.indicator, row.given.get(ANSWER, ""))


def _without_room(row: ReadRow, answer: Answer, now: Answer, items: tuple[str, ...]) -> tuple[RefusedCell, ...]:
    """As `evidence_room` judges at the save: told here, so that the other rows can be stored."""
    over = over_with(answer, items)
    if over <= 0 or not grows(answer, now):
        return ()
    code = EVIDENCE if EVIDENCE in row.addresses else ID
    problem = problem_of(row.indicator, over)
    return (RefusedCell(row.sheet, row.addresses[code], problem, row.indicator, row.given.get(code, "")),)


def left_out_of(file: str, cell: RefusedCell) -> LeftOut:
    return LeftOut(file, cell.sheet, cell.address, cell.question, shortened(cell.given), cell.problem)


def _refuse(refused: dict[tuple[str, str, str], LeftOut], named: NamedWorkbook, cells: Iterable[RefusedCell]) -> None:
    """What another questionnaire asks is no mistake of a foreign workbook."""
    for cell in cells:
        if not (named.is_foreign and cell.problem.sentence == NO_SUCH_QUESTION):
            one = left_out_of(named.file, cell)
            refused.setdefault((one.file, one.sheet, one.cell), one)


def _in_order(
    questionnaire: Questionnaire,
    found: Mapping[str, Offers],
    refused: Iterable[LeftOut],
    here: Mapping[str, Saved],
    open_now: frozenset[str],
) -> Merged:
    order = [id_ for id_ in questionnaire.indicators if id_ in found]
    return Merged(
        tuple(_question(id_, found[id_], here) for id_ in order if found[id_] and id_ in open_now),
        tuple(id_ for id_ in order if not found[id_]),
        tuple(id_ for id_ in order if found[id_] and id_ not in open_now),
        tuple(sorted(refused, key=lambda one: (one.file, one.sheet, len(one.cell), one.cell))),
    )


def _question(id_: str, offers: Offers, here: Mapping[str, Saved]) -> Question:
    now = here.get(id_, NEVER_SAVED)
    in_order = sorted(offers.items(), key=lambda one: canonical(as_document(one[0])))
    proposals = tuple(Proposal(answer, tuple(sorted(o.sources)), o.is_foreign) for answer, o in in_order)
    return Question(id_, _kind(list(offers.values()), now), now, now.revision, proposals)


def _kind(offers: list[_Offer], now: Saved) -> Kind:
    if len(offers) > 1:
        return Kind.CONFLICT
    (only,) = offers
    if only.is_foreign:
        return Kind.FILL if now.answer == NOT_ANSWERED else Kind.CONFLICT
    return Kind.CHANGED if only.is_clean else Kind.CONFLICT
