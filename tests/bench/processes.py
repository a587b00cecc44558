"""The processes of the bench: the server, the load generator, and `parity serve` for start-up and memory."""

import json
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from app.settings import Settings

HOST = "127.0.0.1"
IMPORTS = "import fastapi, sqlmodel, jinja2"
SLOWEST_START = 120.0
STARTS = 3
PATIENCE = 120
"""Seconds, on a machine whose cores are busy with other things."""


@dataclass(frozen=True)
class Load:
    """What one run of the load generator brought: latencies in ms, requests a second, and what was acknowledged."""

    took: list[float]
    rate: float
    bytes: int
    cpu: float
    saved: list[dict[str, int]]

    @property
    def p50(self) -> float:
        return statistics.median(self.took)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings) -> dict[str, str]:
    own = {"PARITY_DATA_DIR": str(settings.data_dir), "PARITY_DATABASE_URL": settings.database}
    own["PARITY_SECOND_FACTOR_FOR"] = settings.second_factor_for
    return {name: value for name, value in os.environ.items() if not name.startswith("PARITY_")} | own


@contextmanager
def serving(settings: Settings, command: list[str], port: int) -> Iterator[tuple[int, float]]:
    """A server until the block ends: its process id, and the seconds from its start until /readyz said yes."""
    with (settings.data_dir / "server.log").open("ab") as log:
        begun = perf_counter()
        server = subprocess.Popen(
            command, env=environment(settings), stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while not is_ready(port):
                if server.poll() is not None or perf_counter() - begun > SLOWEST_START:
                    raise RuntimeError("the server did not start:\n" + _end_of(settings.data_dir / "server.log"))
                sleep(0.005)
            yield server.pid, perf_counter() - begun
        finally:
            server.terminate()
            try:
                server.wait(8)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            if server.stdin:
                server.stdin.close()


def bench_server(settings: Settings, port: int) -> Any:
    return serving(settings, [sys.executable, "-m", "tests.bench.server", str(port)], port)


def is_ready(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def _end_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[-2000:]


def load(port: int, connections: list[dict[str, Any]], seconds: float, warm_up: float = 0.2) -> Load:
    plan = {"port": port, "connections": connections, "seconds": seconds, "warm_up": warm_up}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(plan).encode(),
        capture_output=True,
        timeout=seconds + warm_up + PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError("the load generator failed:\n" + done.stderr.decode()[-2000:])
    return Load(**json.loads(done.stdout))


def memory_of(pid: int) -> float:
    """Resident memory in MB, as Linux counts it."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("this system does not tell the memory of a process")


@dataclass(frozen=True)
class Start:
    seconds: float
    imports: float
    memory: float


def start_ups(settings: Settings, times: int) -> Start:
    """`parity serve` on a migrated database until it is ready; its memory a moment later, before anybody comes."""
    parity, seconds, imports, memory = str(Path(sys.executable).with_name("parity")), [], [], []
    for _ in range(times):
        begun = perf_counter()
        subprocess.run([sys.executable, "-c", IMPORTS], check=True, timeout=SLOWEST_START)
        imports.append(perf_counter() - begun)
        port = free_port()
        with serving(settings, [parity, "serve", "--host", HOST, "--port", str(port)], port) as (pid, took):
            seconds.append(took)
            sleep(0.3)
            memory.append(memory_of(pid))
    return Start(statistics.median(seconds), statistics.median(imports), statistics.median(memory))
