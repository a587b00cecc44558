"""What each page says that its visitor can do there, and how it works: one table of texts.

The first sentence counts whose right the visitor has, so that none promises what they may not do; a line is shown to
whoever has its right. `tests/app/test_guides.py` reads the words and asks the table of rights whether they are true.
"""

from collections.abc import Collection
from dataclasses import dataclass

from app.assessments.lifecycle import ALL, REVIEW_GOES_ON, WITH_THE_TEAM, State
from app.assessments.rights import BEFORE_SIGNING, REVIEWED, Permission
from questionnaires.problems import N_

RETURNED = frozenset({State.RETURNED})
SIGNED = frozenset({State.SIGNED})
UNDER_WAY = WITH_THE_TEAM - {State.NOT_OPENED}
SECOND_REVIEW = "second review"


@dataclass(frozen=True)
class Line:
    """A text for whoever has the right, in these states; without a right, for everyone."""

    text: str
    permission: Permission | None = None
    states: frozenset[State] = ALL

    def is_for(self, permissions: Collection[Permission], state: State) -> bool:
        return state in self.states and (self.permission is None or self.permission in permissions)


@dataclass(frozen=True)
class Guide:
    """`sentences`: the first that fits is shown under the title; `lines`: all that fit, folded."""

    sentences: tuple[Line, ...]
    lines: tuple[Line, ...] = ()


