"""Whoever shows an assessment shows it in its own words: the usual ones would hide the texts for small offices."""

import re

from tests.house.test_sizes import ROOT

PAST_THE_PROFILE = re.compile(r"assessment\.questionnaire\.words\(")


def test_words_of_an_assessment_are_asked_of_the_assessment() -> None:
    files = [path for path in (ROOT / "app").rglob("*") if path.suffix in (".py", ".html")]

    assert [path.name for path in files if PAST_THE_PROFILE.search(path.read_text(encoding="utf-8"))] == []
