"""The log holds the hash of each record that it speaks of; rows from before hold none, and keep their old hash."""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64


def upgrade() -> None:
    with op.batch_alter_table("audit") as table:
        table.add_column(sa.Column("contents", sa.JSON(), nullable=True))


def downgrade() -> None:
    """The program of before knows no contents: the chain is made anew without them, with new heads."""
    with op.batch_alter_table("audit") as table:
        table.drop_column("contents")
    connection = op.get_bind()
    audit = sa.Table("audit", sa.MetaData(), autoload_with=connection)
    before = BEGINNING
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).mappings().all():
        before = _hash_of(row, before)
        connection.execute(audit.update().where(audit.c.id == row["id"]).values(hash=before))
    connection.execute(sa.text("UPDATE audit_head SET hash = :hash"), {"hash": before})


def _hash_of(row: sa.RowMapping, before: str) -> str:
    """As `app.db.audit_log` of that version computes it."""
    at = row["at"].astimezone(UTC) if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
    fields = {name: row[name] for name in ("id", "by", "action", "assessment_id", "details")}
    fields |= {"at": at.isoformat(timespec="microseconds"), "before": before}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
