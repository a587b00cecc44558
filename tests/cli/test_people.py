"""`parity user add`, `parity token create`, `parity members import`, `parity demo`."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from typer.testing import Result

from app.assessments.rights import ROLE_NAMES
from app.cli.bootstrap import open_catalogue, open_settings
from app.db.session import Database
from app.db.tables.records import Mail
from app.main import create_app
from tests.cli.conftest import Run

PASSWORD = "a long password"


def add(run: Run, **options: str) -> Result:
    given = {"email": "ana@example.org", "name": "Ana", "role": "auditor", "password": PASSWORD} | options
    return run("user", "add", *(word for name, value in given.items() for word in (f"--{name}", value)))


def test_an_account_is_added_and_may_have_a_token_that_opens_the_api(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_SECOND_FACTOR_FOR", "")
    added = add(run)
    token = run("token", "create", "--email", "Ana@example.org").stdout.strip()

    with TestClient(create_app(open_settings(), open_catalogue())) as client:
        answer = client.get("/api/v1/assessments", headers={"authorization": f"Bearer {token}"})
    assert added.stdout == "Added auditor ana@example.org.\n"
    assert answer.json() == {"assessments": []}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"role": "queen"},
            "The role must be one of: coordinator, contributor, head, viewer, lead, reviewer, external_reviewer, "
            "auditor, administrator.",
        ),
        ({"email": "ana"}, "Enter a full email address"),
        ({"name": "=1+1"}, "A text here cannot begin with = + - or @."),
        ({"name": "Ana www.evil.example"}, "A name cannot contain a web or email address: www.evil.example."),
        ({"name": "Ana\u200e"}, "This name contains invisible characters, at each ▯ here: “Ana▯” (U+200E)."),
        ({"name": " "}, "Enter the person's name."),
        ({"password": "short"}, "Enter a password of at least 10 characters."),
        ({"role": "coordinator"}, "name it with --administration"),
        ({"administration": "FR"}, "and no others, belong to an administration"),
        ({"role": "coordinator", "administration": "QQ"}, "There is no administration with the code QQ."),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(run: Run, options: dict[str, str], said: str) -> None:
    result = add(run, **options)

    assert result.exit_code == 1
    assert said in result.stderr


def test_an_address_that_is_taken_is_refused(run: Run) -> None:
    add(run)

    assert "An account ana@example.org already exists." in add(run, email="ANA@example.org").stderr


def test_a_token_for_nobody_is_refused(run: Run) -> None:
    assert "There is no account x@example.org." in run("token", "create", "--email", "x@example.org").stderr


def test_the_187_members_are_read_once_and_a_coordinator_may_be_added_to_one(run: Run) -> None:
    first, second = run("members", "import"), run("members", "import")
    added = add(run, role="coordinator", administration="fr\u200e")

    assert first.stdout == "187 members imported: 187 added, 0 changed.\n"
    assert second.stdout == "187 members imported: 0 added, 0 changed.\n"
    assert added.exit_code == 0


def test_a_head_who_is_added_and_an_account_that_is_disabled_are_told_to_those_who_lead(run: Run) -> None:
    run("members", "import")
    add(run, role="coordinator", administration="FR")
    add(run, email="zoe@example.org", name="Zoe", role="head", administration="fr")
    for _ in range(2):
        run("user", "disable", "--email", "zoe@example.org")

    with Database(open_settings().database) as database, database.reading() as db:
        told = [(mail.kind, mail.names["name"], mail.names["by"]) for mail in db.execute(select(Mail)).scalars()]
    by = "The technical administrator"
    assert sorted(told) == [("head invited", "Zoe", by), ("member disabled", "Zoe", by)]


@pytest.mark.usefixtures("demo")
def test_real_members_never_stand_beside_the_demo(run: Run) -> None:
    result = run("members", "import")

    assert result.exit_code == 1
    assert "This installation holds the demo round." in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("FR,France,Douane,MARS,fr", "D2: Enter one of these regions: AP, EUR, AMS, MENA, WCA, ESA."),
        ("FR,France", "D2: Choose the region. Only a secretariat belongs to none."),
        ("FR,France", "E2: Fill this in."),
        (",France,Douane,EUR,fr", "A2: Fill this in."),
        ("FR,,,EUR,fr", "C2: Fill this in."),
        ("FR,France,Douane,EUR,fr\nFR,France,Douane,EUR,fr", "A3: This code appears in other rows too: 2."),
    ],
)
def test_a_list_with_a_mistake_names_the_cell(run: Run, tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "members.csv"
    path.write_text(f"code,name,administration_name,wco_region,working_language\n{line}\n", encoding="utf-8")

    result = run("members", "import", path)

    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.usefixtures("smallest_demo")
def test_the_demo_tells_its_accounts_and_loads_once(run: Run) -> None:
    first, second = run("demo"), run("demo")

    assert first.stdout == second.stdout
    assert [role for role in ROLE_NAMES.values() if role not in first.stdout] == []


def test_the_demo_leaves_an_installation_with_members_alone(run: Run) -> None:
    run("members", "import")

    assert "this installation has its own data" in run("demo").stdout


def test_a_disabled_account_loses_its_tokens_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_SECOND_FACTOR_FOR", "")
    add(run)
    token = run("token", "create", "--email", "ana@example.org").stdout.strip()

    said = run("user", "disable", "--email", "Ana@example.org").stdout

    with TestClient(create_app(open_settings(), open_catalogue())) as client:
        answer = client.get("/api/v1/assessments", headers={"authorization": f"Bearer {token}"})
    assert (said, answer.status_code) == ("Disabled ana@example.org.\n", 401)


def test_a_link_for_a_new_password_is_printed_and_works_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_BASE_ADDRESS", "https://parity.example")
    add(run)
    link = run("user", "password", "--email", "Ana@example.org").stdout.strip()
    new = {"password": "three words in a row", "again": "three words in a row"}

    with TestClient(create_app(open_settings(), open_catalogue()), follow_redirects=False) as client:
        answers = [client.post(link.removeprefix("https://parity.example"), data=new).status_code for _ in range(2)]
    assert link.startswith("https://parity.example/links/")
    assert answers == [303, 410]


def test_a_lost_second_factor_is_taken_away_only_when_said_so(run: Run) -> None:
    add(run)

    asked = run("user", "second-factor", "--email", "ana@example.org")
    said = run("user", "second-factor", "--email", "Ana@example.org", "--off")

    assert (asked.exit_code, "Add --off" in asked.stderr) == (1, True)
    assert said.stdout.startswith("ana@example.org sets up a new second factor at the next sign-in")


@pytest.mark.parametrize("command", [("password",), ("second-factor", "--off")])
def test_nobody_gets_neither(run: Run, command: tuple[str, ...]) -> None:
    assert "There is no active account x@example.org." in run("user", *command, "--email", "x@example.org").stderr


def test_nobody_cannot_be_disabled(run: Run) -> None:
    assert "There is no account x@example.org." in run("user", "disable", "--email", "x@example.org").stderr
