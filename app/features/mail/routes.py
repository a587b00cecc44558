"""The mails of a demo, for everybody; and those that wait, for the technical administrator."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import select, update
from sqlmodel import Session, col
from starlette.responses import Response

from app.access.guards import OfficeToChange, OfficeToSee, PerhapsSignedIn
from app.access.identity import Visitor, utc_now
from app.access.loaders import NotYours
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.installation import is_demo
from app.db.session import Reading, Writing
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.i18n.languages import spoken
from app.jobs.mail_sender import FOR_GOOD, PROBLEMS
from app.jobs.mail_texts import KIND_NAMES, MailContext, letter
from app.web.app_state import state_of
from app.web.pages import redirect_with_message, render

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 50
ANEW: dict[str, Any] = {"tries": 0, "next_try_at": None, "problem": ""}

ToSee = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_ACCOUNTS))]
ToChange = Annotated[Visitor, Depends(OfficeToChange(Permission.KEEP_ACCOUNTS))]


@router.get("/mails")
def mails_of_the_demo(request: Request, _open: PerhapsSignedIn, db: Reading) -> Response:
    """A demo sends nothing: its mails are read here, links and all. Nowhere else does this page exist."""
    if not is_demo(db):
        raise NotYours
    installation = MailContext(state_of(request).settings, state_of(request).key)
    mails = [
        (
            mail,
            person,
            spoken(person.language),
            letter(mail.kind, mail.names, mail.link_id, spoken(person.language), installation),
        )
        for mail, person in _newest(db)
    ]
    return render(request, "mail/demo.html", {"mails": mails, "address": installation.settings.address})


def _newest(db: Session, *, waiting: bool = False) -> list[tuple[Mail, Person]]:
    mails = select(Mail, Person).join(Person, col(Person.id) == col(Mail.person_id))
    if waiting:
        mails = mails.where(col(Mail.sent_at).is_(None))
    rows = db.execute(mails.order_by(col(Mail.created_at).desc(), col(Mail.id)).limit(MOST_SHOWN))
    return [(mail, person) for mail, person in rows]


@router.get("/mails/waiting")
def waiting_mails(request: Request, _visitor: ToSee, db: Reading) -> Response:
    """Without their texts: links in them are for their readers alone."""
    context: dict[str, Any] = {
        "mails": _newest(db, waiting=True),
        "kinds": KIND_NAMES,
        "problems": PROBLEMS,
        "for_good": FOR_GOOD,
        "sends": bool(state_of(request).settings.smtp_host),
    }
    return render(request, "mail/waiting.html", context)


@router.post("/mails/tries")
def try_all_again(request: Request, visitor: ToChange, db: Writing) -> Response:
    """What waits and what was given up because of an address, once the fault is mended."""
    waits = (col(Mail.sent_at).is_(None), col(Mail.problem).in_(sorted(PROBLEMS.keys() - {"expired", "disabled"})))
    ids = db.execute(update(Mail).where(*waits).values(**ANEW).returning(col(Mail.id))).scalars().all()
    if ids:
        audit_log.record(db, "mails tried again", by=visitor.id, at=utc_now(), details={"mails": len(ids)})
    return redirect_with_message(request, "mails-tried", "/mails/waiting")


@router.post("/mails/{mail_id}/tries")
def try_again(request: Request, visitor: ToChange, mail_id: str, db: Writing) -> Response:
    """From the beginning: it goes out with the next round."""
    mail = None if "\0" in mail_id else db.get(Mail, mail_id)
    if mail is None:
        raise NotYours
    if mail.sent_at is None and (mail.tries or mail.problem):
        for name, value in ANEW.items():
            setattr(mail, name, value)
        audit_log.record(db, "mail tried again", by=visitor.id, at=utc_now(), details={"mail": mail.id})
    return redirect_with_message(request, "mail-tried", "/mails/waiting")
