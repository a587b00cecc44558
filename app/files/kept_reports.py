"""Gap reports as they were drawn, below the data folder and owner-only: one that did not change is not drawn again.

The name of a file is the key of its report, a hash over all that the report hangs on (`assessments/report/keys.py`).
Everything here may be gone at any moment: whatever goes wrong with the files, the report is drawn.

Nothing waits for the disk. A file begins with the SHA-256 of its report, so that what a power failure cut is not read.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

MOST_BYTES = 256_000_000
"""Some 1,500 reports; the oldest go first."""
DIGEST_BYTES = 32


@dataclass(frozen=True)
class KeptReports:
    data_dir: Path
    most_bytes: int = MOST_BYTES

    @property
    def folder(self) -> Path:
        return self.data_dir / "kept-reports"

    @property
    def count(self) -> int:
        return len(self._files())

    @property
    def total_bytes(self) -> int:
        return sum(size for _, size, _ in filter(None, map(_age_and_size, self._files())))

    def read(self, key: str) -> bytes | None:
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        digest, report = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
        return report if hashlib.sha256(report).digest() == digest else None

    def size(self, key: str) -> int | None:
        """Of the report alone, in bytes; None where it is not kept."""
        try:
            return (self.folder / key).stat().st_size - DIGEST_BYTES
        except OSError:
            return None

    def digest(self, key: str) -> str | None:
        """The SHA-256 of the report as the file itself says it; None where it is not kept."""
        try:
            with (self.folder / key).open("rb") as file:
                return file.read(DIGEST_BYTES).hex()
        except OSError:
            return None

    @contextmanager
    def draft(self) -> Iterator["Draft"]:
        """To be begun before the data of the report are read: whatever empties the folder meanwhile, because those data
        are no longer to be kept, takes the draft along, and nothing is kept."""
        path = self.folder / f"draft-{token_hex(8)}"
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            yield Draft(self, path)
        finally:
            with suppress(OSError):
                path.unlink()

    def empty(self) -> int:
        """How many went. Raises OSError where something stays."""
        files = self._files()
        for path in files:
            path.unlink(missing_ok=True)
        return len(files)

    def drop_oldest(self) -> None:
        """Until the rest is within the bound."""
        files = sorted(filter(None, map(_age_and_size, self._files())))
        too_many = sum(size for _, size, _ in files) - self.most_bytes
        for _, size, path in files:
            if too_many <= 0:
                return
            path.unlink(missing_ok=True)
            too_many -= size

    def _files(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.is_dir() else []


@dataclass(frozen=True)
class Draft:
    """The place of a report that is about to be drawn."""

    kept_reports: KeptReports
    path: Path

    def keep(self, key: str, report: bytes) -> None:
        """Only if the draft is still there: it is written to, but never made anew."""
        with suppress(OSError):
            with os.fdopen(os.open(self.path, os.O_WRONLY), "wb") as file:
                file.write(hashlib.sha256(report).digest())
                file.write(report)
            self.path.rename(self.path.with_name(key))
            self.kept_reports.drop_oldest()


def _age_and_size(path: Path) -> tuple[float, int, Path] | None:
    try:
        status = path.stat()
    except OSError:  # gone meanwhile
        return None
    return status.st_mtime, status.st_size, path
