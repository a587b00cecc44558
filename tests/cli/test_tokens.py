"""`parity token create | list | revoke`."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.access.identity import utc_now
from app.cli.bootstrap import open_catalogue, open_settings
from app.db.session import Database
from app.db.tables.people import ApiToken
from app.main import create_app
from tests.cli.conftest import Run

ANA = ("--email", "ana@example.org")


@pytest.fixture
def ana(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An auditor, in an installation whose offices need no second factor."""
    monkeypatch.setenv("PARITY_SECOND_FACTOR_FOR", "")
    run("user", "add", *ANA, "--name", "Ana", "--role", "auditor", "--password", "a long password")


def kept(tmp_path: Path) -> list[ApiToken]:
    with Database(f"sqlite:///{tmp_path / 'var' / 'parity.db'}") as database, database.reading() as db:
        return list(db.execute(select(ApiToken)).scalars())


def answer_to(token: str, method: str = "GET", path: str = "assessments") -> int:
    with TestClient(create_app(open_settings(), open_catalogue())) as client:
        headers = {"authorization": f"Bearer {token}"}
        return client.request(method, f"/api/v1/{path}", headers=headers, json={}).status_code


@pytest.mark.usefixtures("ana")
def test_a_token_without_options_writes_for_a_year_under_the_name_of_the_day(run: Run, tmp_path: Path) -> None:
    run("token", "create", *ANA)

    (token,) = kept(tmp_path)
    assert (token.scope, token.name) == ("write", f"Token {utc_now():%Y-%m-%d}")
    assert token.expires_at - token.created_at == timedelta(days=365)


@pytest.mark.usefixtures("ana")
def test_name_scope_and_days_are_options(run: Run, tmp_path: Path) -> None:
    said = run("token", "create", *ANA, "--name", "Figures", "--scope", "read", "--days", "7").stdout.strip()

    (token,) = kept(tmp_path)
    assert (token.name, token.scope, token.expires_at - token.created_at) == ("Figures", "read", timedelta(days=7))
    assert answer_to(said) == 200


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scope", "all"), "The scope must be read or write."),
        (("--days", "366"), "--days"),
        (("--days", "0"), "--days"),
        (("--name", "a" * 201), "This has 201 characters. Shorten it to 200 or fewer."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(run: Run, options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = run("token", "create", *ANA, *options)

    assert (result.exit_code != 0, said in result.stderr) == (True, True)
    assert kept(tmp_path) == []


@pytest.mark.usefixtures("ana")
def test_tokens_are_listed_and_revoked_by_their_id(run: Run, tmp_path: Path) -> None:
    first, second = (run("token", "create", *ANA, "--name", name).stdout.strip() for name in ("First", "Second"))
    ids = {token.name: token.id for token in kept(tmp_path)}

    listed = run("token", "list", *ANA).stdout
    said = run("token", "revoke", *ANA, "--token", ids["First"]).stdout

    assert [(name in listed, id_ in listed) for name, id_ in ids.items()] == [(True, True)] * 2
    assert (first in listed, "never used" in listed) == (False, True)
    assert said == "Revoked 1 of ana@example.org.\n"
    assert (answer_to(first), answer_to(second)) == (401, 200)
    run("token", "revoke", *ANA, "--all")
    assert run("token", "list", *ANA).stdout == "ana@example.org has no token.\n"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("options", "said"),
    [((), "Name the token"), (("--token", "x", "--all"), "Name the token"), (("--token", "x"), "has no token x.")],
)
def test_nothing_is_revoked_by_chance(run: Run, options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    run("token", "create", *ANA)

    result = run("token", "revoke", *ANA, *options)

    assert (result.exit_code, said in result.stderr, len(kept(tmp_path))) == (1, True, 1)


def test_an_office_gets_none_before_it_has_its_second_factor(run: Run, tmp_path: Path) -> None:
    added = run("user", "add", *ANA, "--name", "Ana", "--role", "lead", "--password", "a long password")

    result = run("token", "create", *ANA)

    assert "the person sets it up at the next sign-in" in added.stderr
    assert (result.exit_code, result.stdout, kept(tmp_path)) == (1, "", [])
    assert "ana@example.org is lead and has no second factor yet" in result.stderr


@pytest.mark.usefixtures("demo")
def test_in_a_demo_it_does(run: Run) -> None:
    token = run("token", "create", "--email", "sofia@secretariat.example").stdout.strip()

    assert answer_to(token) == 200
