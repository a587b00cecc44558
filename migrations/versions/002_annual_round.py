"""The annual round: people, teamwork, evidence, signatures, reviews, publications, mails, and the chained log."""

import hashlib
import json
from datetime import UTC
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

STATES = "state IN ('not opened', 'in progress', 'signed', 'under review', 'returned', 'reviewed', 'published')"
OLD_STATES = "state IN ('not opened', 'in progress')"
SUBMITTED = "state NOT IN ('signed', 'under review', 'returned', 'reviewed', 'published') OR signature > 0"
OFFICES = "office IN ('', 'lead', 'reviewer', 'auditor', 'administrator')"
OLD_OFFICES = "office IN ('', 'secretariat', 'auditor')"
ROLES = "role IN ('coordinator', 'contributor', 'head', 'viewer')"
OLD_ROLES = "role IN ('coordinator')"
STAGES = "stage IN ('signed in', 'second factor', 'enrolment')"
NEW_IN_ASSESSMENT = ("form", "edition", "signature", "extended_to", "extended_why", "scores", "moderated")
NEW_TABLES = (
    "audit_head",
    "download",
    "draw",
    "external_identity",
    "link",
    "mail",
    "passkey",
    "recovery_code",
    "second_factor",
    "comment",
    "disagreement",
    "element_assignment",
    "evidence",
    "moderation",
    "move",
    "presence",
    "publication",
    "reminder",
    "returned_question",
    "review_task",
    "signature",
    "thread",
    "validated_level",
    "evidence_use",
)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _download() -> None:
    op.create_table(
        "download",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_download_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
    )
    op.create_index("ix_download_at", "download", ["at"], unique=False)


def _draw() -> None:
    op.create_table(
        "draw",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("among", sa.JSON(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_draw_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_draw_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_draw")),
    )


def _external_identity() -> None:
    op.create_table(
        "external_identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_external_identity_person_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_external_identity")),
    )
    op.create_index("ix_external_identity_person_id", "external_identity", ["person_id"], unique=False)


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("bound_to", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('invitation', 'reset')", name=op.f("ck_link_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_token_hash")),
    )
    op.create_index("ix_link_person_id", "link", ["person_id"], unique=False)


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_created_at", "mail", ["created_at"], unique=False)
    op.create_index("ix_mail_person_id", "mail", ["person_id"], unique=False)


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"], unique=False)


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name=op.f("pk_recovery_code")),
    )


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_comment_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_comment_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_assessment_id", "comment", ["assessment_id"], unique=False)


def _disagreement() -> None:
    op.create_table(
        "disagreement",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("settled IN ('', 'agreed', 'not agreed')", name=op.f("ck_disagreement_settled")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_disagreement_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_disagreement_by")),
        sa.PrimaryKeyConstraint("assessment_id", "edition", "indicator", name=op.f("pk_disagreement")),
    )


def _element_assignment() -> None:
    op.create_table(
        "element_assignment",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_element_assignment_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_element_assignment_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_element_assignment_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "element", name=op.f("pk_element_assignment")),
    )
    op.create_index("ix_element_assignment_person_id", "element_assignment", ["person_id"], unique=False)


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("dated_on", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'file') = (file_name <> '')", name=op.f("ck_evidence_name_of_file")),
        sa.CheckConstraint("(kind = 'link') = (address <> '')", name=op.f("ck_evidence_address_of_link")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name=op.f("ck_evidence_withdrawn_by_when")),
        sa.CheckConstraint("kind <> 'file' OR sha256 <> ''", name=op.f("ck_evidence_hash_of_file")),
        sa.CheckConstraint("kind IN ('file', 'link', 'reference')", name=op.f("ck_evidence_kind")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_assessment_id", "evidence", ["assessment_id"], unique=False)


def _moderation() -> None:
    op.create_table(
        "moderation",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("signature", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(decision = 'accepted') = (reason = '')", name=op.f("ck_moderation_reason_when_not_accepted")
        ),
        sa.CheckConstraint("(decision = 'changed') = (value <> '')", name=op.f("ck_moderation_value_when_changed")),
        sa.CheckConstraint("decision IN ('accepted', 'changed', 'refused')", name=op.f("ck_moderation_decision")),
        sa.CheckConstraint("part IN ('first', 'second')", name=op.f("ck_moderation_part")),
        sa.CheckConstraint(
            "reason IN ('', 'no evidence', 'not shown', 'wrong scope', 'too old', 'misread', "
            "'not applicable refused', 'other')",
            name=op.f("ck_moderation_reason"),
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_moderation_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_moderation_by")),
        sa.PrimaryKeyConstraint("assessment_id", "part", "indicator", name=op.f("pk_moderation")),
    )


def _move() -> None:
    op.create_table(
        "move",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_move_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_assessment_id", "move", ["assessment_id"], unique=False)


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_presence_assessment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name=op.f("pk_presence")),
    )


def _publication() -> None:
    op.create_table(
        "publication",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("signature", sa.Integer(), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_publication_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_publication_by")),
        sa.PrimaryKeyConstraint("assessment_id", "edition", name=op.f("pk_publication")),
    )


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_reminder_assessment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", "kind", name=op.f("pk_reminder")),
    )


def _returned_question() -> None:
    op.create_table(
        "returned_question",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_returned_question_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_returned_question_by")),
        sa.PrimaryKeyConstraint("assessment_id", "number", "indicator", name=op.f("pk_returned_question")),
    )


def _review_task() -> None:
    op.create_table(
        "review_task",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reviewer_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('first', 'second')", name=op.f("ck_review_task_part")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_review_task_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_review_task_by")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_task_reviewer_id")),
        sa.PrimaryKeyConstraint("assessment_id", "part", name=op.f("pk_review_task")),
    )
    op.create_index("ix_review_task_reviewer_id", "review_task", ["reviewer_id"], unique=False)


