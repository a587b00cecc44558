"""What the programs of this folder are given to write anew: `python -m tests.writers.handed_out FOLDER` draws it.

An answer workbook, the same with the changes made, for programs that only convert, and a small sealed report.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from tests.exports.answer_workbook.builders import ONE_OF_EACH, drawn
from tests.exports.seals import small

ELEMENTS = {"E1.1", "E1.2"}
ANSWERS = {id_: answer for id_, answer in ONE_OF_EACH.items() if id_ in ("RC-01", "RC-02", "RC-03", "RC-04")}
COMMENT = "Écrit à nouveau :\n第二行, שורה & <b>“3”</b> 😀"
CHANGES: dict[str, dict[str, int | str]] = {
    "RC-01": {"answer": 2, "comment": COMMENT},
    "RC-03": {"reason": "Forbidden by act 8"},
}
"""What somebody types: by question and column."""
CHANGED = ANSWERS | {
    "RC-01": replace(ANSWERS["RC-01"], value=2, comment=COMMENT),
    "RC-03": replace(ANSWERS["RC-03"], reason="Forbidden by act 8"),
}
"""The answers that it makes."""
CHAMPION_SINCE = "2026-03-08"
LIST: tuple[tuple[str, ...], ...] = (
    ("Code", "Name", "Champion", "Champion since"),
    ("AU", "Customs of Aurelia", "Alice", CHAMPION_SINCE),
    ("BO", "Douanes de Boréalie", "Zoé", CHAMPION_SINCE),
)
"""In the last column stand days, as each program keeps days."""


def draw(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.xlsx").write_bytes(drawn(ANSWERS, elements=ELEMENTS))
    (folder / "changed.xlsx").write_bytes(drawn(CHANGED, elements=ELEMENTS))
    (folder / "sealed.xlsx").write_bytes(small())
    (folder / "typed.json").write_text(json.dumps({"changes": CHANGES, "list": LIST}))


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
