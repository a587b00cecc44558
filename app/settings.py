"""Every environment variable, once. A default is here only if it is safe in production.

Each is checked before anything starts, and told with a sentence that says what to write.
"""

import shlex
from collections.abc import Iterable
from email.headerregistry import Address
from email.policy import SMTP
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.validation.mail_addresses import is_mailbox, sendable
from app.validation.offices import OFFICES
from app.validation.web_addresses import is_web_address
from questionnaires.texts import as_kept

PREFIX = "PARITY_"
SECRET = ("_key", "_password", "_secret", "database_url")
SHORTEST_KEY = 16
DATABASE = "Use one such as postgresql+psycopg://user@host/name, or leave it out to use SQLite in the data folder"
SENDER = "Use one address, such as Parity <parity@customs.example>. Put a name with a comma in double quotes"
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Read from the variables `PARITY_...`; built once by the command line and handed down."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, validate_default=True)

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
    port: Port = 8000
    base_address: str = ""
    """The address that links in mails begin with, such as https://parity.example. Empty: http://host:port."""
    organisation: str = ""
    """Who runs this installation, such as World Customs Organization: shown at the top and the end of each page."""
    contact_email: str = ""
    """Whom people write to about Parity and their data; shown on the pages of contact and privacy. Empty: they say to
    ask the coordinator or whoever sent the invitation."""
    second_factor_for: str = "lead,reviewer,external_reviewer,auditor,administrator"
    """Offices that must have a second factor, joined by commas. Empty: none."""
    second_factor_in_demo: bool = False
    """Whether they must have one in a demo too, whose accounts share a printed password and open invented data only.
    Where there is no demo this setting changes nothing."""
    smtp_host: str = ""
    """The mail server. Empty: mails wait in the outbox, and in a demo a page shows them."""
    smtp_port: Port = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    """The sender of all mails, such as Parity <parity@customs.example>."""
    mail_every_seconds: int = Field(60, ge=0)
    """How often `serve` looks for mails to send; 0: never, where `parity mail send` runs by a clock."""
    oidc_issuer: str = ""
    """An OpenID provider for signing in, by the address of its issuer. Empty: none."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    """What the button on the sign-in page calls the provider."""
    export_workers: int = Field(0, ge=0, le=256)
    """How many processes make the reports of a whole round. 0: one for each core."""
    evidence_most_megabytes: int = Field(10, ge=1, le=1000)
    """The largest file of evidence."""
    evidence_all_megabytes: int = Field(1_000, ge=1)
    """All files of evidence of one administration together, in all rounds; withdrawn ones are kept, so they count."""
    evidence_all_items: int = Field(500, ge=1)
    """The same for the number of items: files, links and references."""
    evidence_scan: str = ""
    """A command that looks at each new file of evidence, such as a virus scanner: it gets the path as its last argument
    and has ten minutes; any exit code but 0 refuses the file. Empty: none."""
    upload_seconds: float = Field(900, gt=0, allow_inf_nan=False)
    """How long a form or a file may take to arrive as a whole: at the least 90 kbit/s for ten megabytes."""
    session_idle_minutes: int = Field(120, ge=1, le=30 * 24 * 60)
    session_hours: int = Field(12, ge=1, le=30 * 24)

    @field_validator("host", "smtp_host", "smtp_user", "oidc_client_id", "oidc_name", "organisation")
    @classmethod
    def _is_on_one_line(cls, text: str, info: ValidationInfo) -> str:
        is_name = info.field_name in ("oidc_name", "organisation")
        if not text.isprintable() or text != text.strip() or (" " in text and not is_name):
            without = "line ends" if is_name else "blanks and line ends"
            raise ValueError(f"{text!r} cannot be used. Remove {without}, and any blank around it")
        return text

    @field_validator("second_factor_for")
    @classmethod
    def _names_offices(cls, offices: str) -> str:
        """A misspelt office would be left without what it must have."""
        if unknown := _split(offices).difference(OFFICES):
            raise ValueError(f"there is no office {', '.join(sorted(unknown))}. The offices are {_listed(OFFICES)}")
        return offices

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        """Of the address itself no sentence repeats more than its beginning: a password may stand in any place."""
        try:
            own = make_url(url or "sqlite://")
            dialect = own.get_dialect()
            dialect.import_dbapi()
        except (NoSuchModuleError, ImportError) as error:
            raise ValueError(f"there is no driver for {own.drivername} ({error}). {DATABASE}") from error
        except (ArgumentError, ValueError) as error:
            raise ValueError(f"it is not a database address. {DATABASE}") from error
        if dialect.name not in ("sqlite", "postgresql"):
            raise ValueError(f"{dialect.name} is neither SQLite nor PostgreSQL. {DATABASE}")
        if "@" in (own.host or ""):
            raise ValueError("it has more than one @. In a password, write @ as %40, / as %2F and : as %3A")
        return url

    @field_validator("server_key")
    @classmethod
    def _is_long(cls, key: str) -> str:
        if key and len(key) < SHORTEST_KEY:
            raise ValueError(
                f"it has {len(key)} characters, which is easy to guess. Use at least {SHORTEST_KEY}, such as those of "
                "`openssl rand -hex 32`, or leave it out: a key is then created in the data folder"
            )
        return key

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, proxies: str) -> str:
        for proxy in sorted(_split(proxies) - {"*"}):
            try:
                ip_network(proxy)
            except ValueError as error:
                raise ValueError(f"“{proxy}” is not a proxy address. Use one such as 127.0.0.1, 10.0.0.0/8") from error
        return proxies

    @field_validator("*", mode="before")
    @classmethod
    def _as_seen(cls, value: object, info: ValidationInfo) -> object:
        """Without what an editor left around or in it unseen; keys and passwords are taken letter by letter."""
        is_secret = str(info.field_name).endswith(SECRET)
        return value if is_secret or not isinstance(value, str) else as_kept(value).strip()

    @field_validator("base_address", "oidc_issuer")
    @classmethod
    def _is_web_address(cls, address: str, info: ValidationInfo) -> str:
        is_own = info.field_name == "base_address"
        if address and (not is_web_address(address) or (is_own and urlsplit(address).path.strip("/"))):
            more = ", without a path" if is_own else ""
            raise ValueError(f"“{address}” is not a web address. Use one such as https://parity.customs.example{more}")
        return address

    @field_validator("contact_email")
    @classmethod
    def _is_mail_address(cls, address: str) -> str:
        if address and not is_mailbox(address):
            raise ValueError(f"“{address}” is not an email address. Use such as parity@customs.example")
        return address

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, sender: str) -> str:
        if sender and not is_mailbox(sender_in(sender).addr_spec):
            raise ValueError(f"no email can be sent from “{sender}”. {SENDER}")
        return sender

    @field_validator("smtp_password")
    @classmethod
    def _has_user(cls, password: SecretStr, info: ValidationInfo) -> SecretStr:
        user = info.data.get("smtp_user")
        if user and not password.get_secret_value():
            raise ValueError("it is missing. Set it to the password of PARITY_SMTP_USER, or leave that out too")
        if user == "" and password.get_secret_value():
            raise ValueError("it has no user. Set PARITY_SMTP_USER too, or leave the password out")
        return password

    @field_validator("oidc_client_id")
    @classmethod
    def _is_known_there(cls, id_: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not id_:
            raise ValueError(
                "it is missing. Set it to the client id that the provider PARITY_OIDC_ISSUER gave to Parity"
            )
        return id_

    @field_validator("evidence_scan")
    @classmethod
    def _is_command(cls, command: str) -> str:
        try:
            shlex.split(command)
        except ValueError as error:
            raise ValueError(
                f"it is not a command ({error}). Close its quotes. Example: clamdscan --no-summary"
            ) from error
        return command

    def needs_second_factor(self, office: str) -> bool:
        return office in _split(self.second_factor_for)

    @property
    def address(self) -> str:
        """Where people find this server, without a slash at its end."""
        return (self.base_address or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'parity.db'}"


def sender_in(text: str) -> Address:
    """The one address of a sender, with its name. Raises ValueError with a sentence."""
    try:
        header = SMTP.header_factory("From", text)
    except Exception as error:  # the parser raises whatever a text leads it to
        raise ValueError(f"“{text}” is not a sender. {SENDER}") from error
    mailboxes = [] if any(group.display_name for group in header.groups) else list(header.addresses)
    if len(mailboxes) != 1 or header.defects or not mailboxes[0].username or not mailboxes[0].domain:
        raise ValueError(f"“{text}” is not a sender. {SENDER}")
    return Address(mailboxes[0].display_name, addr_spec=sendable(mailboxes[0].addr_spec))


def problems_of(error: ValidationError) -> list[str]:
    """A sentence for each setting that cannot work: which, what is wrong with it, and what to write."""
    return [f"{PREFIX}{str(detail['loc'][0]).upper()}: {_sentence(detail)}." for detail in error.errors()]


def _sentence(error: ErrorDetails) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(limits["error"]).rstrip(".")
    if kind.startswith("int_"):
        return f"“{error['input']}” is not a whole number. Use digits, such as {_default(error)}"
    if kind == "greater_than_equal":
        return f"{error['input']} is too small. Use at least {limits['ge']}, such as {_default(error)}"
    if kind == "less_than_equal":
        return f"{error['input']} is too large. Use at most {limits['le']}, such as {_default(error)}"
    if kind == "literal_error":
        return f"“{error['input']}” is not an option. Use {limits['expected']}"
    if kind.startswith("bool_"):
        return f"“{error['input']}” is neither yes nor no. Use true or false"
    if kind.startswith(("float_", "finite_", "greater_than")):
        return f"“{error['input']}” is not a number above 0. Use digits, such as {_default(error)}"
    return error["msg"]


def _default(error: ErrorDetails) -> object:
    return Settings.model_fields[str(error["loc"][0])].default


def _split(names: str) -> set[str]:
    return {name.strip() for name in names.split(",")} - {""}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