QUESTIONS = Guide(
    (
        Line(N_("You can answer the questions that the secretariat returned."), Permission.ANSWER, RETURNED),
        Line(N_("You can answer any question and assign parts to colleagues."), Permission.ASSIGN),
        Line(N_("You can answer any question, not only those assigned to you."), Permission.ANSWER),
        Line(
            N_("You can read the answers. Your colleagues are working on them."), Permission.READ_INSIDE, WITH_THE_TEAM
        ),
        Line(N_("You can read the answers so far. They are not signed."), Permission.READ, WITH_THE_TEAM),
        Line(N_("You can read the answers. They were signed and cannot change now."), Permission.READ),
    ),
    (
        Line(N_("The list is the whole job, from the profile to the result. Open a part to see its questions.")),
        Line(N_("Begin with the profile, then answer in any order. Everything is saved as you go."), Permission.ANSWER),
        Line(N_("The buttons above the list show only some questions, such as those without evidence.")),
        Line(N_("If something is unclear, write under “Discussion” in the question."), Permission.COMMENT),
    ),
)
PROFILE = Guide(
    (
        Line(N_("You can change the profile. It decides which questions are asked."), Permission.ANSWER_PROFILE),
        Line(N_("You can read the profile. It decides which questions are asked."), Permission.READ),
    ),
    (
        Line(N_("If you skip a question, all questions that depend on it are asked."), Permission.ANSWER_PROFILE),
        Line(N_("The answer to a question that is no longer asked is kept, but does not count.")),
        Line(N_("The profile must be complete before the head can sign."), None, WITH_THE_TEAM),
    ),
)
EVIDENCE = Guide(
    (
        Line(N_("You can add evidence to the questions that were returned."), Permission.KEEP_EVIDENCE, RETURNED),
        Line(N_("You can add files, links and documents that support the answers."), Permission.KEEP_EVIDENCE),
        Line(N_("You can open the evidence that supports the answers."), Permission.READ_EVIDENCE),
    ),
    (
        Line(N_("One item can support several questions. Saving answers never removes evidence.")),
        Line(N_("You can also add files in the question itself."), Permission.KEEP_EVIDENCE),
        Line(
            N_(
                "Confidential documents can stay where they are: record the document with its SHA-256, and a reviewer "
                "on site can check that it is the same one."
            ),
            Permission.KEEP_EVIDENCE,
        ),
    ),
)
TEAM = Guide(
    (
        Line(N_("You can assign parts to colleagues, with a due date."), Permission.ASSIGN),
        Line(N_("You can see who works on which part."), Permission.READ),
    ),
    (
        Line(N_("Tick parts or whole pillars, then choose a person and, if you like, a due date."), Permission.ASSIGN),
        Line(N_("They will be told. Anyone on the team can still answer any question."), Permission.ASSIGN),
        Line(N_("What is assigned to you is also listed under My work."), Permission.ANSWER),
    ),
)
CHECK_AND_SIGN = Guide(
    (
        Line(N_("You can check the answers and sign for your administration."), Permission.SIGN),
        Line(N_("You can see and fix what prevents signing. The head signs."), Permission.ANSWER, UNDER_WAY),
        Line(N_("There is nothing to sign yet. It begins with the first answer."), None, frozenset({State.NOT_OPENED})),
        Line(N_("You can see what prevents signing. The head signs."), Permission.READ, WITH_THE_TEAM),
        Line(N_("It is signed. You can withdraw the signature until the review begins."), Permission.WITHDRAW),
        Line(N_("It is published. You can ask for a correction if something is wrong."), Permission.ASK_CORRECTION),
        Line(N_("It is published. You can decide on a correction that was asked for."), Permission.DECIDE_CORRECTION),
        Line(N_("You can see what was signed, by whom and when."), Permission.READ),
    ),
    (
        Line(N_("The check lists what must be fixed, each with a link to its place."), None, WITH_THE_TEAM),
        Line(N_("“Worth a look before signing” does not prevent signing."), None, WITH_THE_TEAM),
        Line(N_("You can change a level before signing, with a reason. Both levels are kept."), Permission.VALIDATE),
        Line(N_("The receipt shows what was signed, and how anyone can check it."), None, ALL - WITH_THE_TEAM),
    ),
)
RESULT = Guide(
    (
        Line(N_("You can see the result so far. It changes with each answer."), Permission.READ, BEFORE_SIGNING),
        Line(N_("You can see the signed result. It has not been reviewed."), Permission.READ, SIGNED),
        Line(N_("You can see the result so far. The review is not complete."), Permission.READ, REVIEW_GOES_ON),
        Line(N_("You can see the reviewed result. It is not published yet."), Permission.SEE_MODERATED, REVIEWED),
        Line(N_("You can see the signed result."), Permission.READ, REVIEWED),
        Line(N_("You can see the published result. It is final."), Permission.READ),
    ),
    (
        Line(N_("The score decides the level, but a core question or the lowest pillar can hold it back.")),
        Line(N_("Open a pillar to see how its score is calculated.")),
        Line(N_("The gap report lists what to do next, with a plan to fill in."), Permission.EXPORT),
    ),
)
REVIEW = Guide(
    (
        Line(N_("You can begin the review. Then the signature cannot be withdrawn."), Permission.BEGIN_REVIEW),
        Line(N_("You can decide on each level, return questions and finish the review."), Permission.REVIEW),
        Line(N_("The review is complete. You can publish the result."), Permission.PUBLISH),
        Line(
            N_("The administration has questions to answer. You can read this review."), Permission.SEE_REVIEW, RETURNED
        ),
        Line(N_("You can read this review."), Permission.SEE_REVIEW),
    ),
    (
        Line(
            N_("Open a part to see each answer beside its evidence, and accept its level or change it."),
            Permission.REVIEW,
        ),
        Line(N_("A different level needs a reason. The administration sees both levels.")),
        Line(N_("Questions that you return come back answered and signed again."), Permission.REVIEW),
    ),
)
WORKFORCE = Guide(
    (
        Line(N_("You can fill in the tables that the secretariat returned."), Permission.KEEP_WORKFORCE, RETURNED),
        Line(N_("You can fill in the tables. Everything is saved as you go."), Permission.KEEP_WORKFORCE),
        Line(N_("You can read every number."), Permission.SEE_WORKFORCE),
        Line(N_("You can read the numbers of the published result."), Permission.READ),
    ),
    (
        Line(
            N_("Copy a block of cells in a spreadsheet and paste it into the first field."), Permission.KEEP_WORKFORCE
        ),
        Line(N_("Leave a number empty if it is not known: empty is not 0."), Permission.KEEP_WORKFORCE),
        Line(N_("Small numbers are hidden before anything is published, with all that would give them away.")),
    ),
)
GUIDES = {
    "tasks": QUESTIONS,
    "workforce": WORKFORCE,
    "profile": PROFILE,
    "evidence": EVIDENCE,
    "work": TEAM,
    "signature": CHECK_AND_SIGN,
    "scorecard": RESULT,
    "review": REVIEW,
    SECOND_REVIEW: Guide(
        (
            Line(N_("You can decide on each level until you finish your review."), Permission.DECIDE),
            Line(N_("You can read your review."), Permission.SEE_REVIEW),
        ),
        (
            Line(N_("You do not see the first review, so that the two are independent.")),
            Line(N_("Your levels do not change the result. They show how far two reviewers agree.")),
        ),
    ),
    "workbook": Guide(
        (
            Line(N_("You can download the questions, answer offline and upload the answers."), Permission.ANSWER),
            Line(N_("You can download the questions and answers as a workbook."), Permission.READ),
        ),
    ),
    "disagreements": Guide(
        (
            Line(N_("You can see changed levels and ask for a second opinion."), Permission.DISAGREE),
            Line(N_("You can see which levels were changed, and why."), Permission.READ),
        ),
    ),
    "moves": Guide((Line(N_("You can see who did what with this assessment, and when."), Permission.READ),)),
}
"""The places of an assessment."""
OF_A_TEAM = Guide(
    (
        Line(N_("You can answer questions, check the answers and sign."), Permission.SIGN),
        Line(N_("You can answer questions and assign work to colleagues."), Permission.ASSIGN),
        Line(N_("You can answer questions. What is assigned to you comes first."), Permission.ANSWER),
        Line(N_("You can read the answers and the result of your administration."), Permission.READ),
    ),
)
OF_ADMINISTRATIONS = {
    "people": Guide(
        (
            Line(N_("You can invite people and change their roles."), Permission.KEEP_TEAM),
            Line(N_("You can see who is on the team, and in which role."), Permission.SEE_TEAM),
        ),
    ),
    "about": Guide(
        (
            Line(N_("You can change the contact and choose who sees a published result."), Permission.DISCLOSE),
            Line(N_("You can change the name, the contact and the time zone."), Permission.KEEP_MEMBERS),
            Line(N_("You can change the contact, the champion and the time zone."), Permission.KEEP_TEAM),
            Line(N_("You can see the contact, and who can see a published result."), Permission.SEE_TEAM),
        ),
    ),
}
OF_OFFICES = {
    "office": Guide(
        (
            Line(N_("You can run rounds, assign reviews and publish results."), Permission.RUN_ROUND),
            Line(N_("You can read every assessment, and review those assigned to you."), Permission.SEE_REVIEWS),
            Line(
                N_("You can check the system and manage accounts. You cannot see answers."),
                Permission.KEEP_ACCOUNTS,
            ),
        ),
    ),
    "rounds": Guide(
        (
            Line(N_("You can set up rounds, add administrations and change dates."), Permission.RUN_ROUND),
            Line(N_("You can see how far each administration is."), Permission.FOLLOW_ROUND),
        ),
    ),
    "reviews": Guide(
        (
            Line(N_("You can assign reviews, draw second reviews and publish results."), Permission.RUN_REVIEWS),
            Line(N_("You can see all reviews, and work on those assigned to you."), Permission.SEE_REVIEWS),
        ),
        (
            Line(N_("An assessment appears here once it is signed.")),
            Line(N_("Tick assessments, then choose a reviewer and a due date below the list."), Permission.RUN_REVIEWS),
            Line(N_("Open an assessment to see its answers beside their evidence.")),
        ),
    ),
    "desk": Guide(
        (Line(N_("You can read, download and check everything that was signed."), Permission.READ_AUDIT),),
        (
            Line(N_("Drop a file that someone sent you under “Check a file”. It is checked at once and not stored.")),
            Line(N_("A gap report downloaded here is recorded with its fingerprint, like all downloads.")),
            Line(N_("A published result stays on the list until you mark it as seen. Only you see your mark here.")),
            Line(N_("The audit log shows who did what. Its head proves that no row was changed.")),
        ),
    ),
    "administrations": Guide(
        (Line(N_("You can add administrations, import a list and change each of them."), Permission.KEEP_MEMBERS),),
        (
            Line(N_("The number in the column Team leads to the people, where you can invite the first coordinator.")),
            Line(N_("An administration takes part once you add it to a round.")),
            Line(N_("No administration is ever removed.")),
        ),
    ),
    "accounts": Guide(
        (Line(N_("You can invite people, disable accounts and sign people out."), Permission.KEEP_ACCOUNTS),),
        (
            Line(N_("The list shows the secretariat, auditors and technical administrators.")),
            Line(N_("Search below for people of administrations. Their coordinator or head invites them.")),
            Line(N_("Answers are not shown here.")),
        ),
    ),
}
