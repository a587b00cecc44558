"""Prints the tables and what they refer to, as a page of docs/: `make tables` writes it."""

import inspect

from sqlmodel import SQLModel

from app.db.tables import answers, people, records, reviews, rounds, workforce

SUBJECTS = {
    "People": people,
    "Rounds": rounds,
    "Answers": answers,
    "Workforce": workforce,
    "Reviews": reviews,
    "Records": records,
}
HEAD = """# The tables

Written by `make tables` from `app/db/tables`; a test holds that it is up to date.
Every moment is in UTC; ids are texts.
"""


def page() -> str:
    return "\n".join([HEAD, *(_section(title, module.__name__) for title, module in SUBJECTS.items())])


def _section(title: str, module: str) -> str:
    models = [
        model for model in SQLModel.__subclasses__() if model.__module__ == module and hasattr(model, "__table__")
    ]
    lines = [f"- `{model.__tablename__}`: {_says(model)}" for model in models]
    arrows = [f"    {arrow}" for model in models for arrow in _arrows(model)]
    diagram = ["```mermaid", "erDiagram", *arrows, "```"] if arrows else []
    return "\n".join([f"## {title}", "", *lines, "", *diagram, *([""] if diagram else [])])


def _says(model: type[SQLModel]) -> str:
    """The first sentence of its docstring."""
    text = " ".join((inspect.getdoc(model) or "").split())
    return text.split(". ")[0].rstrip(".") + "."


def _arrows(model: type[SQLModel]) -> list[str]:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    return [
        f"{key.column.table.name} ||--o{{ {table.name} : {column.name}"
        for column in table.columns
        for key in sorted(column.foreign_keys, key=lambda foreign_key: foreign_key.column.table.name)
    ]


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - this is what it is for
