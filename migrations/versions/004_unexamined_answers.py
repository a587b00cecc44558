"""A decision of its own for answers that a reviewer accepted without examination."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

DECISION, REASON, NOTE = (
    f"ck_moderation_{name}" for name in ("decision", "reason_when_not_accepted", "note_when_unexamined")
)


def upgrade() -> None:
    with op.batch_alter_table("moderation") as table:
        table.drop_constraint(op.f(DECISION), type_="check")
        table.drop_constraint(op.f(REASON), type_="check")
        table.create_check_constraint(op.f(DECISION), "decision IN ('accepted', 'unexamined', 'changed', 'refused')")
        table.create_check_constraint(op.f(REASON), "(decision IN ('accepted', 'unexamined')) = (reason = '')")
        table.create_check_constraint(op.f(NOTE), "decision <> 'unexamined' OR note <> ''")


def downgrade() -> None:
    """Before, what nobody examined had no decision and counted as it was signed; the log keeps who accepted it."""
    moderation = sa.table("moderation", sa.column("decision", sa.String()))
    op.execute(moderation.delete().where(moderation.c.decision == "unexamined"))
    with op.batch_alter_table("moderation") as table:
        table.drop_constraint(op.f(NOTE), type_="check")
        table.drop_constraint(op.f(REASON), type_="check")
        table.drop_constraint(op.f(DECISION), type_="check")
        table.create_check_constraint(op.f(DECISION), "decision IN ('accepted', 'changed', 'refused')")
        table.create_check_constraint(op.f(REASON), "(decision = 'accepted') = (reason = '')")
