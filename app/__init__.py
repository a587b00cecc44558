"""Parity: its version, which is the newest heading of the changelog, and how it loads what is large and seldom used."""

import re
import sys
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


def _load_structlog_alone() -> None:
    """It loads rich where it is there, to colour tracebacks of consoles: four megabytes and a tenth of the start for
    what no log of ours shows. Typer loads rich itself for the help of a command."""
    if not {"structlog", "rich"} & sys.modules.keys():
        sys.modules["rich"] = None  # type: ignore[assignment]  # how Python is told that a module is not there
        import_module("structlog")
        del sys.modules["rich"]


_load_structlog_alone()
