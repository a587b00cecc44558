"""How ready an assessment is to be signed, stored for lists; and who asks the head to sign."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

ASKED = """
    INSERT INTO signature_request (assessment_id, "by", at)
    SELECT audit.assessment_id, audit."by", audit.at FROM audit
    JOIN assessment ON assessment.id = audit.assessment_id JOIN person ON person.id = audit."by"
    WHERE audit.action = 'signature asked for' AND assessment.state IN ('in progress', 'returned')
    AND audit.id = (SELECT MAX(later.id) FROM audit AS later WHERE later.assessment_id = audit.assessment_id
        AND later.action IN ('signature asked for', 'assessment moved'))
"""
"""The requests that nothing has answered yet: they were kept in the log only."""


def upgrade() -> None:
    """The figures follow from the answers, which `parity migrate` and `parity serve` score when this is done."""
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("blockers", sa.Integer(), nullable=True))
        table.add_column(sa.Column("last_levels", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("assessment") as table:
        table.alter_column("last_levels", server_default=None)
    op.create_table(
        "signature_request",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_signature_request_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_signature_request_by")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_signature_request")),
    )
    op.execute(ASKED)
    op.execute("DELETE FROM reminder WHERE kind = 'ready to sign'")


def downgrade() -> None:
    op.drop_table("signature_request")
    with op.batch_alter_table("assessment") as table:
        table.drop_column("last_levels")
        table.drop_column("blockers")
