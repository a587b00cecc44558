"""Every environment variable, once. A default is here only if it is safe in production."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

OFFICES = {"lead", "reviewer", "auditor", "administrator"}


class Settings(BaseSettings):
    """Read from the variables `PARITY_...`; built once by the command line and handed down."""

    model_config = SettingsConfigDict(env_prefix="PARITY_", frozen=True)

    data_dir: Path = Path("var")
    """Where the SQLite database, the files of evidence and the server's key live."""
    database_url: str = ""
    """Empty: SQLite in the data folder. `postgresql+psycopg://user@host/name` for PostgreSQL."""
    server_key: str = ""
    """Signs the forms. Empty: a key in the data folder. Several machines that serve one round need the same."""
    signing_dir: Path | None = None
    """Where the keys that sign reports are kept. Empty: `signing` in the data folder. Never in the database."""
    trusted_proxies: str = "127.0.0.1"
    """Whose word on the visitor's address and on https counts: addresses of proxies, joined by commas."""
    host: str = "127.0.0.1"
    port: int = 8000
    base_address: str = ""
    """The address that links in mails begin with, such as https://parity.example. Empty: http://host:port."""
    second_factor_for: str = ""
    """Offices that must have a second factor, joined by commas: lead, reviewer, auditor, administrator."""
    smtp_host: str = ""
    """The mail server. Empty: mails wait in the outbox, and in a demo a page shows them."""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    """The sender of all mails, such as Parity <parity@customs.example>."""
    mail_every_seconds: int = 60
    """How often `serve` looks for mails to send; 0: never, where `parity mail send` runs by a clock."""
    oidc_issuer: str = ""
    """An OpenID provider for signing in, by the address of its issuer. Empty: none."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    """What the button on the sign-in page calls the provider."""
    export_workers: int = 0
    """How many processes make the reports of a whole round. 0: one for each core."""
    evidence_most_megabytes: int = 10
    """The largest file of evidence."""
    evidence_all_megabytes: int = Field(1_000, ge=1)
    """All files of evidence of one administration together, in all rounds; withdrawn ones are kept, so they count."""
    evidence_all_items: int = Field(500, ge=1)
    """The same for the number of items: files, links and references."""
    evidence_scan: str = ""
    """A command that looks at each new file of evidence, such as a virus scanner: it gets the path as its last argument
    and has ten minutes; any exit code but 0 refuses the file. Empty: none."""
    upload_seconds: float = Field(900, gt=0)
    """How long a form or a file may take to arrive as a whole: at the least 90 kbit/s for ten megabytes."""
    session_idle_minutes: int = 120
    session_hours: int = 12

    @field_validator("second_factor_for")
    @classmethod
    def _names_offices(cls, offices: str) -> str:
        """A misspelt office would be left without what it must have."""
        if unknown := _split(offices) - OFFICES:
            raise ValueError(f"no office is called {', '.join(sorted(unknown))}")
        return offices

    def needs_second_factor(self, office: str) -> bool:
        return office in _split(self.second_factor_for)

    @property
    def address(self) -> str:
        """Where people find this server, without a slash at its end."""
        return (self.base_address or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'parity.db'}"


def _split(names: str) -> set[str]:
    return {one.strip() for one in names.split(",")} - {""}
