"""The Dockerfile is not built by the tests; what it says is held against the checkout instead."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = (".venv", "app/web/static/vendor")  # what `make image-files` makes in the build stage

INSTRUCTION = re.compile(r"^([A-Z]+)\s+(.*)$", re.DOTALL)


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage as (name, rest), with comments gone and continued lines joined."""
    lines = [line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]
    instructions: list[list[tuple[str, str]]] = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        match = INSTRUCTION.match(line)
        if match and match[1] == "FROM":
            instructions.append([])
        if match:
            instructions[-1].append((match[1], " ".join(match[2].split())))
    return instructions


def said(stage: list[tuple[str, str]], name: str) -> list[str]:
    return [rest for instruction, rest in stage if instruction == name]


def copied(stage: list[tuple[str, str]], from_build: bool) -> list[str]:
    """The sources of the COPY lines, from the checkout or from the build stage."""
    sources: list[str] = []
    for rest in said(stage, "COPY"):
        words = rest.split()
        if words[0].startswith("--from=") == from_build:
            sources += words[1:-1] if from_build else words[:-1]
    return sources


def test_there_are_two_stages_on_the_same_python_in_the_same_folder() -> None:
    build, final = stages()
    assert said(build, "FROM")[0] == said(final, "FROM")[0] + " AS build"
    assert said(build, "WORKDIR") == said(final, "WORKDIR")


def test_what_is_copied_from_the_checkout_is_in_the_repository_and_not_kept_out_of_the_image() -> None:
    let_in = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in [path for stage in stages() for path in copied(stage, from_build=False)]:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in let_in, source


def test_what_is_copied_from_the_build_stage_is_what_set_up_makes_there() -> None:
    build, final = stages()
    (folder,) = said(build, "WORKDIR")
    assert copied(final, from_build=True) == [f"{folder}/{path}" for path in BUILT]


def test_the_code_of_every_room_is_in_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(project["tool"]["importlinter"]["root_packages"]) <= set(copied(stages()[1], from_build=False))


def test_every_make_target_that_the_build_calls_exists() -> None:
    targets = re.findall(r"\bmake ([a-z-]+)$", "\n".join(said(stages()[0], "RUN")), re.MULTILINE)
    assert targets == ["image-files"]
    plan = subprocess.run(["make", "--dry-run", *targets], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ".setup/set_up.py image" in plan.stdout


def test_the_container_does_not_run_as_root_and_keeps_its_data_in_a_volume() -> None:
    final = stages()[1]
    (user,) = said(final, "USER")
    assert int(user) == 10001
    assert f"--uid {user}" in said(final, "RUN")[0]
    assert said(final, "VOLUME") == ["/data"]
    assert "PARITY_DATA_DIR=/data" in said(final, "ENV")[0]


@pytest.mark.parametrize("instruction", ["HEALTHCHECK", "CMD"])
def test_its_commands_are_lists_so_that_no_shell_stands_between(instruction: str) -> None:
    (rest,) = said(stages()[1], instruction)
    command = json.loads(rest[rest.index("[") :])
    assert command[0] in {"python", "parity"}
    if command[0] == "python":
        compile(command[2], "health check", "exec")
        assert "/healthz" in command[2]
