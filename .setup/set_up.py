"""Prepares this checkout: python3 .setup/set_up.py run | test | check | bench | image | lock | lock-upgrade.

Run with the system's Python and nothing else installed; `make` is how people call it. Each step says its number and
what it brings, and is skipped when nothing changed. A failure is one line that says what to do, and exit code 1.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from basics import Place, SetUpError, alone, explain, say, timed
from lock import lock
from steps import BROWSER_LIBRARY, ENVIRONMENT, PROGRAMS, Step, packages

OLDEST = (3, 11)
STEPS_OF_START = 3  # `parity start` goes on with the database, the demo round and the server

MODES = {
    "run": [ENVIRONMENT, packages("run"), BROWSER_LIBRARY],
    "image": [ENVIRONMENT, packages("run"), BROWSER_LIBRARY],
    "check": [ENVIRONMENT, packages("test")],
    "test": [ENVIRONMENT, packages("test"), BROWSER_LIBRARY, PROGRAMS],
    "bench": [ENVIRONMENT, packages("test"), BROWSER_LIBRARY, PROGRAMS],
}


def refuse_old_python(version: tuple[int, ...]) -> None:
    if version[:2] < OLDEST:
        found = ".".join(str(part) for part in version)
        raise SetUpError(
            f"Parity needs Python 3.11 or newer and this is {found} ({sys.executable}): "
            "install a newer one and name it, for example `make run PYTHON=python3.12`"
        )


def take(place: Place, steps: list[Step], total: int) -> None:
    """Numbers the steps and skips those that are ready."""
    for number, step in enumerate(steps, start=1):
        if step.ready(place):
            say(f"step {number} of {total}: {step.what} - already done")
            continue
        say(f"step {number} of {total}: {step.what} (log: .cache/set-up.log)")
        with timed():
            step.act(place)


def set_up(place: Place, mode: str) -> None:
    steps = MODES[mode]
    total = len(steps) + (STEPS_OF_START if mode == "run" else 0)
    with alone(place):
        place.log.write_text("", encoding="utf-8")  # the log tells of the last set-up only
        take(place, steps, total)


def start(place: Place) -> None:
    """Becomes the application: one process, so that Ctrl-C reaches the server and nothing else is left running."""
    command = [str(place.venv / "bin" / "parity"), "start", "--steps-before", str(len(MODES["run"]))]
    os.execv(command[0], command)  # noqa: S606 - our own launcher, no shell


def main(arguments: list[str], place: Place) -> int:
    mode = arguments[0] if len(arguments) == 1 else ""
    try:
        refuse_old_python(sys.version_info[:3])
        if mode in ("lock", "lock-upgrade"):
            with alone(place):
                lock(place, upgrade=mode == "lock-upgrade")
        elif mode in MODES:
            set_up(place, mode)
        else:
            raise SetUpError(f"say one of {', '.join(MODES)}, lock or lock-upgrade; `make help` tells more")
        if mode == "run":
            start(place)
    except SetUpError as error:
        say(f"set-up stopped: {error}")
        return 1
    except OSError as error:
        say(f"set-up stopped: {explain(error)}")
        return 1
    except KeyboardInterrupt:
        say("set-up stopped by you; the next run goes on from here")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Place(Path(__file__).resolve().parent.parent)))
