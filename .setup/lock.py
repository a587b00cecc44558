"""`make lock`: writes the lock files anew from pyproject.toml, requirements/node.in and package.json."""

from __future__ import annotations

import os

from basics import Place, fingerprint, has, run, say, timed, write
from steps import make_venv, npm, pip_install

TOOL = "pip-tools==7.6.2"
# No registry and no folder of this machine may show in a lock file: another machine has its own.
OPTIONS = ("--generate-hashes", "--strip-extras", "--allow-unsafe", "--quiet")
SILENT = ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options")
FILES = {
    "run": ("--extra", "postgres", "pyproject.toml"),
    "test": ("--extra", "postgres", "--extra", "test", "-c", "requirements/run.txt", "pyproject.toml"),
    "node": ("requirements/node.in",),
}


def lock(place: Place, upgrade: bool) -> None:
    """Keeps the locked versions where they still fit; with `upgrade` takes the newest ones that fit."""
    compile_command = pip_compile(place)
    for name, source in FILES.items():
        say(f"lock: requirements/{name}.txt")
        output = ["--output-file", f"requirements/{name}.txt"]
        with timed():
            fresh = ["--upgrade"] if upgrade else []
            command = [*compile_command, *OPTIONS, *SILENT, *fresh, *output, *source]
            run(place, command, f"pip-compile could not write requirements/{name}.txt")
    say("lock: package-lock.json")
    run(place, [*npm(place), "install", "--package-lock-only"], "npm could not write package-lock.json")


def pip_compile(place: Place) -> list[str]:
    """In an environment of its own: it must not meet the packages that it locks."""
    folder = place.cache / "lock"
    stamp = f"{TOOL} {fingerprint()}"
    if not has(folder / "lock.stamp", stamp):
        make_venv(place, folder)
        pip_install(place, folder / "bin" / "python", [TOOL])
        write(folder / "lock.stamp", stamp)
    os.environ["CUSTOM_COMPILE_COMMAND"] = "make lock"  # what the lock files say about themselves
    return [str(folder / "bin" / "pip-compile")]
