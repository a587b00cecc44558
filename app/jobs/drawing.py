"""What stops the making of a file: a fault of its content, or something that is none of its faults."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.access.loaders import NotAllowed, NotYours
from app.assessments.lifecycle import NotNow
from app.db.head_requests import OnlyHeaders
from app.db.outages import has_all


class NotDrawn(Exception):
    """The cause is the exception that stopped the drawing."""


@contextmanager
def drawing() -> Iterator[None]:
    """Around all that makes a file. An outage is no fault of the file, and neither is that a right ended, or that
    nobody wants its content."""
    try:
        yield
    except (NotDrawn, OnlyHeaders, NotYours, NotAllowed, NotNow):
        raise
    except Exception as error:
        if has_all(error):
            raise
        raise NotDrawn from error
