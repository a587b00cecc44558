"""What is said of files of evidence that are not taken, and what to do. Each gets the name of the file."""

from questionnaires.problems import N_

NOT_TAKEN = N_(
    "Files of this type are not accepted: “{name}”. Save it as one of these types and choose it again: {types}."
)
NOT_WHAT_IT_SAYS = N_(
    "“{name}” is not the type of file that its name says (.{ending}). Open it in the program that made it, "
    "save it as PDF, and choose that file."
)
HAS_MACROS = N_(
    "“{name}” contains macros, which are not accepted. Save it as PDF, or without macros, and choose that file."
)
OTHERS_INSIDE = N_("“{name}” contains other documents, which are not accepted. Save it as PDF, and choose that file.")
LOCKED = N_(
    "“{name}” is protected with a password, so no one else could open it. Save it without a password, or "
    "print it to PDF, and choose that file."
)
CUT_SHORT = N_(
    "“{name}” is damaged or incomplete: its end is missing. Copy or download it again, and choose that file."
)
TOO_OLD = N_(
    "“{name}” is in an old Office or Outlook format (.doc, .xls, .ppt, .msg). Save it as .docx, .xlsx, .pptx "
    "or PDF, and choose that file."
)
NOT_OPENED = N_("“{name}” is protected in a way that Parity cannot check. Print it to PDF, and choose that file.")
BUSY = N_("The server is checking several files. Upload yours again in a moment.")
