"""What is said of workbooks and cells that cannot be taken, and what to do."""

from questionnaires.problems import N_

NOT_OURS = N_("This is no answer workbook. Choose the workbook that you downloaded here to fill in.")
A_REPORT = N_("This is a gap report, which is only read. Choose the workbook that you downloaded here to fill in.")
NO_HEADER = N_(
    "The hidden sheet that says whose answers these are is missing or damaged. "
    "Download a new workbook, then copy your answers into it."
)
FOREIGN = N_(
    "This workbook was not made here, or the hidden sheet that says whose answers these are was changed. "
    "Download a new workbook, then copy your answers into it."
)
NO_VERSION = N_("This workbook belongs to questionnaire {version}, which is not known here.")
FORMULA = N_("This cell holds a formula. Type the text itself, or paste it as a value.")
PRINTED = N_(
    "This is the version to print, which cannot be read back. "
    "Download the workbook with all questions, type the answers into it, then send that one."
)
NOT_UNDERSTOOD = N_("“{text}” is no answer here. Write one of: {choices}.")
NO_TARGET = N_("“{text}” is no target. Write one of: {choices}.")
CHANGED_REVISION = N_("The hidden columns of this row were changed. Copy the answer into a new workbook.")
TWICE = N_("{indicator} stands here and in {other}, with different answers. Keep one row of the two.")
NO_QUESTION = N_("There is no question “{id}” in this workbook. The row was left out.")
NO_ID = N_(
    "This row does not say which question it belongs to, so it was left out. "
    "If it holds an answer, write the id of the question here, such as RC-01."
)
NO_ROWS = N_(
    "The sheets of this workbook have lost their hidden first row or their ids, so nothing could be read. "
    "Copy your answers into a new workbook."
)
TOO_MANY_ROWS = N_("This workbook has more than {most} rows with questions. Remove what was added, then send it again.")
TOO_LONG = N_("This cell holds more text or lines than fit into an answer. Shorten it.")
MERGED = N_("This cell is merged with others ({cells}). Unmerge them, then answer each question in its own row.")
A_DATE = N_(
    "The program made a date of what was typed here. "
    "Give the cell the format Text, then type it again as it should read."
)
SHOWN_OTHERWISE = N_(
    "This cell holds {text}, but its format ({format}) shows something else. "
    "Give the cell the format Text, then type what it should say."
)
STRUCK_OUT = N_("Some of this text is struck out. Delete what is not meant, or take the line out, then send it again.")
NOT_SEEN = N_(
    "This text cannot be seen, since it has the colour of its ground or is too small. Change that, "
    "then send the workbook again."
)
AN_ERROR = N_("This cell shows an error of the program. Type the text itself.")
A_TRUTH = N_("This cell shows TRUE or FALSE, in the language of each program. Type it as a text.")
OTHER_QUESTION = N_(
    "The id of this row is {id}, but the question beside it is that of {other}. Copy the answer into a new workbook."
)
OTHER_TITLE = N_(
    "The title of this column, “{title}”, is not the one that belongs to it. Copy the answers into a new workbook."
)
LAID_OVER = N_(
    "Pictures, shapes and charts on a sheet are not stored: {count}. "
    "Add a picture as evidence on the page of its question; copy texts into the column “{title}”."
)
IN_TWO_COLUMNS = N_("Two columns of this sheet are the same, and {other} says something else. Delete one of them.")
GONE = N_("Questions that did not come back: {count}. What is answered here stays as it is.")
GONE_SHEET = N_("The whole sheet did not come back. Questions: {count}. What is answered here stays as it is.")
ON_HIDDEN_SHEET = N_(
    "The sheet is hidden, so it was not read. Questions: {count}. Show the sheet, then send the workbook again."
)
WITHOUT_CODES = N_(
    "The sheet has lost its hidden first row, so it was not read. Questions: {count}. "
    "Copy the answers into a new workbook."
)
IN_ANOTHER_FILE = N_("Questions that are not in this workbook, but in another one sent with it: {count}.")
GONE_COLUMN = N_("The column “{title}” did not come back. What it says here stays as it is.")
SHEET_OF_OTHERS = N_("This sheet was added to the workbook. It was not read.")
ONLY_READ = N_("These cells are only to be read, so what was written there is not stored: {cells}.")
BESIDE = N_("These cells belong to no column of the workbook, so they were not read: {cells}.")
NOTE = N_("A note beside a cell is not stored. Copy what matters into the column “{title}”.")
