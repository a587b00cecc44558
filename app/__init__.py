"""Parity: its version, which is the newest heading of the changelog, and how it loads what is large and seldom used."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"

VERSION = re.findall(r"^## (\d+\.\d+\.\d+)", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)[0]


class Deferred:
    """Stands for a module, which is loaded when something of it is first asked for: it neither delays the start nor
    fills memory before. Type checkers are shown the module itself, under TYPE_CHECKING."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._module), name)
