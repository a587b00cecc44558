"""Reads the XML of one part strictly: what stands where the file format puts it, and nothing that merely looks like it.

Programs pass over what they do not know, each in its own way. So an element of a kind that is wanted at another place,
or a foreign one among the wanted, is refused: else what is read here need not be what people see.
"""

from collections.abc import Iterator, Set
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as iterparse_warily

from exports.reading.container import DAMAGED, Container, FileRefused
from questionnaires.problems import N_

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EXTENSIONS = f"{MAIN}extLst"
"""What stands in there is for single programs, beside what all of them show."""
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATED = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
BEGINNING = 1_000
"""Bytes of a part."""
NO_MEMORY = 1
"""The code of expat for an error that is not the file's."""
ENTITIES = N_("The workbook contains XML that no spreadsheet program writes, so it was not read.")


def elements(container: Container, part: str, *path: str, space: str = MAIN) -> Iterator[Element]:
    """Each element of the part at exactly this path, whole, as it ends; the path begins with the root.

    Raises FileRefused for entities, DTDs, broken XML, and for what programs could read in two ways.
    """
    wanted = [f"{space}{name}" for name in path]
    around, holders = list[str](), 0
    for event, element in _steps(container, part):
        if event == "end":
            if around == wanted:
                yield element
            around.pop()
            continue
        around.append(str(element.tag))
        if len(around) > 1 and around[-1].startswith(space) and around[-1] not in wanted:
            continue  # nearly every element; only the others may be misplaced, or hold what is wanted
        holders += around == wanted[:-1]
        if holders > 1 or _is_misplaced(around, wanted, space):
            raise FileRefused(DAMAGED)


def every(container: Container, part: str, names: Set[str]) -> Iterator[Element]:
    """Each element of one of these names, whole, as it ends, wherever it stands and whatever space it is of.

    For what programs may show: a thing too many is looked at rather than one missed. Raises FileRefused as `elements`.
    """
    for event, element in _steps(container, part):
        if event == "end" and local_name(element) in names:
            yield element


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _steps(container: Container, part: str) -> Iterator[tuple[str, Element]]:
    """The beginning and the end of each element, weighed. Raises FileRefused."""
    xml, depth = container.part(part), 0
    try:
        _refuse_dtd(xml)
        steps = iterparse(BytesIO(xml), events=("start", "end", "start-ns"))  # noqa: S314 - no DTD, so no entities
        for event, element in steps:
            if event == "start-ns":
                _take_space(container, element[1])
                continue
            depth += 1 if event == "start" else -1
            if event == "start":
                container.weight.take(len(element.attrib), depth)
                if container.form.is_strict:
                    _spell(element)
            yield event, element
    except DefusedXmlException:
        raise FileRefused(ENTITIES) from None
    except ParseError as error:
        raise MemoryError if error.code == NO_MEMORY else FileRefused(DAMAGED) from None
    except (StopIteration, UnicodeDecodeError, LookupError, ValueError):
        raise FileRefused(DAMAGED) from None


def _take_space(container: Container, space: str) -> None:
    """A space of names that a part brings in. Raises FileRefused."""
    container.weight.take_space()
    if space in (MAIN[1:-1], STRICT[1:-1]):
        container.form.keep(is_strict=space == STRICT[1:-1])


def _spell(element: Element) -> None:
    """As the ordinary form has it: the strict one has other spaces for the same names. Raises FileRefused."""
    element.tag = str(element.tag).replace(STRICT, MAIN)
    if STRICT_RELATED in element.attrib:
        if RELATED in element.attrib:
            raise FileRefused(DAMAGED)
        element.set(RELATED, element.attrib.pop(STRICT_RELATED))


def _refuse_dtd(xml: bytes) -> None:
    """A DTD can only stand before the first element: up to there a wary but slow reader goes, which takes a whole piece
    of the file at once. So it first gets no more than where that element usually stands."""
    try:
        _come_to_first_element(xml[:BEGINNING])
    except (ParseError, StopIteration):
        _come_to_first_element(xml)


def _come_to_first_element(xml: bytes) -> None:
    next(iter(iterparse_warily(BytesIO(xml), events=("start",), forbid_dtd=True)))


def _is_misplaced(around: list[str], wanted: list[str], space: str) -> bool:
    """Of the last of these names: a root of another kind, a wanted name elsewhere, a foreign one among the wanted."""
    *before, name = around
    if not before:
        return name != wanted[0]
    if name in wanted[1:]:
        return around != wanted[: len(around)]
    is_among_wanted = before[: len(wanted) - 1] == wanted[:-1]
    return is_among_wanted and not name.startswith(space) and EXTENSIONS not in before
