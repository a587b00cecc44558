"""The template of the list of staff holds titles and no person, says what each column is for, and is read back."""

import io

from openpyxl import load_workbook

from exports.reading.staff_child import NO_STAFF, staff_in
from exports.staff_list.headings import TITLES as COLUMN_TITLES
from exports.staff_list.headings import titles_in, words_in
from exports.staff_list.template import StaffListTemplate, draw_staff_list, titles_of_list
from questionnaires.texts import plain_label
from questionnaires.workforce.staff_rows import OF_WORDS
from tests.exports.staff_list.lists import EXPECTED, STAFF, TITLES, WORKFORCE, question, saved
from tests.exports.staff_list.test_counting import cells, counted, why

WORDS = WORKFORCE.words_by_language["en"]


def as_it_is(text: str) -> str:
    return text


def mirrored(text: str) -> str:
    """A language in which every word is written from its end."""
    return text[::-1]


def drawn(*, right_to_left: bool = False) -> bytes:
    return draw_staff_list(StaffListTemplate(WORDS, as_it_is, "2027-01-01", right_to_left))


def test_the_template_holds_nobody() -> None:
    assert why(drawn()) == NO_STAFF
    assert why((",".join(titles_of_list(as_it_is)) + "\n").encode()) == NO_STAFF


def test_the_same_template_has_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_what_is_filled_in_below_its_titles_is_counted() -> None:
    book = load_workbook(io.BytesIO(drawn()))
    sheet = book.worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == TITLES
    for at, row in enumerate(STAFF, 2):
        for column, text in enumerate(row, 1):
            sheet.cell(at, column, text or None)

    answer = counted(saved(book))

    assert (cells(answer), answer["others"]) == (EXPECTED, [])


def test_every_word_that_it_offers_is_known() -> None:
    sheet = load_workbook(io.BytesIO(drawn())).worksheets[0]
    known = question().words
    columns = {next(iter(rule.sqref.ranges)).bounds[0]: rule for rule in sheet.data_validations.dataValidation}
    offered = {
        column: [plain_label(word) for word in columns[at].formula1.strip('"').split(",")]
        for at, column in enumerate(COLUMN_TITLES, 1)
        if columns.get(at) and columns[at].type == "list"
    }

    assert offered.keys() == set(OF_WORDS)
    assert [word for column, words in offered.items() for word in words if word not in known[column]] == []


def test_each_column_is_explained_with_its_words() -> None:
    sheet = load_workbook(io.BytesIO(drawn())).worksheets[1]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2, max_row=10)]

    assert [row[0] for row in rows] == list(TITLES)
    assert [row[0] for row in rows if row[1] == "Yes"] == ["Grade", "Sex"]
    assert all(row[2] for row in rows)
    assert "G3: 3 Middle management" in str(rows[0][3])
    assert "Fixed term" in str(rows[3][3])


def test_it_reads_from_the_right_where_the_language_does() -> None:
    assert load_workbook(io.BytesIO(drawn(right_to_left=True))).worksheets[0].sheet_view.rightToLeft


def test_titles_and_words_of_another_language_are_known_beside_those_of_the_first() -> None:
    titles, words = titles_in((as_it_is, mirrored)), words_in([WORDS], (as_it_is, mirrored), {})

    assert (titles["edarg"], titles["grade"], titles["no_derih"]) == ("grade", "grade", "hired")
    assert (words["contract"]["mret dexif"], words["contract"]["fixed term"]) == ("fixed", "fixed")


def test_an_own_grade_means_what_the_administration_said_and_nothing_else() -> None:
    words = words_in([WORDS], (as_it_is,), {"Chief Inspector": "G4", "Ghost": "G9"})["grade"]

    assert (words["chief inspector"], words.get("ghost")) == ("G4", None)


def test_no_title_of_ours_is_taken_for_one_that_identifies() -> None:
    asked = question()

    assert {title for title in asked.titles if set(plain_label(title).split()) & set(asked.identifying)} == set()
    assert staff_in(asked.head() + b"Grade,Sex\nG1,W\n")["staff"] == 1
