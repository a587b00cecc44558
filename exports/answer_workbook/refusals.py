"""What is said of workbooks and cells that cannot be taken, and what to do."""

from questionnaires.problems import N_

NOT_OURS = N_("This is not an answer workbook. Choose the workbook that you downloaded here to fill in.")
A_REPORT = N_(
    "This is a gap report, which cannot be imported. Choose the workbook that you downloaded here to fill in."
)
NO_HEADER = N_(
    "The hidden sheet that says whose answers these are is missing or damaged. "
    "Download a new workbook, then copy your answers into it."
)
FOREIGN = N_(
    "This workbook was not made here, or its hidden sheet that says whose answers these are was "
    "changed. Download a new workbook, then copy your answers into it."
)
NO_VERSION = N_("This workbook is for questionnaire {version}, which is not available here.")
FORMULA = N_("This cell contains a formula. Enter the text itself, or paste it as a value.")
PRINTED = N_(
    "This is the printable questionnaire, which cannot be imported. Download the workbook with all "
    "questions, enter the answers in it, then upload it."
)
NOT_UNDERSTOOD = N_("“{text}” is not a valid answer here. Enter one of: {choices}.")
NO_TARGET = N_("“{text}” is not a valid target. Enter one of: {choices}.")
CHANGED_REVISION = N_("The hidden columns of this row were changed. Copy the answer into a new workbook.")
TWICE = N_("{indicator} appears here and in {other}, with different answers. Keep one of the two rows.")
NO_QUESTION = N_("There is no question “{id}” in this workbook. The row was skipped.")
NO_ID = N_(
    "This row does not say which question it belongs to, so it was skipped. If it contains an answer, "
    "enter the question number here, such as RC-01."
)
NO_ROWS = N_(
    "The sheets of this workbook have lost their hidden first row or their question numbers, so "
    "nothing could be read. Copy your answers into a new workbook."
)
TOO_MANY_ROWS = N_("This workbook has more than {most} rows with questions. Remove what was added and try again.")
TOO_LONG = N_("This cell contains more text or lines than an answer can hold. Shorten it.")
MERGED = N_("This cell is merged with others ({cells}). Unmerge them, then answer each question in its own row.")
A_DATE = N_("The spreadsheet program turned this entry into a date. Format the cell as Text, then enter it again.")
SHOWN_OTHERWISE = N_(
    "This cell contains {text}, but its format ({format}) shows something else. Format the cell as "
    "Text, then enter what it should say."
)
STRUCK_OUT = N_("Some of this text is struck through. Delete what is not meant, or remove the line, and try again.")
NOT_SEEN = N_(
    "This text cannot be seen, because it has the colour of its background or is too small. Change that and try again."
)
AN_ERROR = N_("This cell shows an error. Enter the text itself.")
A_TRUTH = N_("This cell contains TRUE or FALSE, which each program shows in its own language. Enter it as text.")
OTHER_QUESTION = N_(
    "This row has the number {id}, but the question beside it is {other}. Copy the answer into a new workbook."
)
OTHER_TITLE = N_(
    "The title of this column, “{title}”, belongs to another column. Copy the answers into a new workbook."
)
LAID_OVER = N_(
    "Pictures, shapes and charts on a sheet are not imported: {count}. Add a picture as evidence on "
    "the page of its question; copy texts into the column “{title}”."
)
IN_TWO_COLUMNS = N_("Two columns of this sheet are the same, but {other} has a different value. Delete one of them.")
GONE = N_("Missing questions: {count}. Their answers here stay as they are.")
GONE_SHEET = N_("The whole sheet is missing. Questions: {count}. Their answers here stay as they are.")
ON_HIDDEN_SHEET = N_("The sheet is hidden, so it was not read. Questions: {count}. Unhide the sheet and try again.")
WITHOUT_CODES = N_(
    "The sheet has lost its hidden first row, so it was not read. Questions: {count}. "
    "Copy the answers into a new workbook."
)
IN_ANOTHER_FILE = N_("Questions that are not in this workbook, but in another one uploaded with it: {count}.")
GONE_COLUMN = N_("The column “{title}” is missing. Its values here stay as they are.")
SHEET_OF_OTHERS = N_("This sheet was added to the workbook, so it was not read.")
ONLY_READ = N_("These cells are read only, so what was typed there is not imported: {cells}.")
BESIDE = N_("These cells belong to no column of the workbook, so they were not read: {cells}.")
NOTE = N_("Notes beside cells are not imported. Copy what matters into the column “{title}”.")
