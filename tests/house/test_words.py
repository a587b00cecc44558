"""Every text of the interface can be translated: it is marked, and it stands in the template of the catalogues."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.house.test_templates import TEMPLATES, source

ROOT = Path(__file__).parents[2]
POT = ROOT / "app" / "i18n" / "translations" / "messages.pot"
COMMAND = re.search(r"pybabel (-q extract .*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
RENEW = "Renew it: make words"

NO_WORDS = {"Parity"}
"""What may stand in a template as it is: the name of the product."""
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(r'\s(?:title|alt|placeholder|aria-label|data-label)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")


AS_IF_TRANSLATED = re.compile(
    r"\b(stands?|stood|whoever|very|somebody|everybody|meanwhile|anew|comes? about|gives? out|take[sn]? back)\b",
    re.IGNORECASE,
)
"""docs/words.md has what a native writer says instead."""


def words_of(path: Path) -> set[tuple[str, ...]]:
    with path.open("rb") as file:
        return {(message.id,) if isinstance(message.id, str) else tuple(message.id) for message in read_po(file)}


def test_the_catalogue_template_holds_exactly_the_texts_of_the_code(tmp_path: Path) -> None:
    pybabel = Path(sys.executable).with_name("pybabel")
    assert COMMAND, "the Makefile has no pybabel extract"
    words = COMMAND[1].replace(str(POT.relative_to(ROOT)), str(tmp_path / "messages.pot")).split()
    command = [pybabel, *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    in_code, in_template = words_of(tmp_path / "messages.pot"), words_of(POT)
    assert (in_code - in_template, in_template - in_code) == (set(), set()), RENEW
    assert POT.read_bytes() == (tmp_path / "messages.pot").read_bytes(), RENEW


@pytest.mark.parametrize(
    "text",
    [
        "Sign out",  # a template's _()
        "The email address or the password is wrong. Check both and try again.",  # code's N_()
        "Choose a level from 0 to 4.",  # a Problem
        "Gaps",  # a workbook's _()
    ],
)
def test_texts_of_each_kind_are_found(text: str) -> None:
    assert (text,) in words_of(POT)


def test_no_word_of_a_template_escapes_translation() -> None:
    for name in TEMPLATES:
        plain = unescape(JINJA.sub("", source(name)))
        shown = [TAG.sub(" ", plain), *SHOWN_ATTRIBUTE.findall(plain)]
        assert [word for part in shown for word in WORD.findall(part) if word not in NO_WORDS] == [], name


def test_no_text_reads_as_if_it_were_translated() -> None:
    texts = [text for message in words_of(POT) for text in message]
    assert [text for text in texts if AS_IF_TRANSLATED.search(text)] == []
