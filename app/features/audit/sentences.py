"""Each action of the log as people read it: what it is called in the list of filters, and what somebody did.

A sentence begins with the verb, since the name stands before it. What stands in braces comes from the details of the
row: a code as it is, an id of a person, an administration or a round as its name, `x_count` as the length of a list.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.assessments.lifecycle import Transition
from app.assessments.rights import ROLE_NAMES, Role
from app.db.audit_log import BACKED_UP, DOWNLOADED, PURGED, RECORDED
from app.features.audit.marks import MARKED
from app.i18n.formatting import NO_FIGURE
from app.jobs.reminders import HEAD_MAILED
from questionnaires.problems import N_

Translate = Callable[[str], str]


class Act(NamedTuple):
    title: str
    sentence: str


FILES = {
    "gap report": Act(N_("Gap report downloaded"), N_("Downloaded the gap report")),
    "signed answers": Act(N_("Signed answers downloaded"), N_("Downloaded the signed answers")),
    "answer workbook": Act(N_("Answer workbook downloaded"), N_("Downloaded the answer workbook")),
    "template of the list of staff": Act(
        N_("Template of the list of staff downloaded"), N_("Downloaded the template of the list of staff")
    ),
    "evidence": Act(N_("Evidence downloaded"), N_("Downloaded a file of evidence")),
    "round reports": Act(N_("Reports of a round downloaded"), N_("Downloaded the gap reports of a round")),
    "round values": Act(N_("Consolidated file downloaded"), N_("Downloaded the consolidated file of a round")),
    "round overview": Act(N_("Round overview downloaded"), N_("Downloaded the overview of a round")),
    "published results": Act(N_("Published results downloaded"), N_("Downloaded the list of published results")),
    "list of administrations": Act(
        N_("List of administrations downloaded"), N_("Downloaded the list of administrations")
    ),
    "list of what was not taken": Act(N_("Refused rows downloaded"), N_("Downloaded the rows that an import refused")),
    "audit log": Act(N_("Audit log downloaded"), N_("Downloaded the audit log")),
}
"""By what the register calls a file."""
FILE_NAMES = {
    "gap report": N_("Gap report"),
    "signed answers": N_("Signed answers"),
    "answer workbook": N_("Answer workbook"),
    "template of the list of staff": N_("Template of the list of staff"),
    "evidence": N_("Evidence"),
    "round reports": N_("Gap reports of a round"),
    "round values": N_("Consolidated file"),
    "round overview": N_("Round overview"),
    "published results": N_("Published results"),
    "list of administrations": N_("List of administrations"),
    "list of what was not taken": N_("Refused rows"),
    "audit log": N_("Audit log"),
}
GROUPS: Mapping[str, Mapping[str, Act]] = {
    N_("Answers and evidence"): {
        "answer saved": Act(N_("Answer saved"), N_("Saved the answer to {indicator}")),
        "profile saved": Act(N_("Profile saved"), N_("Saved the profile")),
        "workbook imported": Act(N_("Workbook imported"), N_("Imported a workbook, answers saved: {rows_count}")),
        "import taken back": Act(N_("Import undone"), N_("Undid the import of a workbook")),
        "evidence added": Act(N_("Evidence added"), N_("Added evidence ({kind})")),
        "evidence withdrawn": Act(N_("Evidence withdrawn"), N_("Withdrew evidence")),
        "uses of evidence changed": Act(
            N_("Use of evidence changed"), N_("Changed what evidence supports (added: {added}; removed: {removed})")
        ),
        "workforce numbers saved": Act(N_("Workforce numbers saved"), N_("Saved workforce numbers: {cells_count}")),
        "own grades saved": Act(N_("Own grades saved"), N_("Saved the own grades of the administration: {number}")),
        "work given": Act(N_("Work assigned"), N_("Assigned {elements} to {person}")),
        "comment posted": Act(N_("Comment posted"), N_("Commented on {indicator} to colleagues")),
        "thread resolved": Act(N_("Discussion closed"), N_("Closed the discussion of {indicator}")),
        "thread reopened": Act(N_("Discussion reopened"), N_("Reopened the discussion of {indicator}")),
        "evidence found": Act(N_("Evidence found"), N_("Found evidence by the search")),
        "answers read": Act(N_("Answers read"), N_("Read the answers")),
    },
    N_("Signature, review and result"): {
        "signature asked for": Act(N_("Signature requested"), N_("Asked {people} to sign")),
        "level validated": Act(N_("Level changed by the head"), N_("Changed the level of {indicator} before signing")),
        "validated level undone": Act(N_("Level restored by the head"), N_("Restored the level of {indicator}")),
        "assessment signed": Act(N_("Signature recorded"), N_("Recorded signature {signature}")),
        "assessment moved": Act(N_("State changed"), N_("Changed the state")),
        "review assigned": Act(N_("Review assigned"), N_("Assigned the review to {reviewer}")),
        "decision saved": Act(N_("Review decision saved"), N_("Decided on {indicator} in the review")),
        "decisions saved together": Act(
            N_("Answers accepted together"), N_("Accepted answers of {element} together: {number}")
        ),
        "question drafted": Act(
            N_("Question of a return drafted"), N_("Drafted a question on {indicator}, not sent yet")
        ),
        "drafted question emptied": Act(
            N_("Drafted question removed"), N_("Removed the drafted question on {indicator}")
        ),
        "second review finished": Act(N_("Second review finished"), N_("Finished the second review")),
        "second reviews drawn": Act(N_("Second reviews drawn"), N_("Drew second reviews in {round}: {drawn_count}")),
        "recommendation saved": Act(N_("Recommendation saved"), N_("Saved the recommendation on {indicator}")),
        "recommendation declined": Act(
            N_("No recommendation needed"), N_("Noted that no recommendation is needed on {indicator}")
        ),
        "recommendation followed": Act(
            N_("Recommendation followed up"), N_("Noted what became of the recommendation on {indicator}")
        ),
        "review summary saved": Act(N_("Review summary saved"), N_("Saved the summary of the review")),
        "review version kept": Act(N_("Review version kept"), N_("Kept version {number} of the review")),
        "result published": Act(N_("Result published"), N_("Published the result, edition {edition}")),
        "disagreement stated": Act(N_("Second opinion requested"), N_("Asked for a second opinion on {indicator}")),
        "disagreement settled": Act(N_("Disagreement withdrawn"), N_("Withdrew the disagreement on {indicator}")),
    },
    N_("Rounds and administrations"): {
        "round set up": Act(N_("Round set up"), N_("Set up round {round} with questionnaire {questionnaire}")),
        "round dates changed": Act(N_("Dates of a round changed"), N_("Changed the dates of round {round}")),
        "round opened": Act(
            N_("Administrations added to a round"),
            N_("Added administrations to round {round} (full form: {full_count}; short form: {short_count})"),
        ),
        "deadline extended": Act(N_("Due date extended"), N_("Extended the due date to {due_on}")),
        "reminders written": Act(N_("Reminders sent"), N_("Sent reminders, emails: {mails}")),
        "digests written": Act(N_("Daily emails sent"), N_("Sent the daily emails: {mails}")),
        HEAD_MAILED: Act(N_("Head of the log emailed"), N_("Emailed the head of the log to the auditors (row {row})")),
        "round reports asked for": Act(
            N_("Reports of a round requested"), N_("Asked for the gap reports of round {round}: {reports}")
        ),
        "round values asked for": Act(
            N_("Consolidated file requested"), N_("Asked for the consolidated file of round {rounds}")
        ),
        "administration added": Act(N_("Administration added"), N_("Added {administration}")),
        "administration changed": Act(N_("Administration changed"), N_("Changed {administration}: {fields}")),
        "administrations imported": Act(
            N_("Administrations imported"),
            N_("Imported administrations (added: {added_count}; changed: {changed_count})"),
        ),
        "disclosure chosen": Act(N_("Disclosure chosen"), N_("Chose who sees the result of {administration}")),
    },
    N_("Accounts and sign-in"): {
        "signed in": Act(N_("Signed in"), N_("Signed in")),
        "sign-in begun": Act(N_("Sign-in begun"), N_("Began to sign in, second step still open")),
        "sign-in refused": Act(N_("Sign-in refused"), N_("Was refused at sign-in ({by}), times this hour: {count}")),
        "signed out": Act(N_("Signed out"), N_("Signed out")),
        "session ended": Act(N_("Session ended"), N_("Signed out on another device")),
        "sessions ended": Act(N_("Person signed out"), N_("Signed {person} out everywhere")),
        "person added": Act(N_("Person added"), N_("Added {person} as {role}")),
        "person invited": Act(N_("Person invited"), N_("Invited {person} as {role}")),
        "person invited again": Act(N_("Person invited again"), N_("Invited {person} again")),
        "person disabled": Act(N_("Account disabled"), N_("Disabled the account of {person}")),
        "person enabled": Act(N_("Account enabled"), N_("Enabled the account of {person}")),
        "office changed": Act(N_("Office changed"), N_("Changed the office of {person} to {role}")),
        "member invited": Act(N_("Team member invited"), N_("Invited {person} to {administration} as {role}")),
        "member invited again": Act(N_("Team member invited again"), N_("Invited {person} to {administration} again")),
        "role changed": Act(N_("Role changed"), N_("Made {person} {role} ({administration})")),
        "member removed": Act(N_("Team member removed"), N_("Removed {person} from {administration}")),
        "invitation accepted": Act(N_("Invitation accepted"), N_("Accepted the invitation")),
        "reset accepted": Act(N_("New password set by link"), N_("Set a new password with a link")),
        "password changed": Act(N_("Password changed"), N_("Changed the password")),
        "password reset asked for": Act(
            N_("Password reset requested"), N_("Asked for a new password, times this hour: {count}")
        ),
        "password link made": Act(N_("Password link created"), N_("Created a password link for {person}")),
        "account changed": Act(N_("Account changed"), N_("Changed their own account")),
        "second factor removed": Act(N_("Second step removed"), N_("Removed the second step of {person}")),
        "authenticator app begun": Act(N_("Authenticator app begun"), N_("Began to set up an authenticator app")),
        "authenticator app added": Act(N_("Authenticator app added"), N_("Added an authenticator app")),
        "authenticator app removed": Act(N_("Authenticator app removed"), N_("Removed the authenticator app")),
        "recovery codes made": Act(N_("Recovery codes created"), N_("Created recovery codes")),
        "passkey added": Act(N_("Passkey added"), N_("Added a passkey")),
        "passkey removed": Act(N_("Passkey removed"), N_("Removed a passkey")),
        "OpenID account linked": Act(N_("OpenID account linked"), N_("Linked an account of {issuer}")),
        "OpenID account unlinked": Act(N_("OpenID account unlinked"), N_("Unlinked the account of {issuer}")),
        "token created": Act(N_("Token created"), N_("Created a token for programs ({scope})")),
        "token revoked": Act(N_("Token revoked"), N_("Revoked a token for programs")),
    },
    N_("Downloads"): {f"{what}{DOWNLOADED}": act for what, act in FILES.items()},
    N_("Records and server"): {
        MARKED: Act(N_("Results marked as seen"), N_("Marked the published results as seen")),
        "mail tried again": Act(N_("Email tried again"), N_("Sent an unsent email again")),
        "mails tried again": Act(N_("Emails tried again"), N_("Sent unsent emails again: {mails}")),
        "data of a person written": Act(N_("Data of a person exported"), N_("Exported the data of {person}")),
        BACKED_UP: Act(N_("Backup written"), N_("Wrote a backup")),
        PURGED: Act(N_("Old data purged"), N_("Removed what is past its retention period")),
        RECORDED: Act(N_("Contents recorded"), N_("Recorded what the database held: {records}")),
        "figures filled": Act(N_("Figures calculated"), N_("Calculated stored figures, assessments: {assessments}")),
        "signing key changed": Act(N_("Signing key changed"), N_("Changed the signing key")),
    },
}
ACTS = {action: act for group in GROUPS.values() for action, act in group.items()}
VARIANTS: Mapping[str, tuple[Callable[[Mapping[str, Any]], str], Mapping[str, str]]] = {
    "assessment moved": (
        lambda details: str(details.get("verb", "")),
        {
            Transition.OPEN: N_("Opened the questionnaire"),
            Transition.SIGN: N_("Signed and submitted the self-assessment"),
            Transition.SIGN_AGAIN: N_("Signed again after questions were returned"),
            Transition.WITHDRAW: N_("Withdrew the signature before the review"),
            Transition.BEGIN_REVIEW: N_("Began the review"),
            Transition.RETURN: N_("Returned questions to the administration"),
            Transition.FINISH_REVIEW: N_("Finished the review"),
            Transition.REOPEN_REVIEW: N_("Reopened the review"),
            Transition.PUBLISH: N_("Published the result"),
            Transition.ASK_CORRECTION: N_("Requested a correction"),
            Transition.REFUSE_CORRECTION: N_("Refused the correction"),
            Transition.ALLOW_CORRECTION: N_("Allowed the correction"),
        },
    ),
    "work given": (
        lambda details: "given" if details.get("person") else "removed",
        {"removed": N_("Removed the assignment of {elements}")},
    ),
    "evidence withdrawn": (
        lambda details: "replaced" if details.get("replaced_by") else "",
        {"replaced": N_("Replaced a file of evidence by a newer one")},
    ),
    "review assigned": (
        lambda details: str(details.get("part", "")),
        {"second": N_("Assigned the second review to {reviewer}")},
    ),
    "decision saved": (
        lambda details: str(details.get("part", "")),
        {"second": N_("Decided on {indicator} in the second review")},
    ),
    "recommendation declined": (
        lambda details: "several" if "indicators" in details else "",
        {"several": N_("Noted that no recommendation is needed on {indicators}")},
    ),
    "comment posted": (
        lambda details: str(details.get("audience", "")),
        {"secretariat": N_("Commented on {indicator} in the discussion with the secretariat")},
    ),
}
"""Actions whose details say which of several things was done; what is not named here keeps the sentence above."""
WHO = {
    "": N_("Not known"),
    "command line": N_("Command line"),
    "demo": N_("Demo"),
    "digests": N_("Parity itself"),
    "reminders": N_("Parity itself"),
}
"""Who acted where it was no person."""
MOST_IN_A_LIST = 4


class Known(dict[str, str]):
    """The details of a row by name; what an older row does not say reads as a dash."""

    def __missing__(self, name: str) -> str:
        return NO_FIGURE


def sentence_of(action: str, details: Mapping[str, Any], names: Mapping[str, str], translate: Translate) -> str:
    """`names`: id -> name. An action that no version of today writes is shown as it stands in the log."""
    act = ACTS.get(action)
    if act is None:
        return action
    variant, sentences = VARIANTS.get(action, (lambda _details: "", {}))
    sentence = sentences.get(variant(details), act.sentence)
    return translate(sentence).format_map(_filled(details, names, translate))


def _filled(details: Mapping[str, Any], names: Mapping[str, str], translate: Translate) -> Known:
    filled = Known()
    for name, value in details.items():
        if isinstance(value, list | dict):
            filled[f"{name}_count"] = str(len(value))
            filled[name] = _listed([names.get(str(part), str(part)) for part in value])
        elif name == "role" and value in ROLE_NAMES:
            filled[name] = translate(ROLE_NAMES[Role(value)])
        else:
            filled[name] = names.get(str(value), str(value))
    return filled


def _listed(parts: list[str]) -> str:
    shown = ", ".join(parts[:MOST_IN_A_LIST])
    return f"{shown}, … ({len(parts)})" if len(parts) > MOST_IN_A_LIST else shown or NO_FIGURE
