"""What the help page says beside the tables of rights and states: the year for each role, words and keys. Pure data."""

from dataclasses import dataclass

from app.assessments.lifecycle import STEPS
from app.assessments.rights import Role
from questionnaires.problems import N_


@dataclass(frozen=True)
class Step:
    """One of the five steps of a year: what happens, and what each role does then."""

    title: str
    sentence: str
    roles: dict[Role, str]


ANSWER, CHECK, SIGN, REVIEW, PUBLISH = STEPS
YEAR = (
    Step(
        ANSWER,
        N_("The team answers the profile, then the questions, and adds evidence. Everything is saved as you go."),
        {
            Role.COORDINATOR: N_("Invite colleagues, assign parts to those who know them best, and answer the rest."),
            Role.CONTRIBUTOR: N_("Answer the parts assigned to you. My work shows them, and when they are due."),
            Role.VIEWER: N_("Read the answers as they grow."),
        },
    ),
    Step(
        CHECK,
        N_("Check and sign lists what must be fixed before signing, and what is worth a look."),
        {
            Role.COORDINATOR: N_("Follow each link and fix what it shows. Then ask the head to sign."),
            Role.CONTRIBUTOR: N_("Add evidence and comments where the check misses them."),
        },
    ),
    Step(
        SIGN,
        N_("The head signs, and the answers go to the secretariat. Only returned questions can change after that."),
        {
            Role.HEAD: N_(
                "See the level, its change since the last round and the largest gaps. Change a level if you must, "
                "with a reason. Then sign."
            ),
        },
    ),
    Step(
        REVIEW,
        N_("The secretariat looks at the levels beside the evidence. It can return questions to the administration."),
        {
            Role.REVIEWER: N_("Accept each level or choose another one with a reason. Return what is unclear."),
            Role.EXTERNAL_REVIEWER: N_("Do the same for the secretariat's own assessment. You see no other."),
            Role.COORDINATOR: N_("Answer the returned questions, and only those. The head then signs again."),
            Role.HEAD: N_("If you disagree with a reviewed level, ask for a second opinion."),
        },
    ),
    Step(
        PUBLISH,
        N_("The result is final. A mistake found later is corrected in a new edition."),
        {
            Role.LEAD: N_("Publish the result once its review is complete."),
            Role.COORDINATOR: N_("Use the gap report to plan what to do next, and choose who can see the result."),
            Role.AUDITOR: N_("Check what was signed and published, and prove that nothing was changed."),
        },
    ),
)
WORDS = {
    N_("questionnaire, version"): N_("the published set of questions, and which one"),
    N_("pillar, element, question"): N_("the three storeys of a questionnaire; files call a question an indicator"),
    N_("level"): N_("0 Absent to 4, always shown with its number"),
    N_("score"): N_("0 to 100, with one decimal"),
    N_("core question"): N_("a question that can hold its pillar back"),
    N_("held back"): N_("a level is lower than the score alone would give"),
    N_("answer, state"): N_("what was chosen: answered, unknown, not applicable, not answered"),
    N_("evidence"): N_("a file, link or document that supports an answer"),
    N_("target, gap, action"): N_("the level wanted, how many levels are missing, and what would close the gap"),
    N_("round"): N_("one year's exercise"),
    N_("assessment"): N_("one administration in one round"),
    N_("Self-assessed, Signed, Reviewed"): N_("the values of the team, the head and the reviewer"),
    N_("assignment"): N_("a part of the questionnaire given to a colleague"),
    N_("check"): N_("what must be fixed before signing, and what is worth a look"),
    N_("review, examined"): N_("the secretariat looks at levels; an answer on which a reviewer decided"),
    N_("result"): N_("the levels and scores of an assessment"),
    N_("fingerprint"): N_("a long number by which anyone can prove that a file was not changed"),
}
"""As in docs/words.md, without roles, which have a part of their own."""
KEYS = (
    (N_("On a page of questions"), (("N", N_("next unanswered question")), ("↑ ↓", N_("next or previous level")))),
    (
        N_("In a review"),
        (("0 1 2 3 4", N_("choose this level")), ("A", N_("accept the level")), ("N", N_("next question"))),
    ),
    (
        N_("Everywhere"),
        (
            ("Tab", N_("next field or link; the first press on a page offers to skip to the content")),
            (N_("Space, Enter"), N_("tick, open or press")),
        ),
    ),
)
