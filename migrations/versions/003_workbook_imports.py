"""Answers that came back in workbooks: one row for each step, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workbook_import",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name=op.f("ck_workbook_import_undone_by_when")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_workbook_import_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_workbook_import_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_import")),
    )
    op.create_index("ix_workbook_import_assessment_id", "workbook_import", ["assessment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("workbook_import")
