"""The message after an act: one of these sentences, on the page that the act leads to, for whoever did it.

The address carries its code with a seal over code, page and person, so that an address that somebody made up or sent
on claims nothing: it shows no message.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from app.access.sealing import signature
from questionnaires.problems import N_

FIELD = "done"
SEAL_LETTERS = 16
MESSAGES: Mapping[str, str] = {
    # reviews
    "review-begun": N_("The review has begun. The administration can no longer withdraw its signature."),
    "returned": N_("The questions were sent back. The coordinators and heads of the administration get a mail."),
    "review-finished": N_(
        "The review is finished. The administration sees the reviewed levels; its coordinators and heads get a mail."
    ),
    "second-review-finished": N_("Your second review is finished and no longer changes."),
    "review-reopened": N_("The review is open again."),
    "reviews-given": N_("Saved who reviews, and until when."),
    "drawn": N_("The second reviews were drawn. Give each of them to a reviewer."),
    "published": N_(
        "The result was published and is frozen. The coordinators and heads of the administration get a mail."
    ),
    "all-published": N_("The results were published and are frozen. The coordinators and heads get a mail."),
    # signatures and corrections
    "signature-withdrawn": N_("The signature was taken back. Answers can be changed, and signed again."),
    "correction-asked": N_("The correction was asked for. The lead of the secretariat gets a mail."),
    "correction-allowed": N_("The correction was allowed. The administration can change its answers and sign again."),
    "correction-refused": N_("The correction was refused. The published result stands."),
    "disagreed": N_("A second opinion was asked for. The lead of the secretariat gets a mail."),
    "agreed": N_("Your disagreement was taken back."),
    # evidence and answers
    "evidence-added": N_("The evidence was added to the register."),
    "evidence-changed": N_("The questions that this evidence serves were changed."),
    "evidence-withdrawn": N_("The evidence was withdrawn. The register goes on naming it as withdrawn."),
    "restored": N_("What you chose from the history stands again."),
    # rounds
    "round-set-up": N_("The round was set up. Open it for administrations when you are ready."),
    "round-dates": N_("The dates of the round were changed."),
    "round-opened": N_("The round was opened for those chosen. Their coordinators and heads get a mail."),
    "more-time": N_("The administration was given more time."),
    # people and accounts
    "invited": N_("The invitation is on its way. It works for seven days."),
    "role": N_("The role is changed."),
    "removed": N_("The person no longer belongs to the team. What they answered and wrote stays."),
    "left": N_("You left the team."),
    "office": N_("The office is changed. The person signs in anew."),
    "enabled": N_("The account works again."),
    "disabled": N_("The account is disabled, its sessions and tokens have ended."),
    "signed-out": N_("The person is signed out everywhere."),
    "added": N_("The administration is added."),
    "imported": N_("The list is stored."),
    "saved": N_("Saved."),
    "mail-tried": N_("The mail will be sent again."),
    "mails-tried": N_("The mails will be sent again."),
    # my account
    "password": N_(
        "Your password was changed. You are signed out everywhere else; your tokens for programs have ended."
    ),
    "session-ended": N_("That session has ended."),
    "i-signed-out": N_("You are signed out everywhere. Your tokens for programs have ended too."),
    "app-removed": N_("The authenticator app was removed. Its codes no longer sign you in."),
    "passkey-removed": N_("The passkey was removed. It no longer signs you in."),
    "token-revoked": N_("The token was revoked. The program that used it can no longer sign in."),
    "linked": N_("The account elsewhere was linked. It signs you in from now on."),
    "unlinked": N_("The account elsewhere was unlinked. It no longer signs you in here."),
}


def with_message(address: str, code: str, key: bytes, person: str) -> str:
    """An address of ours whose page shows the message to this person, "" for somebody who is not signed in."""
    if code not in MESSAGES:
        raise KeyError(code)
    parts = urlsplit(address)
    sealed = f"{FIELD}={code}.{_seal(parts.path, code, key, person)}"
    return urlunsplit(parts._replace(query=f"{parts.query}&{sealed}" if parts.query else sealed))


def message_in(path: str, given: str, key: bytes, person: str) -> str:
    """The sentence of what came in the address, or "" where this server did not send this person here with it."""
    code, _, seal = given.partition(".")
    if code not in MESSAGES or not hmac.compare_digest(seal.encode(), _seal(path, code, key, person).encode()):
        return ""
    return MESSAGES[code]


def _seal(path: str, code: str, key: bytes, person: str) -> str:
    return signature(key, "done", f"{person}:{code}:{path}").hex()[:SEAL_LETTERS]
