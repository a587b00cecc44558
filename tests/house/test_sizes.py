"""Small rooms: files under 300 lines, functions under 40 and with six parameters at most, folders of twenty names."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "exports", "questionnaires", "scoring", "tests", ".setup")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
PRODUCT = ("app", "exports", "questionnaires", "scoring")
MOST_PARAMETERS = 6
STILL_TOO_MANY = {
    "app/assessments/outlines.py _outline",
    "app/assessments/saving.py _remember",
    "app/assessments/saving.py save_answer",
    "app/assessments/transitions.py apply",
    "app/assessments/transitions.py record_transition",
    "app/cli/demo/loading.py _play",
    "app/db/audit_log.py record",
    "app/features/answering/comments.py post",
    "app/features/answering/routes.py say",
    "app/features/evidence/actions.py _change",
    "app/features/evidence/actions.py change_uses",
    "app/features/evidence/routes.py page_of",
    "app/features/reviewing/actions.py save_decision",
    "app/features/reviewing/queue_routes.py draw_page",
    "app/features/reviewing/queue_routes.py queue_page",
    "app/features/reviewing/routes.py say",
    "app/features/rounds/reports/report_archive.py archive_of",
    "app/features/signing/actions.py sign",
    "app/features/signing/actions.py validate",
    "app/features/workbooks/pages.py home_names",
    "app/features/workbooks/pages.py preview_names",
    "app/features/workbooks/routes.py show",
    "app/jobs/outbox.py post",
}
"""Of parameters; the list only becomes shorter."""
MOST = {"app": 12, "app/features": 16}
"""Names in a folder; elsewhere in the application twenty."""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("__"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_file_can_be_overlooked() -> None:
    assert len(FILES) > 100
    assert {shown(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 300} == set()


def test_a_function_fits_a_screen() -> None:
    long = {
        (shown(path), one.name) for path in FILES for one in functions(path) if (one.end_lineno or 0) - one.lineno >= 40
    }
    assert long == set()


def test_a_function_has_few_parameters() -> None:
    too_many = {
        f"{shown(path)} {one.name}"
        for path in FILES
        if shown(path).startswith(PRODUCT)
        for one in functions(path)
        if len(parameters(one)) > MOST_PARAMETERS
    }
    assert too_many == STILL_TOO_MANY


def test_a_folder_of_the_application_is_cut_by_subject_before_it_has_too_many_names() -> None:
    folders = {path.parent for path in FILES if path.is_relative_to(ROOT / "app")}
    crowded = {shown(one): names_in(one) for one in folders if len(names_in(one)) > MOST.get(shown(one), 20)}

    assert crowded == {}
