"""`parity serve` in a process of its own, on an installation with the cast in it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx2

from app.db.migrations import migrate
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import stage
from tests.waiting import until

KEY = "a key of the tests"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    address: str

    def kill(self) -> None:
        """At once, as a power cut: nothing is tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def install(url: str, catalogue: Catalogue) -> None:
    migrate(url)
    with Database(url) as database:
        stage(database, catalogue)


@contextmanager
def serving(url: str, data_dir: Path, output: IO[bytes] | int = subprocess.DEVNULL) -> Iterator[Server]:
    """Ready when it is handed out; what it prints goes to `output`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("parity")), "serve", "--port", str(port)]
    places = {"PARITY_DATA_DIR": str(data_dir), "PARITY_DATABASE_URL": url, "PARITY_SERVER_KEY": KEY}
    places["PARITY_SECOND_FACTOR_FOR"] = ""  # the cast's offices sign in by their password alone
    with subprocess.Popen(command, env={**os.environ, **places}, stdout=output, stderr=output) as process:
        server = Server(process, f"http://127.0.0.1:{port}")
        try:
            wait_until_ready(server)
            yield server
        finally:
            process.kill()


def wait_until_ready(server: Server) -> None:
    with httpx2.Client(base_url=server.address) as client:  # one for all tries: each reads the certificates anew
        until(lambda: is_ready(client, server), "the server did not become ready")


def is_ready(client: httpx2.Client, server: Server) -> bool:
    assert server.process.poll() is None, "the server stopped"
    with suppress(httpx2.TransportError):
        return client.get("/readyz").status_code == 200
    return False
