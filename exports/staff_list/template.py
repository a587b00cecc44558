"""The template of the list of staff: a sheet with the titles alone, and one that explains each column.

There is no example: whatever stands below the titles would be counted as a person.
"""

from dataclasses import dataclass

from exports.cells import Book, Sheet
from exports.content import Column, Table
from exports.heights import row_height
from exports.paper import A4, SIDES
from exports.staff_list.headings import CONTRACTS, TITLES, WORKING_TIMES, Translate
from exports.tables import draw_rows, draw_titles
from questionnaires.problems import N_
from questionnaires.workforce.definition import SEXES, TablesWords
from questionnaires.workforce.grades import GRADES
from questionnaires.workforce.staff_list import FUNCTIONS, REASONS
from questionnaires.workforce.staff_rows import (
    COLUMNS,
    CONTRACT,
    FUNCTION,
    GRADE,
    HIRED,
    HOURS,
    LEFT,
    NEEDED,
    PAY,
    REASON,
    SEX,
)

TITLE, LIST, EXPLANATION = N_("List of staff without names"), N_("Staff"), N_("Explanation")
LOOKS = {HIRED: "fill day", LEFT: "fill day", PAY: "fill amount"}
WIDTH = 20
ROWS = 5_000
"""Below the titles, with a drop-down in each: as many as a sheet of the list may have."""
ABOUT = (
    N_("One row for each person. Remove columns that you do not need: only the required ones must be there."),
    N_("Do not add names, numbers of staff, dates of birth or addresses: a list that has them is not accepted."),
    N_("Parity counts the rows and fills the tables. It keeps the totals, never the rows."),
)
SAYS = {
    GRADE: N_("One of the seven grades, or the name of your own grade once you have said which of the seven it is."),
    FUNCTION: N_("Where the person spends most of their time."),
    SEX: N_("W for women, M for men, X for other or not stated."),
    CONTRACT: N_("With the working time, for the table of contracts."),
    HOURS: N_("Full time means the full weekly hours of the post."),
    HIRED: N_(
        "A date such as 2025-12-31, for everyone. It shows who was hired in the 12 months before the snapshot date."
    ),
    LEFT: N_("A date such as 2025-12-31. Add everyone who left in the 12 months before the snapshot date."),
    REASON: N_("For those who left."),
    PAY: N_("Gross pay per hour with regular allowances. Leave it empty for anyone who is not on full pay."),
}


@dataclass(frozen=True)
class StaffListTemplate:
    """`created` is the date of the file's data, such as that of the round; `words` are the tables in this language."""

    words: TablesWords
    translate: Translate
    created: str
    right_to_left: bool


def titles_of_list(translate: Translate) -> tuple[str, ...]:
    """The one row of the template as CSV."""
    return tuple(translate(TITLES[column]) for column in COLUMNS)


def draw_staff_list(template: StaffListTemplate) -> bytes:
    say = template.translate
    book = Book(title=say(TITLE), subject=say(TITLE), created=template.created, right_to_left=template.right_to_left)
    _draw_list(book, book.sheet(say(LIST)), template)
    _draw_explanation(book.sheet(say(EXPLANATION)), template)
    return book.close()


def _draw_list(book: Book, sheet: Sheet, template: StaffListTemplate) -> None:
    worksheet = sheet.worksheet
    titles = titles_of_list(template.translate)
    worksheet.set_row(0, row_height(titles, [WIDTH] * len(titles)))
    for at, column in enumerate(COLUMNS):
        worksheet.set_column(at, at, WIDTH, book.format(LOOKS.get(column, "fill text")))
        sheet.write(0, at, titles[at], "head")
        if choices := _choices(column, template):
            sheet.offer((1, ROWS), at, choices, strict=False)
        if column in (HIRED, LEFT):
            sheet.expect_dates((1, ROWS), at)
    worksheet.freeze_panes(1, 0)
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)


def _choices(column: str, template: StaffListTemplate) -> tuple[str, ...]:
    """Short ones: a drop-down takes 255 letters, and no comma."""
    say = template.translate
    short = {
        GRADE: GRADES,
        FUNCTION: FUNCTIONS,
        SEX: SEXES,
        CONTRACT: tuple(map(say, CONTRACTS.values())),
        HOURS: tuple(map(say, WORKING_TIMES.values())),
        REASON: tuple(template.words.tables["WT3c"].measures[reason] for reason in REASONS),
    }
    return short.get(column, ())


def _draw_explanation(sheet: Sheet, template: StaffListTemplate) -> None:
    say, words = template.translate, template.words
    meant = {
        GRADE: "\n".join(f"{grade}: {words.row('WT1a', grade)}" for grade in GRADES),
        FUNCTION: "\n".join(f"{function}: {words.row('WT1b', function)}" for function in FUNCTIONS),
        SEX: "\n".join(f"{sex}: {words.sexes[sex]}" for sex in SEXES),
    }
    columns = (
        Column(say(N_("Column")), 22).of(COLUMNS, lambda column: say(TITLES[column])),
        Column(say(N_("Required")), 12).of(
            COLUMNS, lambda column: say(N_("Yes")) if column in NEEDED else say(N_("No"))
        ),
        Column(say(N_("What to enter")), 50).of(COLUMNS, lambda column: say(SAYS[column])),
        Column(say(N_("Words")), 50).of(
            COLUMNS, lambda column: meant.get(column) or "\n".join(_choices(column, template))
        ),
    )
    draw_titles(sheet, columns)
    draw_rows(sheet, Table(say(EXPLANATION), columns, tuple(map(say, ABOUT)), kept=0), 0)
    worksheet = sheet.worksheet
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 1)
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
