"""Tokens of programs have an id, a name, a scope and a last use, and work for at most a year."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

AT_MOST = timedelta(days=365)
"""Of those that were made for longer, counted from now."""


def upgrade() -> None:
    with op.batch_alter_table("api_token") as table:
        table.add_column(sa.Column("id", sa.String(), nullable=True))
        table.add_column(sa.Column("name", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("scope", sa.String(), nullable=False, server_default="write"))
        table.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    _fill(datetime.now(UTC))
    with op.batch_alter_table("api_token") as table:
        table.alter_column("id", nullable=False)
        table.alter_column("name", server_default=None)
        table.alter_column("scope", server_default=None)
        table.create_unique_constraint(op.f("uq_api_token_id"), ["id"])
        table.create_check_constraint(op.f("ck_api_token_scope"), "scope IN ('read', 'write')")


def _fill(now: datetime) -> None:
    connection = op.get_bind()
    token = sa.Table("api_token", sa.MetaData(), autoload_with=connection)
    for row in connection.execute(sa.select(token)).mappings().all():
        values = {"id": str(uuid4()), "name": f"Token {row['created_at']:%Y-%m-%d}"}
        connection.execute(token.update().where(token.c.token_hash == row["token_hash"]).values(values))
    most = now + AT_MOST
    connection.execute(token.update().where(token.c.expires_at > most).values(expires_at=most))


def downgrade() -> None:
    with op.batch_alter_table("api_token") as table:
        table.drop_constraint(op.f("ck_api_token_scope"), type_="check")
        table.drop_constraint(op.f("uq_api_token_id"), type_="unique")
        for column in ("used_at", "scope", "name", "id"):
            table.drop_column(column)
