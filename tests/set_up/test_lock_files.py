"""The lock files: every package is pinned by its hash, nothing names a registry or a machine, and they fit together."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("run", "test", "node", "uv")


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Package -> its version and how many files of it are known by their hash."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.findall(r"^([a-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", text, re.MULTILINE)
    return {package: (version, hashes.count("--hash")) for package, version, hashes in entries}


def plain(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_pinned_by_version_and_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    packages = locked(name)
    assert len(packages) == len(re.findall(r"^\w", text, re.MULTILINE))
    assert all(hashes for _, hashes in packages.values())


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_file_names_a_registry_or_a_folder_of_one_machine(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|^-|^    # via .*(?: |=)/|^#    (?!make lock$).", text, re.MULTILINE)


def test_the_packages_of_npm_are_pinned_exactly_and_by_hash_without_an_address() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    asked_for = package["dependencies"] | package["devDependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert package["private"] is True
    assert {f"node_modules/{name}" for name in asked_for} | {""} == packages.keys(), "they need no others"
    for name, version in asked_for.items():
        entry = packages[f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
        assert entry.get("dev", False) == (name in package["devDependencies"])


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {plain(requirement) for requirement in project["dependencies"] + extras["postgres"]} <= set(locked("run"))
    assert {plain(requirement) for requirement in extras["test"]} <= set(locked("test"))


def test_the_test_lock_holds_the_run_lock_in_the_same_versions() -> None:
    assert locked("run").items() <= locked("test").items()
