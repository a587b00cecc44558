"""Files that are there whole or not at all, and that only their owner may read."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A new file to write to, which takes the name at the end: a link of that name is replaced, never followed."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if _is_no_place(path):
        raise OSError(errno.EINVAL, "it is a device, a pipe or the output of a program; name a file", str(path))
    with _draft_beside(path) as draft:
        yield draft
        _flush(draft)
        draft.replace(path)


def write_first(path: Path, content: bytes) -> None:
    """Of several processes that make this file, the first one wins: what is there already stays."""
    with _draft_beside(path) as draft:
        draft.write_bytes(content)
        _flush(draft)
        with suppress(FileExistsError):
            path.hardlink_to(draft)


@contextmanager
def _draft_beside(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _flush(file: Path) -> None:
    """To the disk, before its name says that it is whole."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _is_no_place(path: Path) -> bool:
    """A file in the place of /dev/null or /dev/stdout would take it from every program of the machine."""
    leads_to_output = path.is_symlink() and path.readlink().is_relative_to("/proc")
    return leads_to_output or (path.exists() and not path.is_file())
