"""Files that are there whole or not at all, and that only their owner may read."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A new file to write to, which takes the name at the end: a link of that name is replaced, never followed."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if _is_no_place(path):
        raise OSError(errno.EINVAL, "it is a device, a pipe or the output of a program; name a file", str(path))
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _is_no_place(path: Path) -> bool:
    """A file in the place of /dev/null or /dev/stdout would take it from every program of the machine."""
    leads_to_output = path.is_symlink() and path.readlink().is_relative_to("/proc")
    return leads_to_output or (path.exists() and not path.is_file())
