"""Settings that cannot work stop every command, all of them at once, each with a sentence that says what to write."""

import pytest
from pydantic import SecretStr, ValidationError

from app.settings import Settings, problems_of, sender_in
from tests.cli.conftest import Run

BAD = {
    "PARITY_PORT": ("eighty", "“eighty” is not a whole number. Use digits, such as 8000."),
    "PARITY_SMTP_PORT": ("70000", "70000 is too large. Use at most 65535, such as 587."),
    "PARITY_MAIL_EVERY_SECONDS": ("-1", "-1 is too small. Use at least 0, such as 60."),
    "PARITY_SMTP_SECURITY": ("ssl", "“ssl” is not an option. Use 'starttls', 'tls' or 'none'."),
    "PARITY_MAIL_FROM": ("Parity, WCO <parity@example.org>", "Use one address"),
    "PARITY_BASE_ADDRESS": ("parity.example.org", "Use one such as https://parity.customs.example, without a path."),
    "PARITY_OIDC_ISSUER": ("login", "“login” is not a web address."),
    "PARITY_TRUSTED_PROXIES": ("proxy.example", "“proxy.example” is not a proxy address."),
    "PARITY_SECOND_FACTOR_FOR": (
        "leed",
        "there is no office leed. The offices are administrator, auditor, external_reviewer, ",
    ),
    "PARITY_DATABASE_URL": ("mysql://a@b/c", "PARITY_DATABASE_URL: "),
    "PARITY_SERVER_KEY": ("secret", "it has 6 characters, which is easy to guess."),
    "PARITY_SMTP_PASSWORD": ("secret", "it has no user. Set PARITY_SMTP_USER too"),
    "PARITY_EVIDENCE_SCAN": ("scan 'it", "it is not a command"),
    "PARITY_SESSION_HOURS": ("0", "0 is too small. Use at least 1, such as 12."),
    "PARITY_EVIDENCE_MOST_MEGABYTES": ("much", "“much” is not a whole number."),
    "PARITY_HOST": ("my host", "'my host' cannot be used. Remove blanks and line ends"),
    "PARITY_SMTP_HOST": ("mail example", "'mail example' cannot be used."),
    "PARITY_ORGANISATION": ("WCO\nBrussels", "'WCO\\nBrussels' cannot be used. Remove line ends"),
    "PARITY_CONTACT_EMAIL": ("parity at wco", "“parity at wco” is not an email address. Use such as"),
    "PARITY_OIDC_NAME": ("Customs\nID", "'Customs\\nID' cannot be used. Remove line ends"),
    "PARITY_UPLOAD_SECONDS": ("nan", "“nan” is not a number above 0. Use digits, such as 900"),
    "PARITY_SECOND_FACTOR_IN_DEMO": ("perhaps", "“perhaps” is neither yes nor no. Use true or false"),
}


@pytest.mark.parametrize("command", [("migrate",), ("serve", "--port", "0"), ("mail", "send")], ids=" ".join)
def test_all_of_them_are_told_at_once(command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (value, _) in BAD.items():
        monkeypatch.setenv(name, value)

    result = run(*command)

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == len(BAD)
    for name, (_, sentence) in BAD.items():
        (line,) = [line for line in result.stderr.splitlines() if line.startswith(f"{name}: ")]
        assert sentence in line
        assert line.endswith(".")


def test_no_secret_is_repeated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_SERVER_KEY", "too short")
    monkeypatch.setenv("PARITY_SMTP_PASSWORD", "a very long secret")

    result = run("migrate")

    assert "too short" not in result.output
    assert "a very long secret" not in result.output


@pytest.mark.parametrize(
    "sender",
    [
        "a@b.example, c@d.example", "Parity", "<>", "Parity <parity>", "Parity <@example.org>", "a@b.example\nBcc: c@d",
        "Parity <parity@example.org", "Parity <par..ity@example.org>", "parity@-mail.example", "@", ",",
        "Group: a@b.example;",
    ],
)  # fmt: skip
def test_what_is_no_sender_is_refused(sender: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(mail_from=sender)

    assert "PARITY_MAIL_FROM: " in problems_of(refused.value)[0]


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("parity@example.org", "", "parity@example.org"),
        ("Parity <parity@example.org>", "Parity", "parity@example.org"),
        ('"Parity, WCO" <parity@example.org>', "Parity, WCO", "parity@example.org"),
        ("Parité <parity@example.org>", "Parité", "parity@example.org"),
        ("Parity <parity@localhost>", "Parity", "parity@localhost"),
        ("Parity <parity@mail.local>", "Parity", "parity@mail.local"),
        ("Parity <parity@bücher.example>", "Parity", "parity@xn--bcher-kva.example"),
    ],
)
def test_what_is_a_sender_is_taken(sender: str, name: str, address: str) -> None:
    Settings(mail_from=sender)

    assert (sender_in(sender).display_name, sender_in(sender).addr_spec) == (name, address)


def test_settings_are_read_without_what_an_editor_left_unseen_and_secrets_letter_by_letter() -> None:
    read = Settings(
        smtp_host="\ufeffmail.example\r", base_address=" https://parity.example\u200b", server_key=16 * "k" + " "
    )

    assert (read.smtp_host, read.base_address, read.server_key) == (
        "mail.example",
        "https://parity.example",
        16 * "k" + " ",
    )


def test_a_user_without_a_password_is_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(smtp_user="parity")

    (problem,) = problems_of(refused.value)
    assert problem.startswith("PARITY_SMTP_PASSWORD: it is missing.")


def test_a_provider_without_the_client_is_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(oidc_issuer="https://login.example.org", oidc_client_secret=SecretStr("s"))

    (problem,) = problems_of(refused.value)
    assert problem.startswith("PARITY_OIDC_CLIENT_ID: it is missing.")


def test_what_ships_can_be_used() -> None:
    assert Settings().address == "http://127.0.0.1:8000"
