"""The steps of the set-up. Each one knows whether it is ready, so that a second run does nothing."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from basics import Place, SetUpError, fingerprint, has, run, write

HTMX = "node_modules/htmx.org/dist/htmx.min.js"
VENDOR = "app/web/static/vendor/htmx.min.js"
FONTS = Path("/usr/share/fonts")
LEVELS = ("run", "test")  # each holds the one before it, in the same versions

# A launcher that works from any folder, also where the path is too long or has a space for a "#!" line.
LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

if __name__ == "__main__":  # a process that draws workbooks reads this file too
    from {module} import {function}

    sys.exit({function}())
"""


@dataclass(frozen=True)
class Step:
    """One numbered step: what it brings, whether that is there already, and how to bring it."""

    what: str
    ready: Callable[[Place], bool]
    act: Callable[[Place], None]


# --- the Python environment -------------------------------------------------------------------------------------------


def environment_stamp(place: Place) -> str:
    """The path is part of it: an environment that was copied along with the checkout would still point to the old."""
    return "{}.{} {}\n".format(*sys.version_info[:2], place.venv)


def environment_is_ready(place: Place) -> bool:
    return place.python.exists() and has(place.venv / "environment.stamp", environment_stamp(place))


def make_environment(place: Place) -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        install_from_debian(place, ["python{}.{}-venv".format(*sys.version_info[:2])])
    make_venv(place, place.venv)
    write(place.venv / "environment.stamp", environment_stamp(place))


def make_venv(place: Place, folder: Path) -> None:
    """With the base Python, so that it also works from inside an activated environment."""
    python = getattr(sys, "_base_executable", "") or sys.executable
    run(place, [python, "-I", "-m", "venv", "--clear", str(folder)], f"Python could not make {folder.name}/")


# --- the locked packages and the command `parity` ---------------------------------------------------------------------


def lock_file(place: Place, level: str) -> Path:
    return place.root / "requirements" / f"{level}.txt"


def packages_are_ready(place: Place, level: str) -> bool:
    stamp = has(place.venv / f"{level}.stamp", fingerprint(lock_file(place, level)))
    return stamp and all(has(file, text) for file, text in own_files(place).items())


def install_packages(place: Place, level: str) -> None:
    """The stamps go first: an interrupted installation must not look like a finished one."""
    for one in LEVELS:
        (place.venv / f"{one}.stamp").unlink(missing_ok=True)
    pip_install(place, place.python, ["--require-hashes", "-r", str(lock_file(place, level))])
    for file, text in own_files(place).items():
        write(file, text)
    launcher(place).chmod(0o755)
    for one in LEVELS[: LEVELS.index(level) + 1]:
        write(place.venv / f"{one}.stamp", fingerprint(lock_file(place, one)))


def pip_install(place: Place, python: Path, what: list[str]) -> None:
    pip = [str(python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    run(place, [*pip, *what], "pip could not install the Python packages")


def launcher(place: Place) -> Path:
    return place.venv / "bin" / "parity"


def own_files(place: Place) -> dict[Path, str]:
    """Parity itself is not built: a path file and a launcher do what an editable install does, offline and at once."""
    entry = re.search(r'^parity = "([\w.]+):(\w+)"$', (place.root / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    if entry is None:
        raise SetUpError('pyproject.toml names no command: it needs a line like parity = "module:function"')
    site = place.venv / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"
    return {
        site / "parity.pth": f"{place.root}\n",
        launcher(place): LAUNCHER.format(python=place.python, module=entry[1], function=entry[2]),
    }


# --- htmx -------------------------------------------------------------------------------------------------------------


def htmx_is_ready(place: Place) -> bool:
    stamp = has(place.cache / "htmx.stamp", fingerprint(place.root / "package-lock.json"))
    return stamp and (place.root / VENDOR).is_file()


def install_htmx(place: Place) -> None:
    run(place, [*npm(place), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm could not install htmx")
    write(place.root / VENDOR, (place.root / HTMX).read_text("utf-8"))
    write(place.cache / "htmx.stamp", fingerprint(place.root / "package-lock.json"))


def npm(place: Place) -> list[str]:
    """The machine's own npm, or else the one inside a Python package, kept apart from Parity's own packages."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    folder = place.cache / "node"
    locked = place.root / "requirements" / "node.txt"
    if not has(folder / "node.stamp", fingerprint(locked)):
        make_venv(place, folder)
        pip_install(place, folder / "bin" / "python", ["--require-hashes", "-r", str(locked)])
        write(folder / "node.stamp", fingerprint(locked))
    return [str(folder / "bin" / "npm")]


# --- Debian's packages, for the tests only ----------------------------------------------------------------------------


def missing_packages() -> list[str]:
    """What the browser tests and the LibreOffice tests lack. `localc` is Calc itself; `soffice` alone may be Writer."""
    missing = [] if shutil.which("chromium") else ["chromium"]
    missing += [] if shutil.which("soffice") and shutil.which("localc") else ["libreoffice-calc"]
    missing += [] if shutil.which("pdftotext") else ["poppler-utils"]
    missing += [] if next(FONTS.rglob("NotoSans-Regular.*"), None) else ["fonts-noto-core"]
    return missing


def install_from_debian(place: Place, packages: list[str]) -> None:
    by_hand = f"`apt-get install {' '.join(packages)}` as root, then run the same command again"
    if not shutil.which("apt-get"):
        raise SetUpError(f"this machine has no apt-get; install what Debian calls {', '.join(packages)} yourself")
    apt = [*as_root(by_hand), "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    run(place, [*apt, "update"], f"apt-get could not refresh its lists; try {by_hand}")
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    run(place, command, f"apt-get could not install {' '.join(packages)}; try {by_hand}")


def as_root(by_hand: str) -> list[str]:
    """How a command is run as root here without asking anyone for a password."""
    if os.geteuid() == 0:
        return ["env"]
    sudo = shutil.which("sudo")
    if sudo:
        asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)  # noqa: S603 - no shell
        if asked.returncode == 0:
            return [sudo, "-n", "env"]
    raise SetUpError(f"Debian packages are missing and you are not root: run {by_hand}")


# --- in order ---------------------------------------------------------------------------------------------------------


def packages(level: str) -> Step:
    return Step(
        "the locked Python packages" + (" and the test tools" if level == "test" else ""),
        lambda place: packages_are_ready(place, level),
        lambda place: install_packages(place, level),
    )


ENVIRONMENT = Step("the Python environment in .venv/", environment_is_ready, make_environment)
BROWSER_LIBRARY = Step("htmx, the browser library", htmx_is_ready, install_htmx)
PROGRAMS = Step(
    "the browser, the spreadsheet and the fonts that the tests drive",
    lambda place: not missing_packages(),
    lambda place: install_from_debian(place, missing_packages()),
)
