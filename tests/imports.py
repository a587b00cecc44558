"""While tests are collected, Python looks for no garbage: imports make none, and looking takes a third of the time."""

import gc

import pytest

gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.freeze()
    gc.enable()
