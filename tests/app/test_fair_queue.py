"""The fair queue: few at once, each sender in turn, bounds on all who wait, and no seat is ever lost."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest

from app.access.fair_queue import FairQueue, QueueFull, network_of


class Hall:
    """Whoever sits down is written down, and stays until all are let go."""

    def __init__(self, seats: FairQueue) -> None:
        self.seats = seats
        self.seated: list[str] = []
        self.open = asyncio.Event()
        self.guests: list[asyncio.Task[None]] = []

    async def come(self, *senders: str) -> None:
        """One after the other, each once the one before sits or stands in line."""
        for sender in senders:
            before = len(self.seated) + self.seats.waiting
            self.guests.append(asyncio.create_task(self._sit(sender)))
            while len(self.seated) + self.seats.waiting == before and not self.guests[-1].done():
                await asyncio.sleep(0)

    async def _sit(self, sender: str) -> None:
        async with self.seats.taken(sender):
            self.seated.append(sender)
            await self.open.wait()

    async def let_go(self) -> list[type[BaseException] | None]:
        """What became of each."""
        self.open.set()
        ends = await asyncio.gather(*self.guests, return_exceptions=True)
        return [type(end) if end else None for end in ends]


def played(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene())


def test_each_sender_has_a_turn_however_many_another_sent() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1))
        await hall.come("eve", "eve", "eve", "eve", "alice", "eve", "bob", "alice")
        await hall.let_go()
        assert hall.seated == ["eve", "eve", "alice", "bob", "eve", "alice", "eve", "eve"]

    played(scene)


def test_no_more_sit_than_there_are_places() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(2))
        await hall.come("alice", "bob", "charlie")
        assert (hall.seated, hall.seats.waiting) == (["alice", "bob"], 1)
        await hall.let_go()

    played(scene)


def test_a_sender_with_a_full_line_is_refused_and_another_is_not() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1, most_of_one=2))
        await hall.come("eve", "eve", "eve", "eve", "alice")
        assert await hall.let_go() == [None, None, None, QueueFull, None]

    played(scene)


def test_so_many_wait_in_all_and_no_more() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1, most_waiting=3))
        await hall.come("alice", "bob", "charlie", "dora", "emma")
        assert await hall.let_go() == [None, None, None, None, QueueFull]

    played(scene)


def test_whoever_waited_too_long_is_told_and_takes_no_place_in_the_line() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1, patience=0))
        await hall.come("alice", "bob")
        with suppress(QueueFull):
            await hall.guests[1]
        assert hall.seats.waiting == 0
        assert await hall.let_go() == [None, QueueFull]
        await hall.come("charlie")
        assert hall.seated == ["alice", "charlie"]

    played(scene)


def test_whoever_gives_up_leaves_the_line() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1))
        await hall.come("alice", "bob", "charlie")
        hall.guests[1].cancel()
        assert await hall.let_go() == [None, asyncio.CancelledError, None]
        assert hall.seated == ["alice", "charlie"]

    played(scene)


def test_a_seat_given_to_somebody_who_gives_up_at_that_moment_is_handed_on() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1))
        await hall.come("alice", "bob", "charlie")
        hall.guests[0].cancel()
        while hall.seats.waiting == 2:
            await asyncio.sleep(0)
        hall.guests[1].cancel()  # bob was called, and has not heard it yet
        await hall.let_go()
        assert hall.seated == ["alice", "charlie"]

    played(scene)


def test_a_seat_is_free_again_after_a_failure() -> None:
    async def scene() -> None:
        hall = Hall(FairQueue(1))
        with suppress(ZeroDivisionError):
            async with hall.seats.taken("alice"):
                raise ZeroDivisionError
        await hall.come("bob")
        assert hall.seated == ["bob"]
        await hall.let_go()

    played(scene)


def test_the_lines_are_one_for_several_event_loops() -> None:
    seats, sits, may_go, came = FairQueue(1), Event(), Event(), Event()

    async def first() -> None:
        async with seats.taken("alice"):
            sits.set()
            await asyncio.to_thread(may_go.wait)

    async def second() -> None:
        async with seats.taken("bob"):
            came.set()

    threads = [Thread(target=lambda work=work: asyncio.run(work())) for work in (first, second)]
    threads[0].start()
    sits.wait()
    threads[1].start()
    while not seats.waiting:
        sits.wait()
    may_go.set()
    for thread in threads:
        thread.join()

    assert came.is_set()


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("fe80::1%eth0", "fe80::2"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:DB8:0:0::1", "2001:db8::2"),
    ],
)
def test_one_network_has_one_name(address: str, other: str) -> None:
    assert network_of(address) == network_of(other)


@pytest.mark.parametrize(
    ("address", "other"),
    [("203.0.113.7", "203.0.113.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("testclient", ""), ("1.2.3", "1.2.4")],
)
def test_different_networks_have_different_names(address: str, other: str) -> None:
    assert network_of(address) != network_of(other)
