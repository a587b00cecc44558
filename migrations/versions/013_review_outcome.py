"""What a review leaves behind: recommendations, its summary, its versions, and what became of the recommendations."""

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

TABLES = ("recommendation", "review_summary", "review_version", "follow_up")


def upgrade() -> None:
    """Nothing that is there changes: older reviews have no recommendations, and keep their publications as they are."""
    _create(
        "recommendation",
        ("assessment_id", "edition", "indicator"),
        *_of_edition("indicator", "number:int", "revision:int", "finding", "risk", "recommended", "due_on", "why_none"),
        sa.CheckConstraint(
            "recommended <> '' OR why_none <> ''", name=op.f("ck_recommendation_recommended_or_why_not")
        ),
        sa.CheckConstraint("why_none <> '' OR number > 0", name=op.f("ck_recommendation_numbered_when_recommended")),
    )
    _create(
        "review_summary",
        ("assessment_id", "edition"),
        *_of_edition("revision:int", "method", "evidence", "good_practice", "to_improve"),
    )
    _create(
        "review_version",
        ("assessment_id", "edition", "number"),
        *_of_edition("number:int", "signature:int"),
        sa.Column("content", sa.JSON(), nullable=False),
        *_columns("hash", "remark"),
    )
    _create(
        "follow_up",
        ("assessment_id", "indicator"),
        *_columns("indicator", "revision:int", "status", "reason"),
        sa.CheckConstraint("status IN ('done', 'under way', 'not done')", name=op.f("ck_follow_up_status")),
    )


def _create(table: str, key: tuple[str, ...], *parts: sa.schema.SchemaItem) -> None:
    """Of an assessment, with who wrote it and when."""
    op.create_table(
        table,
        *_columns("assessment_id"),
        *parts,
        *_columns("by"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f(f"fk_{table}_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f(f"fk_{table}_by")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )


def _of_edition(*names: str) -> list[sa.Column]:
    return _columns("edition:int", *names)


def _columns(*names: str) -> list[sa.Column]:
    """Texts, but for those that are marked as whole numbers."""
    parted = [name.partition(":") for name in names]
    return [sa.Column(name, sa.Integer() if kind else sa.String(), nullable=False) for name, _, kind in parted]


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
