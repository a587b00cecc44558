"""What each kind of mail says, in English."""

from dataclasses import dataclass

from app.jobs.outbox import Kind
from questionnaires.problems import N_


@dataclass(frozen=True)
class Words:
    """Subject and text in English, with names in braces. `{link}` is filled in when the mail is sent."""

    subject: str
    text: str


WORDS = {
    Kind.INVITATION: Words(
        N_("Parity: you are invited"),
        N_(
            "{by} has invited you to Parity, the self-assessment of gender equality for customs administrations "
            "({place}).\n\nChoose a password and start: {link}\n\nThe link works once, until {until}."
        ),
    ),
    Kind.RESET: Words(
        N_("Parity: choose a new password"),
        N_(
            "Someone asked for a new password for this address. Choose one here: {link}\n\nThe link works once, "
            "until {until}. If it was not you, ignore this email."
        ),
    ),
    Kind.ADDED: Words(
        N_("Parity: you now belong to {place}"),
        N_("{by} added you to {place}. Sign in as usual: {link}"),
    ),
    Kind.HEAD_INVITED: Words(
        N_("Parity: a new head at {place}"),
        N_("{by} invited {name} as head of {place}. If this is wrong, correct it here: {link}"),
    ),
    Kind.ROLE_CHANGED: Words(
        N_("Parity: your role at {place} has changed"),
        N_(
            "{by} changed your role at {place} from {before} to {after}.\n\nIf this is wrong, contact the "
            "coordinator or the head of {place}, or the secretariat. Sign in as usual: {link}"
        ),
    ),
    Kind.ROLE_ENDED: Words(
        N_("Parity: you no longer belong to {place}"),
        N_(
            "You no longer belong to {place}. Your role was: {before}. {by} made this change. What you answered and "
            "wrote is kept.\n\nIf this is wrong, contact the coordinator or the head of {place}, or the secretariat. "
            "Parity: {link}"
        ),
    ),
    Kind.MEMBER_CHANGED: Words(
        N_("Parity: a role at {place} has changed"),
        N_(
            "{by} changed the role of {name} at {place} from {before} to {after}.\n\nIf this is wrong, correct it "
            "here: {link}"
        ),
    ),
    Kind.MEMBER_LEFT: Words(
        N_("Parity: {name} no longer belongs to {place}"),
        N_(
            "{name} no longer belongs to {place}. The role was: {before}. {by} made this change.\n\nIf this is wrong, "
            "correct it here: {link}"
        ),
    ),
    Kind.MEMBER_DISABLED: Words(
        N_("Parity: {name} of {place} can no longer sign in"),
        N_(
            "{by} disabled the account of {name}. The role at {place} is: {before}.\n\nSee who belongs to the team: "
            "{link}"
        ),
    ),
    Kind.OFFICE_CHANGED: Words(
        N_("Parity: your office has changed"),
        N_(
            "{by} changed your office from {before} to {after}.\n\nIf this is wrong, contact the technical "
            "administrator. Sign in again: {link}"
        ),
    ),
    Kind.ASSIGNED: Words(
        N_("Parity: new assignment at {place}"),
        N_("{by} assigned this to you: {element}.\n\nDue date: {due}\n\nStart here: {link}"),
    ),
    Kind.OPENED: Words(
        N_("Parity: the self-assessment {round} is open"),
        N_("The self-assessment {round} of {place} is open.\n\nDue date: {due}\n\nStart here: {link}"),
    ),
    Kind.DUE_SOON: Words(
        N_("Parity: the self-assessment {round} is due on {due}"),
        N_(
            "{place} has answered {done} of {asked} questions. The self-assessment {round} is due on "
            "{due}.\n\nContinue here: {link}"
        ),
    ),
    Kind.LATE: Words(
        N_("Parity: the self-assessment {round} was due on {due}"),
        N_(
            "The self-assessment {round} of {place} was due on {due}, and is not signed yet. {done} of {asked} "
            "questions are answered. You can still change answers. To sign, ask the secretariat to extend the due "
            "date.\n\nContinue here: {link}"
        ),
    ),
    Kind.READY_TO_SIGN: Words(
        N_("Parity: {place} is ready for your signature"),
        N_("{by} asks you to check and sign the self-assessment {round} of {place}.\n\nCheck and sign here: {link}"),
    ),
    Kind.RECEIPT: Words(
        N_("Parity: receipt for the self-assessment {round} of {place}"),
        N_(
            "{name}, {title}, signed the self-assessment {round} of {place} on {when}.\n\nFingerprint of what was "
            "signed (SHA-256): {hash}\nAudit log fingerprint at signature: {head}\n\nKeep this email: anyone can use "
            "it to prove what was signed. See it here: {link}"
        ),
    ),
    Kind.WITHDRAWN: Words(
        N_("Parity: {place} withdrew its self-assessment {round}"),
        N_(
            "{by} withdrew the self-assessment {round} of {place} before its review began. You can change it and "
            "sign it again: {link}"
        ),
    ),
    Kind.RETURNED: Words(
        N_("Parity: questions about the self-assessment {round} of {place}"),
        N_(
            "The secretariat has questions about {count} of the answers of {place}, and wrote a letter about them. "
            "Only these answers can be changed now.\n\nRead the letter and answer the questions here: {link}"
        ),
    ),
    Kind.REVIEWED: Words(
        N_("Parity: the review of the self-assessment {round} of {place} is finished"),
        N_(
            "The secretariat has finished its review of the self-assessment {round} of {place}. Levels changed: "
            "{changed}. See how many answers it examined, compare its levels with yours, and ask for a second opinion "
            "where you do not agree: {link}"
        ),
    ),
    Kind.PUBLISHED: Words(
        N_("Parity: the result {round} of {place} is published"),
        N_("The result of {place} for the round {round} is published and final. See it here: {link}"),
    ),
    Kind.EXTENDED: Words(
        N_("Parity: new due date for {place}"),
        N_("The self-assessment {round} of {place} is now due on {due}. Continue here: {link}"),
    ),
    Kind.COMMENTED: Words(
        N_("Parity: a new comment at {place}"),
        N_("{by} commented on {indicator}. Read the comment here: {link}"),
    ),
    Kind.REVIEW_ASSIGNED: Words(
        N_("Parity: please review {place}"),
        N_(
            "The lead of the secretariat assigned the review of the self-assessment {round} of {place} to "
            "you.\n\nDue date: {due}\n\nStart here: {link}"
        ),
    ),
    Kind.SUBMITTED: Words(
        N_("Parity: {place} has signed"),
        N_("{place} has signed its self-assessment {round}. It is ready for review: {link}"),
    ),
    Kind.DISAGREED: Words(
        N_("Parity: {place} asks for a second opinion"),
        N_("{place} does not agree with the level of {indicator} and asks for a second opinion: {link}"),
    ),
    Kind.CORRECTION_ASKED: Words(
        N_("Parity: {place} asks for a correction"),
        N_("{place} asks to correct its published result for {round}. Decide here: {link}"),
    ),
    Kind.CORRECTION_DECIDED: Words(
        N_("Parity: decision on your correction for {round}"),
        N_("The secretariat has decided on the correction that {place} asked for. See the decision here: {link}"),
    ),
    Kind.LOG_HEAD: Words(
        N_("Parity: head of the audit log, row {row}"),
        N_(
            "The audit log had {row} rows on {noted_at}. Its head was:\n\n{head}\n\nKeep this email where nobody who "
            "runs the server can change it. Anyone who controls the database could rewrite the whole log, but not "
            "this email. While the log contains this head, nothing before it was changed. The people who run the "
            "server can prove it with\n\nparity audit verify --head {head}\n\nThe log: {link}"
        ),
    ),
    Kind.SIGN_IN_CHANGED: Words(
        N_("Parity: how you sign in was changed"),
        N_(
            "{what}\n\nThis was done on {changed_at}. If it was you, ignore this email. If not, choose a new "
            "password at once and tell the technical administrator of Parity: {link}"
        ),
    ),
    Kind.DIGEST: Words(
        N_("Parity: what is new ({count})"),
        N_(
            "{lines}\n\nSee all of it here: {link}\n\nYou asked for one email a day. You can change that under “My "
            "account”."
        ),
    ),
}
