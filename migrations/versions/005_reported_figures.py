"""The figures of what was signed and published stand with the assessment, so that lists show what is reported.

`app/cli/backfill.py` fills them of older data, since scoring stands above the migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

NEW = ("validated", "published")


def upgrade() -> None:
    with op.batch_alter_table("assessment") as table:
        for name in NEW:
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("assessment") as table:
        for name in NEW:
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("assessment") as table:
        for name in NEW:
            table.drop_column(name)
