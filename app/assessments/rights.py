"""The one table of rights: which role may do what in which state. Pure data; the help page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.assessments.lifecycle import ALL, MODERATED_SHOWN, SUBMITTED, WITH_THE_TEAM, State
from app.validation import offices, organisations
from questionnaires.problems import N_


class Role(StrEnum):
    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    HEAD = "head"
    VIEWER = "viewer"
    LEAD = "lead"
    REVIEWER = "reviewer"
    EXTERNAL_REVIEWER = "external_reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


TEAM = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.HEAD, Role.VIEWER)
SECRETARIAT = (Role.LEAD, Role.REVIEWER)
REVIEWERS = (*SECRETARIAT, Role.EXTERNAL_REVIEWER)
"""Who may be given a review: one from outside where the organisation would review itself."""
OFFICES = tuple(map(Role, offices.OFFICES))
"""Roles beside any administration; the others belong to one."""

ROLE_NAMES = {
    Role.COORDINATOR: N_("Coordinator"),
    Role.CONTRIBUTOR: N_("Contributor"),
    Role.HEAD: N_("Head of the administration"),
    Role.VIEWER: N_("Viewer"),
    Role.LEAD: N_("Lead of the secretariat"),
    Role.REVIEWER: N_("Reviewer"),
    Role.EXTERNAL_REVIEWER: N_("External reviewer"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Technical administrator"),
}
ROLE_SENTENCES = {
    Role.COORDINATOR: N_("Runs an administration's self-assessment: answers, invites colleagues and assigns work."),
    Role.CONTRIBUTOR: N_("Answers questions for an administration together with the coordinator."),
    Role.HEAD: N_("Checks and signs for the administration, and can do everything a coordinator can."),
    Role.VIEWER: N_("Reads the administration's answers. Cannot change anything."),
    Role.LEAD: N_("Runs the round: opens it, assigns reviews, returns assessments and publishes results."),
    Role.REVIEWER: N_("Reads every assessment and reviews those that the lead assigns."),
    Role.EXTERNAL_REVIEWER: N_("Reviews the secretariat's own assessment, and sees nothing else."),
    Role.AUDITOR: N_("Reads, downloads and checks everything that was signed. Cannot change anything."),
    Role.ADMINISTRATOR: N_("Manages accounts and settings. Cannot see answers."),
}


class Permission(StrEnum):
    # on an assessment
    READ = "read"
    READ_HISTORY = "read history"
    SEE_MODERATED = "see moderated"
    EXPORT = "export"
    ANSWER = "answer"
    ANSWER_PROFILE = "answer profile"
    SEE_WORKFORCE = "see workforce"
    KEEP_WORKFORCE = "keep workforce"
    ASSIGN = "assign"
    COMMENT = "comment"
    READ_INSIDE = "read inside"
    BE_PRESENT = "be present"
    COMMENT_INSIDE = "comment inside"
    KEEP_EVIDENCE = "keep evidence"
    READ_EVIDENCE = "read evidence"
    VALIDATE = "validate"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    DISAGREE = "disagree"
    ASK_CORRECTION = "ask correction"
    EXTEND = "extend"
    ASSIGN_REVIEW = "assign review"
    BEGIN_REVIEW = "begin review"
    REVIEW = "review"
    SEE_REVIEW = "see review"
    DECIDE = "decide"
    REOPEN_REVIEW = "reopen review"
    PUBLISH = "publish"
    DECIDE_CORRECTION = "decide correction"
    # on an administration
    SEE_TEAM = "see team"
    KEEP_TEAM = "keep team"
    NAME_HEAD = "name head"
    DISCLOSE = "disclose"
    # everywhere
    FOLLOW_ROUND = "follow round"
    RUN_ROUND = "run round"
    SEE_REVIEWS = "see reviews"
    RUN_REVIEWS = "run reviews"
    KEEP_MEMBERS = "keep members"
    KEEP_ACCOUNTS = "keep accounts"
    READ_AUDIT = "read audit"


Grants = dict[Role, frozenset[State]]


@dataclass(frozen=True)
class Right:
    """One line of the table; the sentence is what users read."""

    sentence: str
    grants: Grants


def _to(roles: Iterable[Role], states: frozenset[State] = ALL) -> Grants:
    return dict.fromkeys(roles, states)


ANSWERERS = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.HEAD)
LEADERS = (Role.COORDINATOR, Role.HEAD)
BEFORE_SIGNING = frozenset({State.NOT_OPENED, State.IN_PROGRESS})
UNDER_REVIEW = frozenset({State.UNDER_REVIEW})
REVIEWED = frozenset({State.REVIEWED})
PUBLISHED = frozenset({State.PUBLISHED})
AFTER_REVIEW = REVIEWED | PUBLISHED
BEING_REVIEWED = SUBMITTED - PUBLISHED
DECIDABLE = frozenset({State.UNDER_REVIEW, State.RETURNED, State.REVIEWED})
FROM_OUTSIDE = (Role.EXTERNAL_REVIEWER,)
READERS = _to((*TEAM, *SECRETARIAT)) | _to(FROM_OUTSIDE, SUBMITTED) | _to((Role.AUDITOR,), SUBMITTED - {State.RETURNED})
"""Auditors read what was signed: while questions are returned, the answers change and nobody has signed them."""

RIGHTS: Mapping[Permission, Right] = {
    Permission.READ: Right(N_("Read answers and scorecard"), READERS),
    Permission.SEE_MODERATED: Right(
        N_("See the reviewer's levels"),
        _to(TEAM, MODERATED_SHOWN) | _to(REVIEWERS, SUBMITTED) | _to((Role.AUDITOR,), AFTER_REVIEW),
    ),
    Permission.READ_HISTORY: Right(
        N_("See the history of answers"), _to((*TEAM, *SECRETARIAT)) | _to(FROM_OUTSIDE, SUBMITTED)
    ),
    Permission.EXPORT: Right(N_("Download the gap report"), READERS),
    Permission.READ_EVIDENCE: Right(N_("Open the evidence"), READERS),
    Permission.ANSWER: Right(N_("Answer questions"), _to(ANSWERERS, WITH_THE_TEAM)),
    Permission.ANSWER_PROFILE: Right(N_("Answer the profile"), _to(ANSWERERS, BEFORE_SIGNING)),
    Permission.SEE_WORKFORCE: Right(
        N_("See every number of the workforce tables"), _to(TEAM) | _to(REVIEWERS, BEING_REVIEWED)
    ),
    Permission.KEEP_WORKFORCE: Right(N_("Fill in the workforce tables"), _to(ANSWERERS, WITH_THE_TEAM)),
    Permission.KEEP_EVIDENCE: Right(N_("Add and withdraw evidence"), _to(ANSWERERS, WITH_THE_TEAM)),
    Permission.ASSIGN: Right(N_("Assign work to colleagues"), _to(LEADERS, WITH_THE_TEAM)),
    Permission.BE_PRESENT: Right(N_("See which colleagues are on a page, and be seen by them"), _to(TEAM)),
    Permission.READ_INSIDE: Right(N_("Read comments between colleagues"), _to(TEAM)),
    Permission.COMMENT_INSIDE: Right(N_("Comment to colleagues"), _to(ANSWERERS)),
    Permission.COMMENT: Right(
        N_("Comment in the discussion with the secretariat"),
        _to((*ANSWERERS, *SECRETARIAT)) | _to(FROM_OUTSIDE, SUBMITTED),
    ),
    Permission.VALIDATE: Right(N_("Change a level before signing"), _to((Role.HEAD,), WITH_THE_TEAM)),
    Permission.SIGN: Right(N_("Sign and submit"), _to((Role.HEAD,), WITH_THE_TEAM - {State.NOT_OPENED})),
    Permission.WITHDRAW: Right(N_("Withdraw before the review begins"), _to((Role.HEAD,), frozenset({State.SIGNED}))),
    Permission.DISAGREE: Right(N_("Ask for a second opinion"), _to(LEADERS, REVIEWED)),
    Permission.ASK_CORRECTION: Right(N_("Ask for a correction of a published result"), _to(LEADERS, PUBLISHED)),
    Permission.EXTEND: Right(N_("Extend an administration's deadline"), _to((Role.LEAD,), WITH_THE_TEAM)),
    Permission.ASSIGN_REVIEW: Right(N_("Assign a review to a reviewer"), _to((Role.LEAD,), BEING_REVIEWED)),
    Permission.BEGIN_REVIEW: Right(N_("Begin the review"), _to(REVIEWERS, frozenset({State.SIGNED}))),
    Permission.SEE_REVIEW: Right(N_("Open the review"), _to(REVIEWERS, SUBMITTED)),
    Permission.REVIEW: Right(
        N_("Return an assigned review with questions, and write its recommendations and summary"),
        _to(REVIEWERS, UNDER_REVIEW),
    ),
    Permission.DECIDE: Right(
        N_("Decide on levels and complete an assigned review; a second review until publication"),
        _to(REVIEWERS, DECIDABLE),
    ),
    Permission.REOPEN_REVIEW: Right(N_("Reopen a review"), _to((Role.LEAD, Role.EXTERNAL_REVIEWER), REVIEWED)),
    Permission.PUBLISH: Right(N_("Publish a result"), _to((Role.LEAD,), REVIEWED)),
    Permission.DECIDE_CORRECTION: Right(N_("Allow or refuse a correction"), _to((Role.LEAD,), PUBLISHED)),
    Permission.SEE_TEAM: Right(N_("See who belongs to an administration"), _to((*TEAM, Role.LEAD, Role.ADMINISTRATOR))),
    Permission.KEEP_TEAM: Right(
        N_("Invite people to an administration"), _to((*LEADERS, Role.LEAD, Role.ADMINISTRATOR))
    ),
    Permission.NAME_HEAD: Right(
        N_("Assign or remove the role of head of an administration"), _to((Role.HEAD, Role.LEAD, Role.ADMINISTRATOR))
    ),
    Permission.DISCLOSE: Right(N_("Choose who may see a published result"), _to(LEADERS)),
    Permission.FOLLOW_ROUND: Right(N_("Follow the whole round"), _to((*SECRETARIAT, Role.AUDITOR))),
    Permission.SEE_REVIEWS: Right(N_("See the list of reviews"), _to(SECRETARIAT)),
    Permission.RUN_REVIEWS: Right(N_("Assign reviews, draw second reviews and publish a round"), _to((Role.LEAD,))),
    Permission.RUN_ROUND: Right(N_("Set up a round and open it"), _to((Role.LEAD,))),
    Permission.KEEP_MEMBERS: Right(N_("Manage the list of administrations"), _to((Role.LEAD,))),
    Permission.KEEP_ACCOUNTS: Right(
        N_("Manage the accounts of the secretariat and of auditors"), _to((Role.ADMINISTRATOR,))
    ),
    Permission.READ_AUDIT: Right(
        N_("Read the audit log and the register of downloads"), _to((Role.AUDITOR, Role.LEAD))
    ),
}
OF_ASSIGNED_REVIEWERS = frozenset(
    {Permission.BEGIN_REVIEW, Permission.REVIEW, Permission.DECIDE, Permission.SEE_WORKFORCE}
)
"""A reviewer, unlike the lead, may do these only where the lead made them the reviewer."""
OF_OTHERS_THAN_THE_ORGANISATION = OF_ASSIGNED_REVIEWERS | {Permission.REOPEN_REVIEW}
"""Nobody of the secretariat may do these with its own assessment, nor anybody with that of an organisation of theirs.
Whom to ask, when to publish and whether to correct stays with the lead: no level follows from it."""


def may(permission: Permission, role: Role, state: State) -> bool:
    return state in RIGHTS[permission].grants.get(role, frozenset())


def may_ever(permission: Permission, role: Role) -> bool:
    return role in RIGHTS[permission].grants


def permissions_of(role: Role, state: State) -> frozenset[Permission]:
    """All that a role may do with an assessment in this state."""
    return frozenset(permission for permission in RIGHTS if may(permission, role, state))


PERMISSIONS = {(role, state): permissions_of(role, state) for role in Role for state in State}


def sees_only_assigned(role: Role | None) -> bool:
    """Whoever comes from outside: of everything else they do not even learn that it is there."""
    return role in FROM_OUTSIDE


def reviews_itself(kind: str, role: Role | None) -> bool:
    """Nobody of the secretariat reviews the secretariat."""
    return kind == organisations.SECRETARIAT and role in SECRETARIAT
