"""Every environment variable, once. A default is here only if it is safe in production."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the variables `PARITY_...`; built once by the command line and handed down."""

    model_config = SettingsConfigDict(env_prefix="PARITY_", frozen=True)

    data_dir: Path = Path("var")
    """Where the SQLite database and the server's key live."""
    database_url: str = ""
    """Empty: SQLite in the data folder. `postgresql+psycopg://user@host/name` for PostgreSQL."""
    server_key: str = ""
    """Signs the forms. Empty: a key in the data folder. Several machines that serve one round need the same."""
    trusted_proxies: str = "127.0.0.1"
    """Whose word on the visitor's address and on https counts: addresses of proxies, joined by commas."""
    host: str = "127.0.0.1"
    port: int = 8000
    session_idle_minutes: int = 120
    session_hours: int = 12

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'parity.db'}"