def _signature() -> None:
    op.create_table(
        "signature",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("audit_head", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_signature_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_signature_by")),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_signature")),
    )


def _thread() -> None:
    op.create_table(
        "thread",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("resolved_by", sa.String(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by = '')", name=op.f("ck_thread_resolved_by_when")),
        sa.CheckConstraint("audience IN ('team', 'secretariat')", name=op.f("ck_thread_audience")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_thread_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "indicator", "audience", name=op.f("pk_thread")),
    )


def _validated_level() -> None:
    op.create_table(
        "validated_level",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_validated_level_reason")),
        sa.CheckConstraint("value <> ''", name=op.f("ck_validated_level_value")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_validated_level_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_validated_level_by")),
        sa.PrimaryKeyConstraint("assessment_id", "indicator", name=op.f("pk_validated_level")),
    )


def _evidence_use() -> None:
    op.create_table(
        "evidence_use",
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_use_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_evidence_use_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_use_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "indicator", name=op.f("pk_evidence_use")),
    )
    op.create_index("ix_evidence_use_assessment_id", "evidence_use", ["assessment_id"], unique=False)


CREATE = (
    _audit_head,
    _download,
    _draw,
    _external_identity,
    _link,
    _mail,
    _passkey,
    _recovery_code,
    _second_factor,
    _comment,
    _disagreement,
    _element_assignment,
    _evidence,
    _moderation,
    _move,
    _presence,
    _publication,
    _reminder,
    _returned_question,
    _review_task,
    _signature,
    _thread,
    _validated_level,
    _evidence_use,
)


def upgrade() -> None:
    _people()
    _rounds()
    for create in CREATE:
        create()
    _chain_the_log()


def downgrade() -> None:
    """Back to the tables of before; what only the newer ones can hold is lost."""
    for name in reversed(NEW_TABLES):
        op.drop_table(name)
    _people_as_before()
    _rounds_as_before()
    with op.batch_alter_table("audit") as table:
        table.drop_index("ix_audit_at")
        table.drop_index("ix_audit_by")
        table.drop_column("hash")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit ALTER COLUMN id SET DEFAULT nextval('audit_id_seq')")
        op.execute("SELECT setval('audit_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM audit), false)")


def _text(name: str, default: str = "") -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _without_defaults(table: str, *columns: str) -> None:
    """The defaults served the rows that were there; the program names every value itself."""
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.alter_column(column, server_default=None)


def _people() -> None:
    with op.batch_alter_table("administration") as table:
        table.add_column(_text("time_zone", "UTC"))
        for name in ("contact_name", "contact_email", "champion", "champion_since"):
            table.add_column(_text(name))
        table.add_column(_text("disclosure", "own"))
        table.create_check_constraint(
            op.f("ck_administration_disclosure"), "disclosure IN ('own', 'members', 'public')"
        )
    added = ("time_zone", "contact_name", "contact_email", "champion", "champion_since", "disclosure")
    _without_defaults("administration", *added)
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_office"), type_="check")
    op.execute("UPDATE person SET office = 'lead' WHERE office = 'secretariat'")
    with op.batch_alter_table("person") as table:
        table.create_check_constraint(op.f("ck_person_office"), OFFICES)
    with op.batch_alter_table("membership") as table:
        table.drop_constraint(op.f("ck_membership_role"), type_="check")
        table.create_check_constraint(op.f("ck_membership_role"), ROLES)
        table.add_column(_text("invited_as"))
        table.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
    _without_defaults("membership", "invited_as")
    _sessions()


def _sessions() -> None:
    with op.batch_alter_table("session") as table:
        for name, default in (("id", ""), ("stage", "signed in"), ("challenge", ""), ("device", ""), ("address", "")):
            table.add_column(_text(name, default))
    connection = op.get_bind()
    for (token_hash,) in connection.execute(sa.text("SELECT token_hash FROM session")).all():
        named = {"id": str(uuid4()), "token_hash": token_hash}
        connection.execute(sa.text("UPDATE session SET id = :id WHERE token_hash = :token_hash"), named)
    with op.batch_alter_table("session") as table:
        table.create_unique_constraint(op.f("uq_session_id"), ["id"])
        table.create_check_constraint(op.f("ck_session_stage"), STAGES)
    _without_defaults("session", "id", "stage", "challenge", "device", "address")


def _rounds() -> None:
    with op.batch_alter_table("round") as table:
        for name in ("opens_on", "review_until", "publish_on"):
            table.add_column(_text(name))
    _without_defaults("round", "opens_on", "review_until", "publish_on")
    with op.batch_alter_table("assessment") as table:
        table.drop_constraint(op.f("ck_assessment_state"), type_="check")
        table.add_column(_text("form", "full"))
        table.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("signature", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(_text("extended_to"))
        table.add_column(_text("extended_why"))
        table.add_column(sa.Column("scores", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("moderated", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("assessment") as table:
        table.create_check_constraint(op.f("ck_assessment_state"), STATES)
        table.create_check_constraint(op.f("ck_assessment_form"), "form IN ('full', 'short')")
        table.create_check_constraint(op.f("ck_assessment_signed_when_submitted"), SUBMITTED)
    _without_defaults("assessment", *NEW_IN_ASSESSMENT)


def _chain_the_log() -> None:
    """Numbers the rows of the log without gaps and chains them by hash, as `audit.py` does from now on."""
    with op.batch_alter_table("audit") as table:
        table.add_column(_text("hash"))
        table.alter_column("id", server_default=None, existing_type=sa.Integer())
    log = sa.table(
        "audit",
        sa.column("id", sa.Integer),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("by", sa.String),
        sa.column("action", sa.String),
        sa.column("assessment_id", sa.String),
        sa.column("details", sa.JSON),
        sa.column("hash", sa.String),
    )
    connection, before, number = op.get_bind(), "0" * 64, 0
    for row in connection.execute(sa.select(log).order_by(log.c.id)).mappings().all():
        number += 1
        before = _hash_of(number, row, before)
        connection.execute(sa.update(log).where(log.c.id == row["id"]).values(id=number, hash=before))
    _without_defaults("audit", "hash")
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_by", "audit", ["by"])
    connection.execute(
        sa.text("INSERT INTO audit_head (id, entries, hash) VALUES (1, :entries, :hash)"),
        {"entries": number, "hash": before},
    )


def _hash_of(number: int, row: sa.RowMapping, before: str) -> str:
    """As `audit.hash_of` is when this migration was written; a copy, since that one may change."""
    at = row["at"].replace(tzinfo=row["at"].tzinfo or UTC).astimezone(UTC)
    fields = {name: row[name] for name in ("by", "action", "assessment_id", "details")}
    fields |= {"id": number, "at": at.isoformat(timespec="microseconds"), "before": before}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _people_as_before() -> None:
    with op.batch_alter_table("session") as table:
        table.drop_constraint(op.f("ck_session_stage"), type_="check")
        table.drop_constraint(op.f("uq_session_id"), type_="unique")
        for name in ("id", "stage", "challenge", "device", "address"):
            table.drop_column(name)
    op.execute("DELETE FROM membership WHERE role NOT IN ('coordinator')")
    with op.batch_alter_table("membership") as table:
        table.drop_constraint(op.f("ck_membership_role"), type_="check")
        table.create_check_constraint(op.f("ck_membership_role"), OLD_ROLES)
        table.drop_column("invited_as")
        table.drop_column("invited_at")
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_office"), type_="check")
    op.execute("UPDATE person SET office = 'secretariat' WHERE office IN ('lead', 'reviewer')")
    op.execute("UPDATE person SET office = '' WHERE office = 'administrator'")
    with op.batch_alter_table("person") as table:
        table.create_check_constraint(op.f("ck_person_office"), OLD_OFFICES)
    with op.batch_alter_table("administration") as table:
        table.drop_constraint(op.f("ck_administration_disclosure"), type_="check")
        for name in ("time_zone", "contact_name", "contact_email", "champion", "champion_since", "disclosure"):
            table.drop_column(name)


def _rounds_as_before() -> None:
    with op.batch_alter_table("assessment") as table:
        for name in ("state", "form", "signed_when_submitted"):
            table.drop_constraint(op.f(f"ck_assessment_{name}"), type_="check")
    op.execute("UPDATE assessment SET state = 'in progress' WHERE state <> 'not opened'")
    with op.batch_alter_table("assessment") as table:
        table.create_check_constraint(op.f("ck_assessment_state"), OLD_STATES)
        for name in NEW_IN_ASSESSMENT:
            table.drop_column(name)
    with op.batch_alter_table("round") as table:
        for name in ("opens_on", "review_until", "publish_on"):
            table.drop_column(name)
