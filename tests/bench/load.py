"""The load generator, in a process of its own: plain sockets with keep-alive, one loop, nearly no work per request.

    python -m tests.bench.load < plan.json > result.json

It imports nothing of Parity, so that it starts at once and its own work stays small beside the server's. Each
connection has one request under way. A save carries the revision that the one before it brought, and every fragment
that comes back is read: only one that holds the next revision counts as acknowledged.
"""

import gzip
import json
import selectors
import socket
import sys
from collections.abc import Callable
from itertools import cycle
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
REQUEST = (
    "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\naccept-encoding: gzip, deflate\r\n"
    "content-length: {length}\r\n{more}\r\n"
)
FORM = "hx-request: true\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n"


PATIENCE = 60
"""Seconds that an answer may take on a machine whose cores are busy."""
LEAST = 20
"""Requests that are counted at the least, however slow the machine is at the moment."""


class Same:
    """The same request again and again."""

    def __init__(self, plan: dict[str, Any]) -> None:
        own = {"host": HOST, "cookie": plan["cookie"], "length": 0, "more": ""}
        self._request = REQUEST.format(method=plan["method"], path=plan["path"], **own).encode()
        self.saved: dict[str, int] = {}

    def next(self) -> bytes:
        return self._request

    def is_right(self, head: bytes, _body: bytes) -> bool:
        return head.startswith(b"HTTP/1.1 200 ")


class Saves:
    """Real saves by one person, going round the questions of one assessment that nobody else touches."""

    place, mark = "answers", b'name="revision" value="%d"'

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan, self._round, self._number = plan, cycle(plan["indicators"]), 0
        self.saved: dict[str, int] = dict(plan["indicators"])
        self._indicator = ""

    def next(self) -> bytes:
        self._indicator, self._number = next(self._round), self._number + 1
        body = urlencode([("form_token", self._plan["form_token"]), *self.fields(self.saved[self._indicator])])
        path = f"/assessments/{self._plan['assessment']}/{self.place}/{self._indicator}"
        own = {"host": HOST, "cookie": self._plan["cookie"], "length": len(body), "more": FORM}
        return (REQUEST.format(method="PUT", path=path, **own) + body).encode()

    def fields(self, revision: int) -> list[tuple[str, object]]:
        return [
            ("revision", revision),
            ("choice", 1 + revision % 4),
            ("reason", ""),
            ("evidence", "Policy 12/2025, page 4"),
            ("evidence", ""),
            ("comment", f"Signed by the Director-General, version {revision + 1}"),
            ("authority", ""),
            ("target", ""),
        ]

    def is_right(self, head: bytes, body: bytes) -> bool:
        text = gzip.decompress(body) if b"\r\ncontent-encoding: gzip" in head.lower() else body
        expected = self.saved[self._indicator] + 1
        if not head.startswith(b"HTTP/1.1 200 ") or self.mark % expected not in text:
            return False
        self.saved[self._indicator] = expected
        return True


class Decisions(Saves):
    """Real decisions by one reviewer; each differs from the one before."""

    place, mark = "review/decisions", b'name="revision" value="1.%d"'

    def fields(self, revision: int) -> list[tuple[str, object]]:
        return [
            ("revision", f"1.{revision}"),
            ("choice", "accepted"),
            ("reason", ""),
            ("note", f"Page 12 shows it, version {revision + 1}"),
        ]


class Connection:
    """One keep-alive connection; `receive` says when a whole answer is there."""

    def __init__(self, port: int, work: Same | Saves) -> None:
        self.work, self.took, self.bytes = work, 0.0, 0
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begun, self._received = 0.0, b""

    def send(self) -> None:
        request = self.work.next()
        self._received = b""
        self._begun = perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._received += piece
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return False
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return False
        self.took, self.bytes = perf_counter() - self._begun, len(body)
        if not self.work.is_right(head, body):
            raise ValueError(f"not the answer that was expected: {head[:200]!r} {body[:200]!r}")
        return True


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Latencies (ms) and rate of what began after the warm-up and ended in time; what is under way is waited for."""
    kinds: dict[str, Callable[[dict[str, Any]], Same | Saves]] = {"same": Same, "saves": Saves, "decisions": Decisions}
    connections = [Connection(plan["port"], kinds[entry["kind"]](entry)) for entry in plan["connections"]]
    took: list[float] = []
    with selectors.DefaultSelector() as ready:
        begun = perf_counter()
        counted_from, end = begun + plan["warm_up"], begun + plan["warm_up"] + plan["seconds"]
        last = end
        cpu = process_time()
        for connection in connections:
            ready.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        while ready.get_map():
            for key, _ in ready.select(PATIENCE):
                connection = key.data
                if not connection.receive():
                    continue
                now = perf_counter()
                if counted_from + connection.took <= now and (now <= end or len(took) < LEAST):
                    took.append(1000 * connection.took)
                    last = now
                if now < end or len(took) < LEAST:
                    connection.send()
                else:
                    ready.unregister(connection.socket)
        cpu = (process_time() - cpu) / (perf_counter() - begun)
    for connection in connections:
        connection.socket.close()
    return {
        "took": took,
        "rate": len(took) / (max(end, last) - counted_from),
        "bytes": connections[0].bytes,
        "cpu": cpu,
        "saved": [connection.work.saved for connection in connections],
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
