"""Loads the set-up script by its path, the way nothing else does: it lies outside the packages of the application."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / ".setup"


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script with its own fresh `basics`, `lock` and `steps`, so that a test may change what it likes in them."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("set_up_script", SCRIPTS / "set_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    for name in ("basics", "lock", "steps"):
        del sys.modules[name]


@pytest.fixture
def basics(set_up: ModuleType) -> ModuleType:
    return sys.modules[set_up.SetUpError.__module__]


@pytest.fixture
def steps(set_up: ModuleType) -> ModuleType:
    return sys.modules[set_up.Step.__module__]
