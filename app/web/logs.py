"""What may stand in a log line, whoever writes it: names of things, numbers, ids; never a person's text or address.

Our own lines are structured, and FIELDS lists every field that one may have. Lines of libraries keep where they come
from; of an exception its kind and its way through the code are told, but not its message, which may repeat a value.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

FIELDS = {
    "event", "level", "timestamp", "method", "path", "status", "ms", "error", "where", "kind", "count", "id",
    "by", "network",
}  # fmt: skip
"""A new field needs a look first: what could stand in it? The last two tell who was refused: the id of an account, and
the address of a network."""
OF_THE_SERVER = "uvicorn"
"""Its own lines hold addresses of this server and numbers only."""
NAME = re.compile(r"[A-Za-z0-9._-]{1,48}")
ID = re.compile(r"[A-Za-z0-9._:/…-]{1,300}")
LINKS = "/links/"
HIDDEN = "…"


def path_shown(path: str) -> str:
    """The path of a request, where each step looks like a name or an id; a token or a text is not repeated."""
    if path.startswith(LINKS):
        return LINKS + HIDDEN
    return "/".join(step if not step or NAME.fullmatch(step) else HIDDEN for step in path[:300].split("/"))


def only_known_fields(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: whatever is not in FIELDS, or is neither a number nor a plain word, does not pass."""
    known = {name: value for name, value in line.items() if name in FIELDS}
    return {name: value if _is_plain(name, value) else HIDDEN for name, value in known.items()}


def _is_plain(name: str, value: Any) -> bool:
    return name == "event" or value in (None, "") or isinstance(value, int | float) or bool(ID.fullmatch(str(value)))


class Discreet(logging.Formatter):
    """The lines of libraries, as our own look."""

    def format(self, record: logging.LogRecord) -> str:
        event = record.getMessage() if record.name.startswith(OF_THE_SERVER) else "said something"
        place = f"{record.module}:{record.lineno}"
        line = f"timestamp='{self.formatTime(record)}' level='{record.levelname.lower()}' event={event!r}"
        if not record.exc_info or not record.exc_info[1]:
            return f"{line} logger='{record.name}' where='{place}'"
        return f"{line} {told(record.exc_info[1])}"


def told(error: BaseException) -> str:
    """An exception without its message, and what led to it: kind and the way through the code."""
    chain: list[str] = []
    following: BaseException | None = error
    while following is not None and len(chain) < 5:
        frames = traceback.extract_tb(following.__traceback__)
        way = " ".join(f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in frames[-12:])
        chain.append(f"error='{type(following).__name__}' where='{way}'")
        following = following.__cause__ or following.__context__
    return " after ".join(chain)


def configure() -> None:
    """For the process that serves: every line of it, whoever writes it, passes here."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            only_known_fields,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    sys.excepthook = _tell_uncaught
    threading.excepthook = lambda uncaught: _tell_uncaught(uncaught.exc_type, uncaught.exc_value, None)


def _tell_uncaught(_kind: type[BaseException], error: BaseException | None, _way: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt) or error is None:
        return
    logging.getLogger("uncaught").critical("uncaught", exc_info=error)
