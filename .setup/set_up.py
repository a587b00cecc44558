"""Prepares this checkout: python3 .setup/set_up.py run | dev | test | test-fast | check | image | lock | lock-upgrade.

Run with the system's Python and nothing else installed; `make` is how people call it. Each step says its number and
what it brings, and is skipped when nothing changed. A failure is one line that says what to do, and exit code 1.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from basics import LOG, VENV, SetUpError, alone, echo, explain
from lock import lock
from steps import BROWSER_LIBRARY, CHECKERS_OF_PAGES, PROGRAMS, Step, packages

OLDEST = (3, 11)
STEPS_OF_START = 3  # `parity start` goes on with the database, the demo round and the server

MODES = {
    "run": [packages("run"), BROWSER_LIBRARY],
    "dev": [packages("test"), BROWSER_LIBRARY],
    "image": [packages("run"), BROWSER_LIBRARY],
    "check": [packages("test")],
    "test-fast": [packages("test"), BROWSER_LIBRARY],
    "test": [packages("test"), BROWSER_LIBRARY, CHECKERS_OF_PAGES, PROGRAMS],
}
SERVING = {"run": [], "dev": ["--reload"]}


def refuse_old_python(version: tuple[int, ...]) -> None:
    if version[:2] < OLDEST:
        this = ".".join(str(part) for part in version)
        raise SetUpError(
            f"Parity needs Python 3.11 or newer and this is {this} ({sys.executable}): "
            "install a newer one and name it, for example `make run PYTHON=python3.12`"
        )


def set_up(mode: str) -> None:
    steps = MODES[mode]
    total = len(steps) + (STEPS_OF_START if mode in SERVING else 0)
    with alone():
        LOG.write_text("", encoding="utf-8")  # the log tells of the last set-up only
        for number, step in enumerate(steps, start=1):
            take(step, f"step {number} of {total}: {step.what}")


def take(step: Step, title: str) -> None:
    if step.ready():
        echo(f"{title} - already done")
        return
    echo(f"{title} (log: {LOG})")
    start = time.monotonic()
    step.act()
    echo(f"    done in {time.monotonic() - start:.0f} s")


def start(mode: str) -> None:
    """Becomes the application: one process, so that Ctrl-C reaches the server and nothing else is left running."""
    command = [f"{VENV}/bin/parity", "start", "--steps-before", str(len(MODES[mode])), *SERVING[mode]]
    os.execv(command[0], command)  # noqa: S606 - our own launcher, no shell


def prepare(mode: str) -> None:
    refuse_old_python(sys.version_info[:3])
    if mode in ("lock", "lock-upgrade"):
        with alone():
            lock(upgrade=mode == "lock-upgrade")
    elif mode in MODES:
        set_up(mode)
    else:
        raise SetUpError(f"say one of {', '.join(MODES)}, lock or lock-upgrade; `make help` tells more")


def main(arguments: list[str]) -> int:
    mode = arguments[0] if len(arguments) == 1 else ""
    try:
        prepare(mode)
        if mode in SERVING:
            start(mode)
    except SetUpError as error:
        echo(f"set-up stopped: {error}")
        return 1
    except OSError as error:
        echo(f"set-up stopped: {explain(error)}")
        return 1
    except KeyboardInterrupt:
        echo("set-up stopped by you; the next run goes on from here")
        return 130
    return 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main(sys.argv[1:]))
