"""Reads the XML of one part strictly: what stands where the file format puts it, and nothing that merely looks like it.

Programs pass over what they do not know, each in its own way. So an element of a kind that is wanted at another place,
or a foreign one among the wanted, is refused: else what is read here need not be what people see.
"""

from collections.abc import Iterator, Set
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as iterparse_warily

from exports.reading.container import DAMAGED, Container, Refused
from questionnaires.problems import N_

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
NO_MEMORY = 1
"""The code of expat for an error that is not the file's."""
ENTITIES = N_("The workbook holds XML that no spreadsheet program writes. It was not read.")
STRICT_FORMAT = N_("The workbook is in the strict format. Save it as an ordinary .xlsx, then send it again.")


def elements(container: Container, part: str, *path: str, space: str = MAIN) -> Iterator[Element]:
    """Each element of the part at exactly this path, whole, as it ends; the path begins with the root.

    Raises Refused for entities, DTDs, broken XML, and for what programs could read in two ways.
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
        holders += around == wanted[:-1]
        if holders > 1 or _is_misplaced(around, wanted, space):
            raise Refused(DAMAGED)


def every(container: Container, part: str, names: Set[str]) -> Iterator[Element]:
    """Each element of one of these names, whole, as it ends, wherever it stands and whatever space it is of.

    For what programs may show: a thing too many is looked at rather than one missed. Raises Refused as `elements`.
    """
    for event, element in _steps(container, part):
        if event == "end" and local_name(element) in names:
            yield element


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _steps(container: Container, part: str) -> Iterator[tuple[str, Element]]:
    """The beginning and the end of each element, weighed. Raises Refused."""
    xml, depth = container.part(part), 0
    try:
        _refuse_dtd(xml)
        for event, element in iterparse(BytesIO(xml), events=("start", "end")):  # noqa: S314 - no DTD, so no entities
            depth += 1 if event == "start" else -1
            if event == "start":
                container.weight.take(len(element.attrib), depth)
            yield event, element
    except DefusedXmlException:
        raise Refused(ENTITIES) from None
    except ParseError as error:
        raise MemoryError if error.code == NO_MEMORY else Refused(DAMAGED) from None
    except (StopIteration, UnicodeDecodeError, LookupError, ValueError):
        raise Refused(DAMAGED) from None


def _refuse_dtd(xml: bytes) -> None:
    """A DTD can only stand before the first element: up to there a wary but slow reader goes."""
    next(iter(iterparse_warily(BytesIO(xml), events=("start",), forbid_dtd=True)))


def _is_misplaced(around: list[str], wanted: list[str], space: str) -> bool:
    """Of the last of these names: a root of another kind, a wanted name elsewhere, a foreign one among the wanted."""
    *before, name = around
    if not before:
        if name.startswith(STRICT):
            raise Refused(STRICT_FORMAT)
        return name != wanted[0]
    if name in wanted[1:]:
        return around != wanted[: len(around)]
    return name.startswith(STRICT) or (before[: len(wanted) - 1] == wanted[:-1] and not name.startswith(space))
