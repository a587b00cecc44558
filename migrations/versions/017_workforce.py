"""Workforce statistics: the numbers of each assessment, their history, and what was signed of them."""

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

CELL = ("assessment_id", "table_id", "row_id", "column_id")
SOURCES = "source IN ('page', 'workbook', 'staff list', 'last round', 'program')"


def upgrade() -> None:
    """Nothing that is there changes: earlier rounds have no numbers."""
    _create_cells(
        "workforce_cell",
        CELL,
        sa.CheckConstraint(SOURCES, name=op.f("ck_workforce_cell_source")),
        sa.CheckConstraint("value IS NULL OR value >= 0", name=op.f("ck_workforce_cell_value_not_negative")),
    )
    _create_cells("workforce_history", (*CELL, "revision"))
    op.create_table(
        "signed_workforce",
        sa.Column("assessment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_signed_workforce_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_signed_workforce")),
    )
    op.create_table(
        "own_grade",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("administration_id", "name", "grade")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["administration_id"], ["administration.id"], name=op.f("fk_own_grade_administration_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_own_grade_by")),
        sa.PrimaryKeyConstraint("administration_id", "name", name=op.f("pk_own_grade")),
    )


def _create_cells(table: str, key: tuple[str, ...], *checks: sa.CheckConstraint) -> None:
    op.create_table(
        table,
        *(sa.Column(name, sa.String(), nullable=False) for name in CELL),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *checks,
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f(f"fk_{table}_assessment_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f(f"fk_{table}_saved_by")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("own_grade", "signed_workforce", "workforce_history", "workforce_cell"):
        op.drop_table(table)
