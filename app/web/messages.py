"""The message after an act: one of these sentences, on the page that the act leads to, for whoever did it.

The address carries its code with a seal over code, page and person, so that an address that somebody made up or sent
on claims nothing: it shows no message.
"""

import hmac
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from app.access.sealing import signature
from questionnaires.problems import N_, Counted

FIELD = "done"
SEAL_LETTERS = 16
MESSAGES: Mapping[str, str] = {
    # reviews
    "review-begun": N_("The review has begun. The administration can no longer withdraw its signature."),
    "returned": N_("The questions were returned. The administration's coordinators and heads will get an email."),
    "review-finished": N_(
        "The review is finished. The administration can see the reviewed levels, and its coordinators and heads will "
        "be told."
    ),
    "second-review-finished": N_("Your second review is finished and can no longer be changed."),
    "review-reopened": N_("The review was sent back to the reviewer and is open again."),
    "reviews-given": N_("The reviews were assigned."),
    "drawn": N_("The second reviews were drawn. Assign each one to a reviewer."),
    "published": N_("The result was published and is final. The administration's coordinators and heads will be told."),
    "all-published": N_("The results were published and are final. The coordinators and heads will be told."),
    # signatures and corrections
    "signature-withdrawn": N_("The signature was withdrawn. Answers can be changed and signed again."),
    "level-changed": N_("The level was changed. The team's own level is kept beside it."),
    "correction-asked": N_("The correction was requested. The lead of the secretariat will be told."),
    "correction-allowed": N_("The correction was allowed. The administration can change its answers and sign again."),
    "correction-refused": N_("The correction was refused. The published result remains valid."),
    "disagreed": N_("A second opinion was requested. The lead of the secretariat will be told."),
    "agreed": N_("Your disagreement was withdrawn."),
    # evidence and answers
    "evidence-added": N_("The evidence was added."),
    "evidence-replaced": N_("The newer file replaced the older one, which is still listed, as withdrawn."),
    "evidence-changed": N_("The questions that this evidence supports were changed."),
    "evidence-withdrawn": N_("The evidence was withdrawn. It is still listed, as withdrawn."),
    "restored": N_("The earlier answer was restored."),
    "assigned": N_("The selected parts were assigned. The person will be told what is new."),
    "unassigned": N_("The assignment was removed."),
    "signature-asked": N_("The head was asked to sign, and gets an email."),
    "level-restored": N_("The team's level was restored."),
    "grades-saved": N_("The grades were saved."),
    "profile-saved": N_("The profile was saved."),
    # rounds
    "round-set-up": N_("The round was set up. Add administrations when you are ready."),
    "round-dates": N_("The dates of the round were changed."),
    "round-opened": N_("The administrations were added. Their coordinators and heads will be told."),
    "more-time": N_("The due date of the administration was extended."),
    "extended-several": N_("The due dates were extended. The coordinators and heads will be told."),
    "reminded": N_("The reminders will be sent by email."),
    # the auditor's desk
    "results-seen": N_("The results were marked as seen. Those published from now on will appear here."),
    # people and accounts
    "invited": N_("The invitation was sent. It works for seven days."),
    "role": N_("The role was changed."),
    "removed": N_("The person was removed from the team. What they answered and wrote is kept."),
    "left": N_("You left the team."),
    "office": N_("The office was changed. The person has to sign in again."),
    "enabled": N_("The account was enabled."),
    "disabled": N_("The account was disabled. Its sessions and tokens have ended."),
    "signed-out": N_("The person was signed out everywhere."),
    "added": N_("The administration was added."),
    "imported": N_("The list was imported."),
    "staff-counted": N_("The numbers counted from the list of staff were saved."),
    "saved": N_("Saved."),
    "mail-tried": N_("The email will be sent again."),
    "mails-tried": N_("The emails will be sent again."),
    # my account
    "notices-read": N_("The notices were marked as read."),
    "password": N_("Your password was changed. You are signed out everywhere else, and your tokens no longer work."),
    "session-ended": N_("That session has ended."),
    "i-signed-out": N_("You are signed out everywhere. Your tokens no longer work."),
    "app-removed": N_("The authenticator app was removed. Its codes no longer sign you in."),
    "passkey-removed": N_("The passkey was removed. It no longer signs you in."),
    "token-revoked": N_("The token was revoked. The program that used it can no longer sign in."),
    "linked": N_("The external account was linked. You can now sign in with it."),
    "unlinked": N_("The external account was unlinked. You can no longer sign in with it."),
}
COUNTED: Mapping[str, Counted] = {
    "accepted": Counted("%(num)s answer was accepted.", "%(num)s answers were accepted."),
}
"""Those that say how many: their code goes on with a colon and the number."""


class CountedMessage(NamedTuple):
    one: str
    many: str
    number: int


ON_LISTS = frozenset({"reminded", "extended-several", "reviews-given", "all-published"})
"""Acts on some lines of a list, which stands further down on its page: there the message is."""


def is_on_list(given: str) -> bool:
    return given.partition(".")[0] in ON_LISTS


def with_message(address: str, code: str, key: bytes, person: str) -> str:
    """An address of ours whose page shows the message to this person, "" for somebody who is not signed in."""
    if _message(code) is None:
        raise KeyError(code)
    parts = urlsplit(address)
    sealed = f"{FIELD}={code}.{_seal(parts.path, code, key, person)}"
    return urlunsplit(parts._replace(query=f"{parts.query}&{sealed}" if parts.query else sealed))


def message_in(path: str, given: str, key: bytes, person: str) -> str | CountedMessage:
    """The sentence of what came in the address, or "" where this server did not send this person here with it."""
    code, _, seal = given.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(path, code, key, person).encode()):
        return ""
    return _message(code) or ""


def _message(code: str) -> str | CountedMessage | None:
    name, _, number = code.partition(":")
    return CountedMessage(*COUNTED[name], int(number)) if number and name in COUNTED else MESSAGES.get(code)


def _seal(path: str, code: str, key: bytes, person: str) -> str:
    return signature(key, "done", f"{person}:{code}:{path}").hex()[:SEAL_LETTERS]
