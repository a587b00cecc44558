"""Drafts of the questions of a return, and the letters that went with returns."""

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing that is there changes: earlier returns have no letter."""
    _create("drafted_question", "indicator", sa.Column("revision", sa.Integer(), nullable=False))
    _create("return_letter", "number")


def _create(table: str, key: str, *columns: sa.Column) -> None:
    """A text of an assessment, with who wrote it and when."""
    kind = sa.Integer() if key == "number" else sa.String()
    op.create_table(
        table,
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column(key, kind, nullable=False),
        *columns,
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f(f"fk_{table}_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f(f"fk_{table}_by")),
        sa.PrimaryKeyConstraint("assessment_id", key, name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table("return_letter")
    op.drop_table("drafted_question")
