"""Invitations that left, to count them by who sends them and by the address they go to."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_mail",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("administration_id", sa.String(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_mail")),
    )
    op.create_index("ix_invitation_mail_by_at", "invitation_mail", ["by", "at"])
    op.create_index("ix_invitation_mail_address_hash_at", "invitation_mail", ["address_hash", "at"])
    op.create_index(op.f("ix_invitation_mail_at"), "invitation_mail", ["at"])


def downgrade() -> None:
    op.drop_table("invitation_mail")
