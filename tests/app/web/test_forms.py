"""The pieces that pages draw their forms with."""

from app.web.pages import environment
from questionnaires.problems import Problem

DRAW = """{% import "web/components/forms.html" as forms with context %}{{ forms.error_summary(problems, titles) }}"""


def test_the_title_of_a_field_is_text_whatever_is_in_it() -> None:
    """Titles come from questionnaires too: a question may speak of R&D, of per cent and of fewer than 100."""
    titles = {"profile.staff": "Staff in R&D, in % (<100?)"}
    page = environment("en").from_string(DRAW)

    drawn = page.render(problems=[Problem("profile.staff", "Write a number.")], titles=titles, form_token="")

    assert '<a href="#profile.staff">Staff in R&amp;D, in % (&lt;100?): Write a number.</a>' in drawn
