"""HEAD: the answer that GET would have, without its body. Nothing is drawn for it, and nothing is written.

The middleware asks the same route for it as for GET. Where that comes to what would be drawn, or entered in the log or
the register, it ends: rights, state and address were looked at by then, so that the status is that of GET. RFC 9110,
9.3.2, lets it leave out the headers that only the drawn file would give: its name and its length.
"""

from contextvars import ContextVar

ASKED: ContextVar[bool] = ContextVar("only headers are asked for", default=False)


class OnlyHeaders(Exception):
    """All that is wanted is known."""


def is_asked() -> bool:
    return ASKED.get()


def end_here() -> None:
    """Raises OnlyHeaders where nothing more than the headers is wanted."""
    if is_asked():
        raise OnlyHeaders
