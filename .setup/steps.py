"""The steps of the set-up. Each one knows whether it is ready, so that a second run does nothing."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from basics import CACHE, VENV, SetUpError, fingerprint, has, run

REQUIREMENTS = Path("requirements")
UV = CACHE / "uv"
NODE = CACHE / "node"
HTMX = Path("node_modules/htmx.org/dist/htmx.min.js")
VENDOR = Path("app/web/static/vendor/htmx.min.js")
HTMX_STAMP = CACHE / "htmx.stamp"
CLEAN_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
CHECKERS = (Path("node_modules/vnu-jar/build/dist/vnu.jar"), Path("node_modules/axe-core/axe.min.js"))
FONTS = Path("/usr/share/fonts")
LEVELS = ("run", "test")  # each holds the one before it, in the same versions

# A launcher that works from any folder, also where the path is too long or has a space for a "#!" line.
LAUNCHER = """#!/bin/sh
'''exec' "{folder}/.venv/bin/python" "$0" "$@"
' '''
import gc
import sys

if __name__ == "__main__":  # a process that draws workbooks reads this file too
    gc.disable()  # imports make no garbage, and looking for it takes a fifth of their time
    from app.cli.main import cli

    gc.enable()
    sys.exit(cli())
"""

# pip's settings of this machine -> what uv, which does not read them, calls the same.
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}


class Step(NamedTuple):
    """One numbered step: what it brings, whether that is there already, and how to bring it."""

    what: str
    ready: Callable[[], bool]
    act: Callable[[], None]


# --- the Python environment with the locked packages and the command `parity` -----------------------------------------


def lock_file(level: str) -> Path:
    return REQUIREMENTS / f"{level}.txt"


def stamp(folder: Path) -> Path:
    """Holds a line for each lock file whose packages are in the folder."""
    return folder / "set-up.stamp"


def packages_are_ready(level: str) -> bool:
    return has(stamp(VENV), fingerprint(lock_file(level)))


def install_packages(level: str) -> None:
    """Parity itself is not built: a path file and a launcher do what an editable install does, offline and at once."""
    make_environment(VENV, lock_file(level))
    (site_packages,) = VENV.glob("lib/python*/site-packages")
    (site_packages / "parity.pth").write_text(f"{Path.cwd()}\n", "utf-8")
    launcher = VENV / "bin" / "parity"
    launcher.write_text(LAUNCHER.format(folder=Path.cwd()), "utf-8")
    launcher.chmod(0o755)
    installed = LEVELS[: LEVELS.index(level) + 1]
    stamp(VENV).write_text("".join(f"{fingerprint(lock_file(lower))}\n" for lower in installed), "utf-8")


def make_environment(folder: Path, packages: Path) -> None:
    """Anew, which takes seconds and leaves nothing of an older or interrupted one. Compiled, since who runs the server
    may not be allowed to write there."""
    env = uv_environment()
    run([uv(), "venv", "--clear", "--python", base_python(), str(folder)], f"uv could not make {folder}/", env)
    options = ["--require-hashes", "--compile-bytecode", "--python", f"{folder}/bin/python"]
    run([uv(), "pip", "sync", *options, str(packages)], "uv could not install the Python packages", env)


def uv() -> str:
    """Installed by pip into a folder of its own; no environment is needed for that."""
    packages = lock_file("uv")
    if not has(stamp(UV), fingerprint(packages)):
        shutil.rmtree(UV, ignore_errors=True)
        options = ["--no-input", "--disable-pip-version-check", "--require-hashes", "--target", str(UV)]
        run([*pip(), "install", *options, "-r", str(packages)], "pip could not install uv")
        stamp(UV).write_text(fingerprint(packages), "utf-8")
    return f"{UV}/bin/uv"


def pip() -> list[str]:
    command = [base_python(), "-I", "-m", "pip"]
    if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode:  # noqa: S603 - no shell
        install_from_debian(["python3-pip"])  # Debian keeps it in a package of its own
    return command


def base_python() -> str:
    """Not the Python of an activated environment, which may go."""
    return getattr(sys, "_base_executable", "") or sys.executable


def uv_environment() -> dict[str, str]:
    """pip's settings in uv's words; what the person told uv directly comes first. Every index counts, as with pip."""
    listed = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False)  # noqa: S603
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for section in ("global", "install", ":env:"):  # the later one wins
        for name, value in re.findall(rf"^{section}\.([a-z-]+)=(.*)$", listed.stdout, re.MULTILINE):
            if name in SETTINGS:
                words = str(ast.literal_eval(value)).split()
                settings[SETTINGS[name]] = ("," if name == "find-links" else " ").join(words)
    return {**settings, **os.environ}


# --- htmx -------------------------------------------------------------------------------------------------------------


def htmx_is_ready() -> bool:
    return VENDOR.is_file() and has(HTMX_STAMP, fingerprint(Path("package-lock.json")))


def install_htmx() -> None:
    run([*npm(), *CLEAN_INSTALL, "--omit=dev"], "npm could not install htmx")
    VENDOR.parent.mkdir(exist_ok=True, parents=True)
    shutil.copyfile(HTMX, VENDOR)
    HTMX_STAMP.write_text(fingerprint(Path("package-lock.json")), "utf-8")


def checkers_are_ready() -> bool:
    return all(checker.is_file() for checker in CHECKERS) and htmx_is_ready()


def install_checkers() -> None:
    """With whatever else package.json names for the tests."""
    run([*npm(), *CLEAN_INSTALL], "npm could not install the checkers of HTML and of accessibility")


def npm() -> list[str]:
    """The machine's own npm, or else the one inside a Python package, kept apart from Parity's own packages."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    packages = lock_file("node")
    if not has(stamp(NODE), fingerprint(packages)):
        make_environment(NODE, packages)
        stamp(NODE).write_text(fingerprint(packages), "utf-8")
    return [f"{NODE}/bin/npm"]


