"""Runs the numbered migrations, on SQLite and PostgreSQL alike."""

from alembic import context
from sqlalchemy import NullPool, create_engine
from sqlmodel import SQLModel

from app.db.tables import answers, people, records, reviews, rounds, workforce  # noqa: F401 - fills the metadata

with create_engine(context.config.attributes["url"], poolclass=NullPool).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
