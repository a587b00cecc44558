"""Whatever the order and the grouping of workbooks, the result is the same; and a second time changes nothing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessments.reads import NEVER_SAVED, Saved
from app.features.workbooks.choosing import choice_of, preselected
from app.features.workbooks.merging import Kind, Merged, NamedWorkbook, merge
from questionnaires.answers import Answer
from questionnaires.catalogue import HOME, load
from tests.app.workbooks.rows import book, level, row, saved
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

QUESTIONNAIRE = load(HOME)["2026.1"]
IDS = tuple(indicator.id for indicator in QUESTIONNAIRE.structure.indicators if indicator.is_scored)[:6]
ALL = frozenset(QUESTIONNAIRE.indicators)
ANSWERS = st.builds(level, st.integers(0, 4), st.sampled_from(["", "One", "Two"]))
HISTORIES = st.fixed_dictionaries({id_: st.lists(ANSWERS, max_size=3) for id_ in IDS})
History = dict[str, list[Answer]]


def here_of(history: History) -> dict[str, Saved]:
    return {id_: saved(answers[-1], len(answers)) for id_, answers in history.items() if answers}


def bases_of(history: History) -> dict[tuple[str, int], Answer]:
    return {(id_, at): answer for id_, answers in history.items() for at, answer in enumerate(answers, 1)}


def merged(history: History, books: list[NamedWorkbook]) -> Merged:
    return merge(QUESTIONNAIRE, books, here_of(history), bases_of(history), open_now=ALL)


def stored(history: History, books: list[NamedWorkbook]) -> History:
    """What stands in the history after what needs no decision was taken, and what would be emptied too."""
    result = merged(history, books)
    emptied = {question.indicator: "0" for question in result.questions if question.empties}
    wanted = choice_of(result, preselected(result) | emptied).wanted
    return {id_: [*answers, wanted[id_]] if id_ in wanted else answers for id_, answers in history.items()}


@st.composite
def workbooks(draw: st.DrawFn, history: History, ids: tuple[str, ...] = IDS) -> list[NamedWorkbook]:
    """Copies of different ages, in which people answered what they liked."""
    made = []
    for name in draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True)):
        rows = []
        for number, id_ in enumerate(draw(st.permutations(ids)), 4):
            revision = draw(st.integers(0, len(history[id_])))
            base = history[id_][revision - 1] if revision else NEVER_SAVED.answer
            given_here = draw(st.sampled_from([base, draw(ANSWERS)]))
            text = "" if given_here.value is None else str(given_here.value)
            rows.append(row(id_, revision, number, answer=text, comment=given_here.comment))
        made.append(book(f"{name}.xlsx", *rows))
    return made


@settings(deadline=None)
@given(st.data())
def test_the_order_of_the_files_does_not_matter(data: st.DataObject) -> None:
    history = data.draw(HISTORIES)
    books = data.draw(workbooks(history))

    assert merged(history, books) == merged(history, data.draw(st.permutations(books)))


@settings(deadline=None)
@given(st.data())
def test_a_file_sent_twice_at_once_changes_nothing(data: st.DataObject) -> None:
    history = data.draw(HISTORIES)
    books = data.draw(workbooks(history))

    assert merged(history, [*books, books[0]]) == merged(history, books)


@settings(deadline=None)
@given(st.data())
def test_a_file_sent_again_after_it_was_stored_changes_nothing(data: st.DataObject) -> None:
    history = data.draw(HISTORIES)
    books = data.draw(workbooks(history))
    after = stored(history, books)

    again = merged(after, books)

    assert again.of(Kind.CHANGED) == ()
    assert stored(after, books) == after


@settings(deadline=None)
@given(st.data())
def test_files_without_a_conflict_give_the_same_in_any_order_and_grouping(data: st.DataObject) -> None:
    history = data.draw(HISTORIES)
    books = without_conflicts(history, data.draw(workbooks(history)))
    at_once = stored(history, books)

    one_by_one = history
    for file in data.draw(st.permutations(books)):
        one_by_one = stored(one_by_one, [file])
    cut = data.draw(st.integers(0, len(books)))
    in_two = stored(stored(history, books[cut:]), books[:cut])

    assert now(one_by_one) == now(at_once) == now(in_two)


def test_a_workbook_of_before_two_changes_gives_the_same_in_any_order() -> None:
    """Bo took the second change back; Ana's older workbook wants it, as it stood here when she sent it."""
    history = {id_: list[Answer]() for id_ in IDS} | {IDS[1]: [level(0, "One"), level(1, "One")]}
    ana = book("ana.xlsx", row(IDS[1], 1, 4, answer="1", comment="One"))
    bo = book("bo.xlsx", row(IDS[1], 2, 4, answer="0", comment="One"))

    assert now(stored(stored(history, [bo]), [ana])) == now(stored(stored(history, [ana]), [bo]))
    assert now(stored(stored(history, [bo]), [ana])) == now(stored(history, [ana, bo]))


def without_conflicts(history: History, books: list[NamedWorkbook]) -> list[NamedWorkbook]:
    """The same workbooks without the rows on which a person would have to decide."""
    disputed = {question.indicator for question in merged(history, books).of(Kind.CONFLICT)}
    return [
        replace(
            file,
            workbook=replace(
                file.workbook, rows=tuple(row for row in file.workbook.rows if row.indicator not in disputed)
            ),
        )
        for file in books
    ]


def now(history: History) -> dict[str, Answer]:
    return {id_: entry.answer for id_, entry in here_of(history).items()}
