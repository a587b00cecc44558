"""Whatever cannot be undone has a stop that says what will happen, and every act is one of these kinds."""

import pytest

from tests.house.acts import FORMS, HARMLESS, PAGES, UNDONE
from tests.house.routes import ROUTES, WRITING_PAGES


def test_every_act_of_the_pages_is_of_exactly_one_kind() -> None:
    kinds = [*PAGES, *FORMS, *UNDONE, *HARMLESS]

    assert sorted(kinds) == sorted({route.path for route in WRITING_PAGES})


@pytest.mark.parametrize("act", PAGES)
def test_the_page_before_an_act_that_cannot_be_undone_is_there(act: str) -> None:
    assert PAGES[act] in {route.path for route in ROUTES if route.method == "GET"}
