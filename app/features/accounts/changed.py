"""What follows each change of what signs a person in: a mail, a new token for this session, the end of all others."""

from datetime import datetime

from sqlmodel import Session

from app.access import sessions
from app.db.tables.people import Person
from app.i18n.formatting import translations
from app.i18n.languages import spoken
from app.jobs import outbox
from questionnaires.problems import N_

WHAT = {
    "password": N_("Your password was changed."),
    "app added": N_("An authenticator app was added to your account."),
    "app removed": N_("The authenticator app was removed from your account."),
    "codes": N_("New recovery codes were created for your account."),
    "passkey added": N_("A passkey was added to your account."),
    "passkey removed": N_("A passkey was removed from your account."),
    "linked": N_("An external account was linked to yours. You can now sign in with it."),
    "unlinked": N_("An external account was unlinked from yours. You can no longer sign in with it."),
    "token": N_("A token was created that lets a program use Parity as you."),
    "factors removed": N_("The technical administrator removed two-step verification from your account."),
}


def tell(db: Session, person_id: str, what: str, *, at: datetime) -> None:
    """By mail, since somebody else may have done it."""
    person = db.get_one(Person, person_id)
    sentence = translations(spoken(person.language)).gettext(WHAT[what])
    outbox.post(
        db,
        outbox.Kind.SIGN_IN_CHANGED,
        person_id,
        "/password-reset",
        at=at,
        what=sentence,
        changed_at=at.isoformat(),
    )


def renewed(db: Session, person_id: str, token: str, what: str, *, at: datetime) -> str:
    """Returns the new token of the session that had this one."""
    tell(db, person_id, what, at=at)
    return sessions.renew(db, person_id, token)
