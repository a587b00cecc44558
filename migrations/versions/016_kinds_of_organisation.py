"""Kinds of organisation: who was there is an administration. And an office for reviewers from outside."""

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

KINDS = "kind IN ('administration', 'secretariat', 'regional_office')"
OFFICES = "office IN ('', 'lead', 'reviewer', 'external_reviewer', 'auditor', 'administrator')"
OLD_OFFICES = "office IN ('', 'lead', 'reviewer', 'auditor', 'administrator')"


def upgrade() -> None:
    with op.batch_alter_table("administration") as table:
        table.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="administration"))
        table.create_check_constraint(op.f("ck_administration_kind"), KINDS)
    with op.batch_alter_table("administration") as table:
        table.alter_column("kind", server_default=None)
    _allow(OFFICES)


def downgrade() -> None:
    """Before, there was no office that sees so little: who has it has no office, and is of no administration."""
    op.execute("UPDATE person SET office = '' WHERE office = 'external_reviewer'")
    _allow(OLD_OFFICES)
    with op.batch_alter_table("administration") as table:
        table.drop_constraint(op.f("ck_administration_kind"), type_="check")
        table.drop_column("kind")


def _allow(offices: str) -> None:
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_office"), type_="check")
        table.create_check_constraint(op.f("ck_person_office"), offices)
