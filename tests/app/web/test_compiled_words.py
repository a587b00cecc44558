"""The words of a language stand in its compiled templates; what is filled in later is said when a page is made."""

import pytest

from app.web.pages import environment


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('<th>{{ _("Overall") }}</th>', "<th>Overall</th>"),
        ('<p>{{ _("Rounds & reviews") }}</p>', "<p>Rounds & reviews</p>"),
        ('<p>{{ _("100 %% of them") }}</p>', "<p>100 % of them</p>"),
    ],
)
def test_constant_words_are_looked_up_once(template: str, text: str) -> None:
    assert repr(text) in str(environment("en").compile(template, raw=True))
    assert environment("en").from_string(template).render() == text


def test_what_is_filled_in_is_escaped() -> None:
    template = environment("en").from_string('{{ _("Round %(year)s", year=year) }} {{ _(word) }}')

    assert template.render(year="<2026>", word="Overall") == "Round &lt;2026&gt; Overall"
