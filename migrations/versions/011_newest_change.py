"""The newest row of the log about an assessment is reached at once, however many there are."""

from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_assessment_id_id", "audit", ["assessment_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_assessment_id_id", "audit")
