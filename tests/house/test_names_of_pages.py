"""No page's own name can stand in the place of one that the frame of every page uses, such as the footer's version."""

import ast
from collections.abc import Iterator

import pytest
from jinja2 import meta, nodes
from starlette.requests import Request

from app.web.pages import APP, ReservedName, environment, render, reserved_names
from tests.house.test_templates import TEMPLATES, source, tree_of_template
from tests.house.trees import tree_of

RESERVED = reserved_names(environment("en"))
SOURCES = {
    path.relative_to(APP).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(APP.rglob("*.py"))
    if path != APP / "web" / "pages.py"
}
RENDERING = {name: code for name, code in SOURCES.items() if "render(request" in code or "page" in name}
"""Where names are handed to templates: the routes, and the modules of pages that gather names for them."""
A_REQUEST = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "state": {}})


def literal_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def test_all_that_the_base_template_reads_is_reserved() -> None:
    assert meta.find_undeclared_variables(environment("en").parse(source("web/base.html"))) <= RESERVED


@pytest.mark.parametrize("name", ["version", "language", "today", "visitor", "_"])
def test_a_page_that_takes_such_a_name_is_refused_at_once(name: str) -> None:
    with pytest.raises(ReservedName, match=f"error.html is handed {name}, "):
        render(A_REQUEST, "web/error.html", {name: "its own"})


def test_no_page_hands_over_such_a_name() -> None:
    own = {name: set(literal_names(tree_of(APP / name))) for name in RENDERING}

    assert own["features/rounds/routes.py"] >= {"versions", "unfollowed"}
    assert {name: names & RESERVED for name, names in own.items() if names & RESERVED} == {}


def test_no_template_sets_or_imports_such_a_name() -> None:
    for name in TEMPLATES:
        tree = tree_of_template(name)
        stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
        imported = {node.target for node in tree.find_all(nodes.Import)}
        assert (stored | imported) & RESERVED == set(), name
