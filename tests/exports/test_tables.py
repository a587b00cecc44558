"""One code draws all tables, from columns that each say their title, their values and their look."""

import ast
from pathlib import Path

import pytest

from exports import consolidated
from exports.content import ID, Column, Table, rows_of

EXPORTS = sorted(Path(consolidated.__file__).parent.rglob("*.py"))
ROWS = {"row", "line", "values", "cells"}


def is_place_in_a_row(node: ast.AST) -> bool:
    """Such as `row[6]`."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ROWS
        and isinstance(node.slice, ast.Constant)
    )


def test_no_cell_is_found_by_its_place_in_a_row() -> None:
    """A column that is put between two others would move it."""
    places = [
        f"{path.name}:{node.lineno}"
        for path in EXPORTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr) and is_place_in_a_row(node)
    ]

    assert len(EXPORTS) > 40
    assert places == []
    assert is_place_in_a_row(ast.parse("row[6]", mode="eval").body)


def test_a_column_says_something_of_each_item() -> None:
    level = Column("Level", 7, "level").of([3, 0], lambda item: item, lambda value: str(value))

    assert rows_of([Column("Name", 9).of("ab", str.upper), level]) == (("A", 3), ("B", 0))
    assert [level.style(row) for row in (0, 1)] == ["level 3", "level 0"]


def test_columns_of_different_lengths_are_no_table() -> None:
    columns = (Column("Id", 8, key=ID).of("ab", str), Column("Name", 9).of("a", str))

    with pytest.raises(ValueError, match="shorter"):
        _ = Table("Gaps", columns).rows
