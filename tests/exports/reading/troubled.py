"""A process as `apart` starts it, to which something happens: the data say what."""

import os
import signal
import time
from pathlib import Path

from exports.reading.child import serve

NAME = "tests.exports.reading.troubled"
STOPPED = 2.5


def job(data: bytes) -> dict[str, object]:
    what, _, mark = data.decode().partition(" ")
    if what == "spins":
        while True:
            pass
    if what == "swallows":
        return {"never": [bytes(1 << 20) for _ in range(4096)]}
    if what == "stopped":
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "stopped-for-a-while":
        wake_up_after(STOPPED)
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "killed" or (what == "killed-once" and is_first(mark)):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"done": what}


def is_first(mark: str) -> bool:
    try:
        Path(mark).mkdir()
    except FileExistsError:
        return False
    return True


def wake_up_after(seconds: float) -> None:
    sleeper = os.getpid()
    if os.fork() == 0:
        time.sleep(seconds)
        os.kill(sleeper, signal.SIGCONT)
        os._exit(0)


if __name__ == "__main__":
    serve(job)
