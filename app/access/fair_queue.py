"""Seats for what anybody may ask for without signing in: few at once, in a fair order, and nobody waits for ever.

Whoever waits holds neither a thread nor a connection to the database, so that saves go on meanwhile.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

PREFIX = 64
"""Of IPv6: what one household or office gets at least, so that 2**64 addresses are one (RFC 6177, 2011)."""
AGAIN = 5
"""After how many seconds to ask again, for whoever found no seat."""


class QueueFull(Exception):
    """Too many wait already, or it took too long."""


def network_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the /64 of an IPv6 one; what is no address, as it is."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        inside = known.ipv4_mapped
        return str(inside or ip_network((known, PREFIX), strict=False))
    return str(known)


class FairQueue:
    """Some places and the lines before them, one for each sender: they are served in turn, whatever their length.

    A line is a queue of futures of `concurrent`, since servers of the tests have an event loop for each request.
    """

    def __init__(self, places: int, *, most_waiting: int = 100, most_of_one: int = 20, patience: float = 20) -> None:
        self._free = places
        self._most_waiting, self._most_of_one, self._patience = most_waiting, most_of_one, patience
        self._lines: OrderedDict[str, deque[Future[None]]] = OrderedDict()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        with self._lock:
            return self._in_line()

    @asynccontextmanager
    async def taken(self, sender: str) -> AsyncIterator[None]:
        """A seat for this sender. Raises NoSeat."""
        if ticket := self._ticket(sender):
            await self._called(sender, ticket)
        try:
            yield
        finally:
            self._pass_on()

    def _ticket(self, sender: str) -> Future[None] | None:
        """The place in the line; None where a seat was free and is taken now. Raises NoSeat."""
        with self._lock:
            if self._free:
                self._free -= 1
                return None
            if self._in_line() >= self._most_waiting or len(self._lines.get(sender, ())) >= self._most_of_one:
                raise QueueFull
            ticket = Future[None]()
            self._lines.setdefault(sender, deque()).append(ticket)
            return ticket

    async def _called(self, sender: str, ticket: Future[None]) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await asyncio.wrap_future(ticket)
        except TimeoutError:
            self._leave(sender, ticket)
            raise QueueFull from None
        except BaseException:  # the request was given up
            self._leave(sender, ticket)
            raise

    def _leave(self, sender: str, ticket: Future[None]) -> None:
        """Whoever was called at the very moment of going hands the seat on."""
        with self._lock:
            was_called = ticket.done() and not ticket.cancelled()
            line = self._lines.get(sender, deque())
            if ticket in line:
                line.remove(ticket)
            if not line:
                self._lines.pop(sender, None)
        if was_called:
            self._pass_on()

    def _pass_on(self) -> None:
        """To the first of the next line, which then goes to the end of the lines."""
        with self._lock:
            while self._lines:
                sender, line = self._lines.popitem(last=False)
                ticket = line.popleft()
                if line:
                    self._lines[sender] = line
                if ticket.set_running_or_notify_cancel():
                    ticket.set_result(None)
                    return
            self._free += 1

    def _in_line(self) -> int:
        return sum(map(len, self._lines.values()))
