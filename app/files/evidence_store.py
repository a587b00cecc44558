"""The files of evidence: below the data folder, under the SHA-256 of their content, so that each is kept once.

No name that a browser sent ever becomes a path. A file is in its place before the row that names it is committed: what
a crash between the two leaves behind is an orphan, never a row without its file.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables.answers import Evidence

PIECE = 1 << 20
SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True)
class Draft:
    """A file that was written and hashed, but not yet put in its place."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class EvidenceFiles:
    data_dir: Path

    @property
    def folder(self) -> Path:
        return self.data_dir / "evidence"

    def path_of(self, sha256: str) -> Path:
        if not SHA256.match(sha256):
            raise ValueError("no SHA-256")
        return self.folder / sha256[:2] / sha256

    def exists(self, sha256: str) -> bool:
        return self.path_of(sha256).is_file()

    def is_whole(self, sha256: str) -> bool:
        """Whether the file is there and still has the content that it is named for."""
        try:
            with self.path_of(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def open(self, sha256: str) -> BufferedReader:
        return self.path_of(sha256).open("rb")

    @contextmanager
    def draft(self, stream: BinaryIO) -> Iterator[Draft]:
        """Writes the stream down and hashes it; unless it is kept inside the block, it is gone afterwards."""
        _make(self.folder)
        path = self.folder / f"draft-{secrets.token_hex(8)}"
        try:
            yield _written(path, stream)
        finally:
            with suppress(FileNotFoundError):
                path.unlink()

    def keep(self, draft: Draft) -> None:
        """In its place in one step, and still there after the power fails."""
        path = self.path_of(draft.sha256)
        _make(path.parent)
        draft.path.replace(path)  # the same content where it was there already, and a fresh date for `orphans`
        _flush(path.parent)

    def store(self, stream: BinaryIO) -> Draft:
        with self.draft(stream) as draft:
            self.keep(draft)
        return draft

    def orphans(self, db: Session, *, older_than: datetime) -> list[Path]:
        """Files that no row names, and drafts of a process that died. Younger ones may belong to a save under way."""
        named = set(db.execute(select(col(Evidence.sha256)).where(col(Evidence.kind) == "file")).scalars())
        return [path for path in self._files() if path.name not in named and _is_older(path, older_than)]

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def _written(path: Path, stream: BinaryIO) -> Draft:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Draft(path, digest.hexdigest(), size)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _flush(folder.parent)


def _flush(folder: Path) -> None:
    """A new name is safe only once its folder is written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # gone meanwhile
        return False
