"""The page about the house tells of the house as it is."""

import re
import tomllib
from pathlib import Path

from migrations.diagram import page

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| `([a-z0-9]+)(?:/|\.py)` \|", re.MULTILINE)
PLACE = re.compile(r"`((?:[a-z_0-9]+/)+[a-z_0-9]*(?:\.py|\.html|\.md)?|[a-z]+\.py)`")


def test_the_storeys_stand_there_in_their_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["app"])

    assert LINE.findall(ARCHITECTURE) == layers
    assert len(layers) <= 12


def test_every_file_that_it_names_is_there() -> None:
    named = {place.rstrip("/") for place in PLACE.findall(ARCHITECTURE)}
    assert len(named) > 20
    assert {place for place in named if not ((ROOT / place).exists() or (ROOT / "app" / place).exists())} == set()


def test_the_page_of_the_tables_is_up_to_date() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == page(), "Renew it: make tables"
