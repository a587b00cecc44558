"""Small rooms: files under 300 lines, functions under 40 and with six parameters at most, folders of twenty names."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "exports", "questionnaires", "scoring", "tests", ".setup")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
PRODUCT = ("app", "exports", "questionnaires", "scoring")
MOST_PARAMETERS = 6
MOST = {"app": 12, "app/features": 16}
"""Names in a folder; elsewhere in the application twenty."""


class Function(NamedTuple):
    name: str
    lines: int
    parameters: list[str]


@cache
def functions(path: Path) -> tuple[Function, ...]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    defined = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return tuple(Function(node.name, (node.end_lineno or 0) - node.lineno, parameters(node)) for node in defined)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("__"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_file_can_be_overlooked() -> None:
    assert len(FILES) > 100
    assert {shown(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 300} == set()


def test_a_function_fits_a_screen() -> None:
    long = {(shown(path), function.name) for path in FILES for function in functions(path) if function.lines >= 40}
    assert long == set()


def test_a_function_has_few_parameters() -> None:
    too_many = {
        f"{shown(path)} {function.name}"
        for path in FILES
        if shown(path).startswith(PRODUCT)
        for function in functions(path)
        if len(function.parameters) > MOST_PARAMETERS
    }
    assert too_many == set()


def test_a_folder_of_the_application_is_cut_by_subject_before_it_has_too_many_names() -> None:
    folders = {path.parent for path in FILES if path.is_relative_to(ROOT / "app")}
    crowded = {
        shown(folder): names_in(folder) for folder in folders if len(names_in(folder)) > MOST.get(shown(folder), 20)
    }

    assert crowded == {}
