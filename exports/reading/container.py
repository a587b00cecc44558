"""Opens the ZIP of a workbook that somebody else made: what it holds is weighed before anything in it is believed.

Only `.xlsx` passes: no macros, no links to other files, nothing encrypted, nothing that swells when it is unpacked.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from exports.reading.foreign import NO_WORKBOOK, TABLE, is_table, said_of_data, said_of_members
from questionnaires.problems import N_, Problem

MOST_BYTES = 10_000_000
MOST_MEMBERS = 200
MOST_UNPACKED = 60_000_000
MOST_RATIO = 150
"""A member that swells more than this was made to hurt; real sheets swell by ten to thirty."""
RATIO_FROM = 1_000_000
"""Smaller members may swell as they like: long rows of empty cells do."""
MOST_ELEMENTS = 1_000_000
"""Of all parts together: as many cells as are allowed, with their texts or formulas, have fewer."""
MOST_ATTRIBUTES = 2_000_000
MOST_DEPTH = 100
"""Elements around one another; a drawing has about twenty."""
LONGEST_TAG = 1_000_000
"""Bytes from one tag to the next. Excel allows a cell 32,767 letters, which may be written with six bytes each."""
LONG_TAG = re.compile(rb"<[^<]{%d}" % LONGEST_TAG)
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How spreadsheet programs pack; the other ways of a ZIP may want any amount of memory."""
CONTENT_TYPES = "[content_types].xml"
MAIN_PARTS_OF_OTHERS = frozenset(("xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"))
ENTRY = b"PK\x01\x02"
"""What each entry in the list of members begins with: counted before the list is read."""
MACROS = N_("The workbook contains macros. Save it as .xlsx without macros and try again.")
UNWANTED = {
    "vbaproject.bin": MACROS,
    "macrosheets/": MACROS,
    "externallinks/": N_("The workbook is linked to other files. Remove the links and try again."),
    "embeddings/": N_("The workbook contains other documents. Remove them and try again."),
    "activex": N_("The workbook contains programs. Save it as .xlsx without them and try again."),
}
DAMAGED = N_("The workbook is damaged or incomplete. Save it again, or choose the original file.")
TOO_LARGE = N_("The workbook is larger than {most} MB. Remove what was added to it and try again.")
SWELLS = N_("The workbook unpacks to more than a workbook of this kind can contain, so it was not read.")
TWO_FORMS = N_("A part of the workbook is in the strict format. Save it as an ordinary .xlsx and try again.")
TOO_HEAVY = N_("The workbook takes too long to read. Remove what was added to it and try again.")


class FileRefused(Exception):
    """The file is not read; the problem says in words why, and what to do."""

    def __init__(self, sentence: str, **names: object) -> None:
        super().__init__(sentence)
        self.problem = Problem("file", sentence, names)


@dataclass
class XmlWeight:
    """How much XML may still come in a workbook.

    What is counted is the same on every machine: so a file that holds too much is refused with the same sentence
    everywhere, long before it has used up its time.
    """

    elements: int = MOST_ELEMENTS
    attributes: int = MOST_ATTRIBUTES

    def take(self, attributes: int, depth: int) -> None:
        """One element. Raises FileRefused."""
        self.elements -= 1
        self.attributes -= attributes
        if self.elements < 0 or self.attributes < 0 or depth > MOST_DEPTH:
            raise FileRefused(SWELLS)

    def take_space(self) -> None:
        """A space of names, which is written as an attribute is. Raises FileRefused."""
        self.attributes -= 1
        if self.attributes < 0:
            raise FileRefused(SWELLS)


@dataclass
class XmlForm:
    """The spelling of a workbook, ordinary or strict; it has one, or programs would read different halves of it."""

    is_strict: bool | None = None

    def keep(self, *, is_strict: bool) -> None:
        """Raises FileRefused."""
        if self.is_strict not in (None, is_strict):
            raise FileRefused(TWO_FORMS)
        self.is_strict = is_strict


@dataclass(frozen=True)
class Container:
    """The parts of a workbook, weighed while they are read, by names in which capitals and kinds of slashes are one."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    weight: XmlWeight = field(default_factory=XmlWeight)
    form: XmlForm = field(default_factory=XmlForm)

    def has(self, name: str) -> bool:
        return _plain(name) in self.members

    def part(self, name: str) -> bytes:
        """Raises FileRefused if it is missing, damaged, or larger than it said."""
        if not self.has(name):
            raise FileRefused(DAMAGED)
        info = self.members[_plain(name)]
        try:
            with self.archive.open(info) as member:
                read = member.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise FileRefused(DAMAGED) from None
        if len(read) != info.file_size:
            raise FileRefused(DAMAGED)
        if LONG_TAG.search(read):  # taken to pieces at once, before anything could be counted
            raise FileRefused(SWELLS)
        return read


def open_container(data: bytes) -> Container:
    """Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if not data.startswith(b"PK"):
        raise FileRefused(said_of_data(data) or (TABLE if is_table(data) else NO_WORKBOOK))
    if data.count(ENTRY) > MOST_MEMBERS:
        raise FileRefused(SWELLS)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise FileRefused(DAMAGED) from None
    by_name = {_plain(member.filename): member for member in members}
    if CONTENT_TYPES not in by_name or MAIN_PARTS_OF_OTHERS & by_name.keys():
        raise FileRefused(said_of_members(by_name))
    _weigh(members)
    return Container(archive, by_name)


def _plain(name: str) -> str:
    """Names of parts are the same whatever the capitals of ASCII in them (ECMA-376, part 2), and some programs of
    Windows write them with its slashes, which Excel reads."""
    name = name.replace("\\", "/")
    return name.lower() if name.isascii() else name


def _weigh(members: list[zipfile.ZipInfo]) -> None:
    """By what the members say of themselves; `part` holds each to its word when it is read."""
    if len({_plain(member.filename) for member in members}) < len(members) or _overlap(members):
        raise FileRefused(DAMAGED)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise FileRefused(SWELLS)
    for member in members:
        if member.flag_bits & 1 or member.compress_type not in WAYS:
            raise FileRefused(DAMAGED)
        if member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise FileRefused(SWELLS)
        for mark, sentence in UNWANTED.items():
            if mark in member.filename.replace("\\", "/").lower():
                raise FileRefused(sentence)


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two members share bytes, as bombs do."""
    in_order = sorted(members, key=lambda member: member.header_offset)
    return any(
        before.header_offset + before.compress_size >= after.header_offset for before, after in pairwise(in_order)
    )
