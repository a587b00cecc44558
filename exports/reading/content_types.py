"""What the parts of a workbook are by the list of their types (ECMA-376, part 2, 10.1.2.2).

Some programs find the main part by this list and others by relations. Where both do not say the same, they show
different workbooks; where the list says nothing, none of them opens the file.
"""

from exports.reading.container import CONTENT_TYPES, DAMAGED, Container, FileRefused
from exports.reading.parts import elements

SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE, EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml", "application/vnd.ms-excel"
MAIN_TYPES = frozenset(
    (
        *(f"{OFFICE}.{kind}.main+xml" for kind in ("sheet", "template")),
        *(f"{EXCEL}.{kind}.macroenabled.main+xml" for kind in ("sheet", "template", "addin")),
    )
)
"""Those of files that may hold macros too: whether there are any, the members say."""


def check_main(container: Container, part: str) -> None:
    """Raises FileRefused unless this part, and no other one, is named as the main part of a workbook."""
    own = part.lower()
    overrides = _types(container, "Override", "PartName")
    mains = {name for name, kind in overrides.items() if kind in MAIN_TYPES and container.has(name)}
    if own in overrides:
        is_main = mains == {own}
    else:
        is_main = not mains and _types(container, "Default", "Extension").get(own.rpartition(".")[2]) in MAIN_TYPES
    if not is_main:
        raise FileRefused(DAMAGED)


def _types(container: Container, element: str, about: str) -> dict[str, str]:
    """In small letters, by names without the slash before them. Raises FileRefused where one is said to be two."""
    types: dict[str, str] = {}
    for entry in elements(container, CONTENT_TYPES, "Types", element, space=SPACE):
        name, kind = entry.get(about, "").lower().removeprefix("/"), entry.get("ContentType", "").lower()
        if types.setdefault(name, kind) != kind:
            raise FileRefused(DAMAGED)
    return types
