"""A mark that the style sheet puts before or after something does not stand in the templates once more.

What is dark differs by `light-dark()`, which takes nothing but colours: no width hangs on it.
"""

import re

from app.web.pages import STATIC
from tests.house.test_templates import TEMPLATES, source

RULE = re.compile(r'([^{}]+)::(before|after) \{ content: "([^"]*)"')
STYLE = (STATIC / "parity.css").read_text(encoding="utf-8")
BEFORE = [(selector.split()[-1], mark.strip()) for selector, place, mark in RULE.findall(STYLE) if place == "before"]
AFTER = [(selector.split()[-1], mark.strip()) for selector, place, mark in RULE.findall(STYLE) if place == "after"]
BETWEEN = r"(?:\s|<[^>]*>|\{\{[^}]*\}\})*"
"""What a person does not see between the two, or hears only."""


def opening(selector: str) -> str:
    """The start of an element as a pattern: `.aside` by its class, `ins` by its name."""
    name = selector.split(":")[0].split("[")[0]
    return rf'<\w+[^>]*class="[^"]*\b{name[1:]}\b' if name.startswith(".") else rf"<{name}\b"


def test_the_style_sheet_decorates_what_is_looked_for() -> None:
    assert {("ins", "→"), (".aside", "·"), ("summary", "+")} <= set(BEFORE)
    assert ("a", "↑") in AFTER


def test_no_template_repeats_what_stands_before() -> None:
    for name in TEMPLATES:
        doubles = [
            mark
            for selector, mark in BEFORE
            if mark and re.search(re.escape(mark) + BETWEEN + opening(selector), source(name))
        ]
        assert doubles == [], name


def test_no_sorted_heading_of_a_round_has_an_arrow_of_its_own() -> None:
    of_rounds = [name for name in TEMPLATES if "round-table" in source(name)]
    assert of_rounds
    for name in of_rounds:
        assert not re.search("[↑↓]", source(name)), name


def test_light_and_dark_differ_by_colours_alone() -> None:
    assert "light-dark(" in STYLE
    assert "prefers-color-scheme" not in STYLE
