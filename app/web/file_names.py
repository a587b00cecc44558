"""What downloads are called. One function names them all: content that differs never has one name (decision 0026).

A name says what it is and of whom, the edition, the day of its data, the day on which it was taken, and the beginning
of a hash. Of what is drawn before it leaves, that is the hash of the file; of what is made while it leaves, that of the
state it is made from. Files inside a ZIP are named without the day on which it was taken: a download that goes on
tomorrow must give the same bytes.
"""

import hashlib
import re
from datetime import datetime
from io import BufferedRandom

from app.assessments.reads import OneAssessment

NOT_IN_NAMES = re.compile(r"[\W_]+")
NOT_IN_PARTS = re.compile(r"[^\w.-]+")
LONGEST_PART = 80
"""In bytes: file systems hold 255, of which two names may take this much each."""
MARK = 8


def file_name(
    what: str,
    *of: str,
    ending: str,
    edition: int = 0,
    data: str = "",
    taken: datetime | None = None,
    mark: str = "",
) -> str:
    """`of` goes from the largest to the smallest; `data` is an ISO date, `mark` a hash."""
    parts = [what, *(NOT_IN_PARTS.sub("-", part).strip("-.") for part in of)]
    parts += [f"edition-{edition}" if edition else "", f"data-{data}" if data else ""]
    parts += [f"downloaded-{taken.date().isoformat()}" if taken else "", mark[:MARK]]
    return "-".join(filter(None, parts)) + ending


def mark_of(content: bytes | BufferedRandom) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()


def plain_name(name: str) -> str:
    """Of an administration or a person, as a part of the name of a file."""
    return NOT_IN_NAMES.sub("-", name).encode()[:LONGEST_PART].decode(errors="ignore").strip("-")


def date_of(assessment: OneAssessment) -> str:
    """The date of the data, never of the clock: that of the last save; "" before any."""
    return assessment.changed_at.date().isoformat() if assessment.changed_at else ""


def report_name(
    assessment: OneAssessment, *, data: str, mark: str, taken: datetime | None = None, is_own: bool = False
) -> str:
    """Of a gap report; without `taken`, as it lies in the ZIP of a round. `is_own`: it has every workforce number, so
    that nobody takes it for the one to pass on."""
    version, place = assessment.questionnaire.version, plain_name(assessment.administration)
    of = (place, assessment.round, version)
    edition = assessment.edition if assessment.signature else 0
    what = "gap-report-own" if is_own else "gap-report"
    return file_name(what, *of, ending=".xlsx", edition=edition, data=data, taken=taken, mark=mark)
