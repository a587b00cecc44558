"""What is said of files of evidence that are not taken, and what to do. Each gets the name of the file."""

from questionnaires.problems import N_

NOT_TAKEN = N_("Files of this type are not taken: “{name}”. Save it as one of these and choose it again: {types}.")
NOT_WHAT_IT_SAYS = N_(
    "“{name}” does not hold what its ending says (.{ending}). Open it in the program that made it, save it again as "
    "PDF, and choose that file."
)
HAS_MACROS = N_("“{name}” holds macros, which are not taken. Save it as PDF, or without macros, and choose that file.")
OTHERS_INSIDE = N_("“{name}” holds other documents inside, which are not taken. Save it as PDF, and choose that file.")
LOCKED = N_(
    "“{name}” is locked with a password, so nobody else could open it. Save it without one, or print it to PDF, and "
    "choose that file."
)
CUT_SHORT = N_("“{name}” is damaged or cut short: its end is missing. Copy or download it again, and choose that file.")
TOO_OLD = N_(
    "“{name}” is in an old format of Office or Outlook (.doc, .xls, .ppt, .msg). Save it as .docx, .xlsx, .pptx or "
    "PDF, and choose that file."
)
NOT_OPENED = N_("“{name}” is protected in a way that cannot be told here. Print it to PDF, and choose that file.")
BUSY = N_("Several files are being looked at just now. Send yours again in a moment.")
