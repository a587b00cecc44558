"""Each room looks left, never right, and keeps its own doors."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.trees import tree_of

ROOT = Path(__file__).parents[2]
CODE = sorted(path for room in ("app", "exports", "questionnaires", "scoring") for path in (ROOT / room).rglob("*.py"))
BESIDE_THE_ROOMS = sorted([*(ROOT / ".setup").glob("*.py"), *(ROOT / "migrations").glob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NAMED_FOR_NOBODY = {"utils", "util", "helpers", "helper", "common", "base", "misc", "core", "shared", "lib", "manager"}

WITH_A_STANDARD_TERM = {
    "workshop": "worker pool",
    "bench": "worker",
    "parcel": "archive",
    "brake": "throttle",
    "postman": "mail loop",
    "shell": "middleware",
    "posted": "submitted form",
    "trail": "history",
    "verb": "transition",
    "say": "render, echo or translate",
    "frame": "context",
    "chip": "filter",
    "speaking": "output",
    "carried": "sealed",
}
"""Words that once named things in the application, and what everybody else calls them."""

SAYING_NOTHING = {"one", "found", "those"}
NAMED_IN_TEMPLATE = re.compile(r"{%-? (?:for ([\w, ]+) in |set ([\w, ]+) = |macro \w+\(([^)]*)\)|call\(([^)]*)\))")


def calls(path: Path, method: str) -> bool:
    nodes = (node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return any(isinstance(node, ast.Attribute) and node.attr == method for node in nodes)


def names(path: Path, name: str) -> bool:
    return any(isinstance(node, ast.alias) and node.name == name for node in ast.walk(tree_of(path)))


def variables(path: Path) -> Iterator[tuple[str, int]]:
    """The variables and parameters of a file and their lines; the fields of its classes are public and left out."""
    fields = set[ast.AST]()
    for node in ast.walk(tree_of(path)):  # a class comes before what is in it
        if isinstance(node, ast.ClassDef):
            fields.update(line.target for line in node.body if isinstance(line, ast.AnnAssign))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in fields:
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert f"Contracts: {len(contracts)} kept, 0 broken." in result.stdout, result.stdout + result.stderr


LOADS_WHEN_NEEDED = {"scoring/protection/audit.py"}
"""The solver of linear programmes and numpy: only the process that publishes loads them, so that no other grows."""


def test_no_import_hides_in_a_function() -> None:
    hidden = {
        str(path.relative_to(ROOT))
        for path in CODE
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert hidden == LOADS_WHEN_NEEDED


def test_no_room_is_named_for_nobody() -> None:
    assert [path for path in CODE if NAMED_FOR_NOBODY & {path.stem, path.parent.name}] == []


def test_things_in_the_application_have_the_name_that_everybody_else_gives_them() -> None:
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in CODE
        if path.is_relative_to(ROOT / "app")
        for name in (
            path.stem,
            *(node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef | ast.FunctionDef)),
            *(node.arg for node in ast.walk(tree_of(path)) if isinstance(node, ast.arg)),
        )
        if WITH_A_STANDARD_TERM.keys() & set(re.sub("([A-Z])", r"_\1", name).lower().split("_"))
    }
    assert named == set()


def test_a_variable_has_the_name_of_what_it_holds() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in (*CODE, *BESIDE_THE_ROOMS, *TESTS)
        for name, line in variables(path)
        if name in SAYING_NOTHING
    ] == []


def test_a_variable_of_a_template_has_the_name_of_what_it_holds() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {named[0]}"
        for path in sorted((ROOT / "app").rglob("*.html"))
        for named in NAMED_IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))
        if SAYING_NOTHING & set(re.findall(r"\w+", " ".join(filter(None, named.groups()))))
    ] == []


def test_only_the_database_commits() -> None:
    committing = [
        str(path.relative_to(ROOT)) for path in CODE if calls(path, "commit") or "db.commit" in path.read_text()
    ]

    assert committing == ["app/db/session.py"]


def test_only_the_audit_writes_its_table() -> None:
    knowing = {str(path.relative_to(ROOT)) for path in CODE if names(path, "AuditEntry")}

    assert knowing == {"app/db/audit_log.py"}


def test_only_cells_write_cells() -> None:
    writing = {
        str(path.relative_to(ROOT)) for path in CODE if calls(path, "write_string") or calls(path, "write_number")
    }

    assert writing == {"exports/cells.py"}
