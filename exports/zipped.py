"""A ZIP that leaves while it is made. The same files give the same bytes: no clock, no owner, the day of the data."""

from collections.abc import Generator, Iterable
from datetime import date
from io import BytesIO, RawIOBase
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

FIRST_DAY = date(1980, 1, 1)
"""The earliest that a ZIP can name."""
UNIX, ORDINARY_FILE = 3, 0o100644 << 16


class ZippedFile(NamedTuple):
    """`day` is that of its data, as ISO writes it; "" where nothing says one."""

    name: str
    content: bytes
    day: str = ""


class _Outlet(RawIOBase):
    """Holds what was written since it was drained: within that a ZipFile may go back, to fill in size and checksum."""

    def __init__(self) -> None:
        self._gone, self._held = 0, BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._held.write(data)  # type: ignore[arg-type]  # a ZipFile writes bytes only

    def tell(self) -> int:
        return self._gone + self._held.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._gone + self._held.seek(offset - self._gone)

    def drain(self) -> bytes:
        held, self._held = self._held.getvalue(), BytesIO()
        self._gone += len(held)
        return held


def zipped(files: Iterable[ZippedFile]) -> Generator[bytes]:
    """The ZIP in pieces, one for each file and one for its end; stored as they are, since workbooks are packed."""
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_STORED) as archive:
        for file in files:
            day = date.fromisoformat(file.day) if file.day else FIRST_DAY
            entry = ZipInfo(file.name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = UNIX, ORDINARY_FILE
            archive.writestr(entry, file.content)
            yield outlet.drain()
    yield outlet.drain()
