"""The emails that wait, by what stands in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.db.tables.records import Mail
from app.jobs.checks.results import CheckResult, problem
from app.jobs.mail_sender import FOR_GOOD
from questionnaires.problems import N_

NOT_SENT = (
    select(col(Mail.problem), func.count().label("count"), func.min(col(Mail.created_at)).label("oldest"))
    .where(col(Mail.sent_at).is_(None))
    .group_by(col(Mail.problem))
    .order_by(func.count().desc(), col(Mail.problem))
)


@dataclass(frozen=True)
class NotSent:
    """Emails that wait for the same reason, as `mail_sender.PROBLEMS` names it; "" for those not tried yet."""

    problem: str
    count: int
    oldest: datetime


def not_sent(db: Session) -> list[NotSent]:
    return [NotSent(*row) for row in db.connection().execute(NOT_SENT)]


def of_emails(waiting: Sequence[NotSent]) -> Iterator[CheckResult]:
    """A fault of the installation shows in mails that wait; those that went to a wrong address do not count."""
    if count := sum(emails.count for emails in waiting if emails.problem not in {"", *FOR_GOOD}):
        sentence = N_("{count} emails could not be sent so far: see /mails/waiting for the reasons.")
        yield problem("mail", sentence, count=f"{count:,}")
