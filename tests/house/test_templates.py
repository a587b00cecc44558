"""Every template parses, is used, and keeps to the policy: no script, no style, no handler inside a page."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from jinja2 import nodes

from app.web.field_labels import TITLES
from app.web.forms import all_forms
from app.web.pages import APP, TEMPLATE_FOLDERS, environment
from app.web.submitted import HIDDEN, NO_TEXT
from tests.house.routes import ROUTES

TEMPLATES = sorted(
    f"{first}/{path.relative_to(folder).as_posix()}"
    for first, folder in TEMPLATE_FOLDERS.items()
    for path in folder.rglob("*.html")
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
POSTING = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
DOWNLOAD = re.compile(r"<a\s[^>]*\sdownload[\s=>]")
TOKEN = re.compile(r'name="form_token" value="{{ form_token }}"|{{ (?:forms\.)?token\(\) }}')
WITHOUT_TOKEN = {"web/_again.html", "web/busy.html"}
"""Nobody is signed in there: they send again the token that they were sent."""


@cache
def source(name: str) -> str:
    first, _, rest = name.partition("/")
    return (TEMPLATE_FOLDERS[first] / rest).read_text(encoding="utf-8")


@cache
def tree_of_template(name: str) -> nodes.Template:
    return environment("en").parse(source(name))


def used_by_templates() -> set[str]:
    kinds = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport
    names = set()
    for name in TEMPLATES:
        for node in tree_of_template(name).find_all(nodes.Node):
            if isinstance(node, kinds):
                names |= {constant.value for constant in node.find_all(nodes.Const) if isinstance(constant.value, str)}
    return names


def used_by_code() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(APP).rglob("*.py"))
    return set(re.findall(r'"((?:\w+)/[\w/]+\.html)"', text))


def test_a_template_parses() -> None:
    for name in TEMPLATES:
        assert environment("en").get_template(name), name


def test_every_template_is_used_and_every_used_one_is_there() -> None:
    assert set(TEMPLATES) == used_by_templates() | used_by_code()


def test_a_template_has_nothing_that_the_policy_forbids() -> None:
    for name in TEMPLATES:
        assert INLINE.findall(source(name)) == [], name


def test_what_went_wrong_is_where_the_keyboard_stands_and_in_the_title_of_the_page() -> None:
    """Pages on which people sign in set the keyboard into the field that is to be filled in."""
    for name in TEMPLATES:
        summaries = re.findall(r'<div class="error-summary"([^>]*)>', source(name))
        if summaries and not name.startswith("accounts/"):
            assert all("autofocus" in summary and 'tabindex="-1"' in summary for summary in summaries), name
    assert '<title>{% if is_refused %}{{ _("Error:") }}' in source("web/base.html")


def test_every_macro_is_used() -> None:
    called = Counter(re.findall(r"\b(\w+)\(", "".join(map(source, TEMPLATES))))
    for name in TEMPLATES:
        macros = {node.name for node in tree_of_template(name).find_all(nodes.Macro)}
        assert [macro for macro in macros if called[macro] < 2] == [], name


def test_a_form_that_posts_carries_its_token() -> None:
    for name in sorted(set(TEMPLATES) - WITHOUT_TOKEN):
        forms = POSTING.findall(source(name))
        assert [form for form in forms if not TOKEN.search(form)] == [], name


def test_no_page_shows_what_a_form_carried_unseen_as_what_somebody_typed() -> None:
    pages = "\n".join(map(source, TEMPLATES))
    posted = without_filters(pages)
    unseen = {name for name, is_hidden in fields_in(posted) if is_hidden}
    seen = {name for name, is_hidden in fields_in(pages) if not is_hidden} | names_in_forms()

    assert unseen - seen - {*NO_TEXT} == {*HIDDEN}


def without_filters(pages: str) -> str:
    """What narrows a list down is sent by GET, and nothing of it is repeated."""
    return re.sub(
        r'<form(?![^>]*method="post").*?</form>|{% call forms.filter_bar.*?{% endcall %}', "", pages, flags=re.DOTALL
    )


def names_in_forms() -> set[str]:
    """Of all fields that forms name in code, from which pages draw them."""
    assert ROUTES, "with them, the forms of all features are imported"
    return {name for form in all_forms() for name in form.fields}


def fields_in(pages: str) -> list[tuple[str, bool]]:
    """Of each field its name, and whether nobody sees it; a name that a loop fills in is left out."""
    matches = re.finditer(r'<(?:input|textarea|select|button)\b[^>]*?\bname="([\w.]+)"[^>]*>', pages)
    return [(match[1], 'type="hidden"' in match[0]) for match in matches]


def test_a_link_to_a_file_lets_the_browser_show_a_page_that_is_sent_instead() -> None:
    """The server says itself what is a file. With the attribute `download` a sign-in page would be kept as a report,
    and nobody would read why a report cannot be drawn."""
    assert [name for name in TEMPLATES if DOWNLOAD.search(source(name))] == []


def test_what_people_type_has_a_title_on_pages_that_repeat_it() -> None:
    pages = without_filters("".join(map(source, TEMPLATES)))
    fields = [match[0] for match in re.finditer(r"<(?:input|textarea)\b[^>]*>", pages)]
    unread = re.compile(r'type="(?:hidden|radio|checkbox|file|password|search)"')
    names = {name for field in fields if not unread.search(field) for name in re.findall(r'\bname="(\w+)"', field)}
    assert names - {*TITLES} == set()
