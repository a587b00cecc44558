"""`make lock`: writes the lock files anew from pyproject.toml, requirements/*.in and package.json."""

from __future__ import annotations

from basics import echo, run
from steps import npm, uv, uv_environment

# Without addresses of a registry, which uv leaves out by itself: another machine has its own.
COMPILE = ("pip", "compile", "--quiet", "--generate-hashes", "--python-version", "3.11")
EXTRAS = ("--extra", "postgres", "--extra", "protection")
SOURCES = {
    "uv": ["requirements/uv.in"],
    "node": ["requirements/node.in"],
    "run": ["pyproject.toml", *EXTRAS],
    "test": ["pyproject.toml", *EXTRAS, "--extra", "test", "--constraints", "requirements/run.txt"],
}


def lock(upgrade: bool) -> None:
    """Keeps the locked versions where they still fit; with `upgrade` takes the newest ones that fit."""
    env = {**uv_environment(), "UV_CUSTOM_COMPILE_COMMAND": "make lock"}  # what the files say about themselves
    for name, sources in SOURCES.items():
        file = f"requirements/{name}.txt"
        echo(f"lock: {file}")
        command = [uv(), *COMPILE, *sources, "--output-file", file, *(["--upgrade"] if upgrade else [])]
        run(command, f"uv could not write {file}", env)
    echo("lock: package-lock.json")
    run([*npm(), "install", "--package-lock-only"], "npm could not write package-lock.json")
