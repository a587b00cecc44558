"""A notice as its reader gets it: the sentence of its kind in their language. Whose assessment it is, stands beside."""

from collections.abc import Mapping
from typing import Any

from app.i18n.formatting import translations
from app.jobs.mail_texts import filled_in
from app.jobs.outbox import Kind
from questionnaires.problems import N_

SENTENCES = {
    Kind.ASSIGNED: N_("{by} assigned this to you: {element}. Due date: {due}."),
    Kind.OPENED: N_("The self-assessment is open. Due date: {due}."),
    Kind.DUE_SOON: N_("Reminder. Due date: {due}. Questions answered: {done} of {asked}."),
    Kind.LATE: N_("The self-assessment was due on {due}. Questions answered: {done} of {asked}."),
    Kind.READY_TO_SIGN: N_("{by} asked you to check and sign."),
    Kind.RECEIPT: N_("Receipt: {name} signed the self-assessment."),
    Kind.WITHDRAWN: N_("{by} withdrew the self-assessment before its review began."),
    Kind.RETURNED: N_("The secretariat returned the self-assessment. Questions to answer: {count}."),
    Kind.REVIEWED: N_("The review is finished. Levels changed: {changed}."),
    Kind.PUBLISHED: N_("The result is published and final."),
    Kind.EXTENDED: N_("The due date was extended to {due}."),
    Kind.COMMENTED: N_("{by} commented on {indicator}."),
    Kind.REVIEW_ASSIGNED: N_("The lead of the secretariat assigned this review to you."),
    Kind.SUBMITTED: N_("The self-assessment is signed and ready for review."),
    Kind.DISAGREED: N_("The administration asks for a second opinion on {indicator}."),
    Kind.CORRECTION_ASKED: N_("The administration asks for a correction of its published result."),
    Kind.CORRECTION_DECIDED: N_("The secretariat has decided on the correction you asked for."),
}
"""Of every kind of mail about an assessment."""


def notice_sentence(kind: str, names: Mapping[str, Any], language: str, zone: str = "UTC") -> str:
    return filled_in(translations(language).gettext(SENTENCES[Kind(kind)]), names, language, zone)
