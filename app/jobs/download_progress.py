"""How far the downloads are that people wait for: a hint, kept in this process only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import time_ns

MOST = 200
"""Older ones are forgotten."""


@dataclass
class Progress:
    """One download while it is made; `state` is "running", "done" or "broken"."""

    total: int
    done: int = 0
    state: str = "running"
    left_out: list[str] = field(default_factory=list)
    """The administrations whose reports cannot be drawn."""
    bytes: int = field(default=0, compare=False)
    """That were sent so far."""
    began: int = field(default_factory=time_ns, compare=False)


class DownloadProgress:
    """The newest download of each person and round."""

    def __init__(self) -> None:
        self._downloads: dict[tuple[str, str], Progress] = {}
        self._aside: set[tuple[str, str]] = set()
        self._lock = Lock()

    def begin(self, person_id: str, round_id: str, total: int) -> Progress:
        download = Progress(total)
        with self._lock:
            self._downloads.pop((person_id, round_id), None)
            self._downloads[person_id, round_id] = download
            while len(self._downloads) > MOST:
                del self._downloads[next(iter(self._downloads))]
        return download

    def of(self, person_id: str, round_id: str) -> Progress | None:
        return self._downloads.get((person_id, round_id))

    @contextmanager
    def aside(self, person_id: str, round_id: str) -> Iterator[bool]:
        """Whether this is the only one that is made to take up a download; one at a time for each person and round."""
        key = person_id, round_id
        with self._lock:
            is_only = key not in self._aside
            self._aside.add(key)
        try:
            yield is_only
        finally:
            if is_only:
                with self._lock:
                    self._aside.discard(key)

    def since(self, person_id: str, round_id: str, moment: int) -> Progress | None:
        """What began after that moment: what a page told before is no news to it."""
        download = self.of(person_id, round_id)
        return download if download and download.began > moment else None