# --- Debian's packages ------------------------------------------------------------------------------------------------


def missing_packages() -> list[str]:
    """What the tests with a browser, LibreOffice and the checker of HTML lack. `localc` is Calc itself; `soffice` alone
    may be Writer. The headless shell is Chromium without windows and menus: its pages cost a quarter."""
    missing = [] if shutil.which("chromium-headless-shell") else ["chromium-headless-shell"]
    missing += [] if shutil.which("soffice") and shutil.which("localc") else ["libreoffice-calc"]
    missing += [] if shutil.which("pdftotext") else ["poppler-utils"]
    missing += [] if shutil.which("java") else ["default-jre-headless"]
    missing += [] if next(FONTS.rglob("NotoSans-Regular.*"), None) else ["fonts-noto-core"]
    return missing


def install_from_debian(packages: list[str]) -> None:
    by_hand = f"`apt-get install {' '.join(packages)}` as root, then run the same command again"
    if not shutil.which("apt-get"):
        raise SetUpError(f"this machine has no apt-get; install what Debian calls {', '.join(packages)} yourself")
    apt = [*as_root(by_hand), "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"], f"apt-get could not refresh its lists; try {by_hand}")
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    run(command, f"apt-get could not install {' '.join(packages)}; try {by_hand}")


def as_root(by_hand: str) -> list[str]:
    """How a command is run as root here without asking anyone for a password."""
    if os.geteuid() == 0:
        return ["env"]
    sudo = shutil.which("sudo")
    if sudo:
        answer = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)  # noqa: S603 - no shell
        if answer.returncode == 0:
            return [sudo, "-n", "env"]
    raise SetUpError(f"Debian packages are missing and you are not root: run {by_hand}")


# --- in order ---------------------------------------------------------------------------------------------------------


def packages(level: str) -> Step:
    return Step(
        "the Python environment in .venv/" + (" with the test tools" if level == "test" else ""),
        lambda: packages_are_ready(level),
        lambda: install_packages(level),
    )


BROWSER_LIBRARY = Step("htmx, the browser library", htmx_is_ready, install_htmx)
CHECKERS_OF_PAGES = Step("the checkers of HTML and of accessibility", checkers_are_ready, install_checkers)
PROGRAMS = Step(
    "the browser, the spreadsheet and the fonts that the tests drive",
    lambda: not missing_packages(),
    lambda: install_from_debian(missing_packages()),
)
