"""A recommendation may be closed without being done: until one of the two it is followed in every round."""

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

STATUS = "ck_follow_up_status"


def upgrade() -> None:
    with op.batch_alter_table("follow_up") as table:
        table.drop_constraint(op.f(STATUS), type_="check")
        table.create_check_constraint(op.f(STATUS), "status IN ('done', 'under way', 'not done', 'closed')")


def downgrade() -> None:
    """Before, what was not to be done was not done; its reason stays."""
    follow_up = sa.table("follow_up", sa.column("status", sa.String()))
    op.execute(follow_up.update().where(follow_up.c.status == "closed").values(status="not done"))
    with op.batch_alter_table("follow_up") as table:
        table.drop_constraint(op.f(STATUS), type_="check")
        table.create_check_constraint(op.f(STATUS), "status IN ('done', 'under way', 'not done')")
