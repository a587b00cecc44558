"""What all tests of the application share, beside the stage."""

from typing import Any

import pytest

from tests.app.once import Once


@pytest.fixture(scope="module")
def once() -> Once[Any]:
    return Once()
