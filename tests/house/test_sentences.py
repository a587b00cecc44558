"""Every action that the program writes into the log reads as a sentence, on the page and in the list of filters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from sqlalchemy import select

from app.access.one_time_links import LinkKind
from app.db.audit_log import DOWNLOADED, ENTRIES, ReadingAction
from app.db.session import Database
from app.features.audit.log import told
from app.features.audit.queries import Sought, entries
from app.features.audit.sentences import ACTS, FILE_NAMES, FILES
from app.i18n.formatting import NO_FIGURE
from tests.house.test_log import APP, calls
from tests.house.trees import tree_of

WRITTEN_BY_NAME = {
    "action": {
        *("signed in", "sign-in begun", "thread resolved", "thread reopened"),
        *("level validated", "validated level undone", "assessment signed", "disagreement stated"),
        *("disagreement settled", "recommendation saved", "recommendation declined"),
        *("question drafted", "drafted question emptied"),
        *("member invited", "member invited again", "role changed", "member removed"),
    },
    "f'{link.kind} accepted'": {f"{kind} accepted" for kind in get_args(LinkKind)},
    "audit_log.BACKED_UP": {"backup written"},
    "HEAD_MAILED": {"head of the log mailed"},
    "MARKED": {"results marked as seen"},
    "PURGED": {"old data purged"},
    "RECORDED": {"contents recorded"},
    "SAVED_TOGETHER": {"decisions saved together"},
}
"""What stands in place of a text where a row is written: what it can be."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


def kinds_of_files() -> Iterator[str]:
    for path in sorted(APP.rglob("*.py")):
        tree = tree_of(path)
        named = {
            node.targets[0].id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("DownloadedFile"):
                what = node.args[0]
                yield str(what.value if isinstance(what, ast.Constant) else named.get("WHAT", ast.unparse(what)))


def test_every_action_has_its_sentence_and_none_is_left_over() -> None:
    actions = {action for action, _ in calls()}
    by_name = {action for action in actions if action in WRITTEN_BY_NAME or action.rpartition(".")[2].isupper()}
    written = (actions - by_name) | {action for name in by_name for action in WRITTEN_BY_NAME[name]}
    written |= {*get_args(ReadingAction), *(f"{what}{DOWNLOADED}" for what in kinds_of_files())}

    assert by_name == WRITTEN_BY_NAME.keys()
    assert written == ACTS.keys()
    assert FILE_NAMES.keys() == FILES.keys()


def actions_by_name() -> Iterator[str]:
    """Each text that a variable called `action` can be, wherever one is set."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assign) and any(
                isinstance(each, ast.Name) and each.id == "action" for each in node.targets
            ):
                values = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
                yield from (str(value.value) for value in values if isinstance(value, ast.Constant))


def test_no_action_that_is_chosen_before_it_is_written_is_overlooked() -> None:
    assert set(actions_by_name()) - WRITTEN_BY_NAME["action"] == set()


def test_each_row_of_two_years_of_the_demo_reads_as_a_sentence_without_ids(demo_file: Path) -> None:
    with Database(f"sqlite:///{demo_file}") as database, database.reading() as db:
        lines = told(db, db.execute(entries(Sought())).all(), str)
        actions = set(db.execute(select(ENTRIES.c.action)).scalars())

    assert len(lines) > 1_000
    assert {line.what for line in lines if line.what in actions or UUID.search(line.what) or "{" in line.what} == set()
    assert {line.what for line in lines if NO_FIGURE in line.what and "full form" not in line.what} == set()
    assert "Finished the review" in {line.what for line in lines}
