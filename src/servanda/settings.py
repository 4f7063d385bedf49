"""Settings from the environment (``SERVANDA_...``) with defaults that fit a laptop."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from servanda.errors import SettingsError


def default_ledger() -> Path:
    """The ledger in the user's data folder."""
    return Path(platformdirs.user_data_dir("servanda", appauthor=False)) / "ledger.db"


class Settings(BaseSettings):
    """Every setting; each can be given as an environment variable."""

    model_config = SettingsConfigDict(env_prefix="SERVANDA_", frozen=True, extra="ignore")

    ledger: str = Field(
        default_factory=lambda: str(default_ledger()),
        description="The ledger: a file, or the URL of a database. By default ledger.db in the user's data folder.",
    )
    user: str | None = Field(
        default=None, description="Who decides, where --by does not say it. By default the login name."
    )
    max_file_mib: int = Field(default=5, ge=1, le=1024, description="The largest file, page or JSON line read, in MiB.")
    parse_seconds: int = Field(default=20, ge=1, le=600, description="How long one web page may take to parse.")
    publishers: Path | None = Field(
        default=None,
        description="A TOML file with a table [publishers] from the names or hosts of publishers to the state on whose "
        'side they stand ("Coast Wire" = "KEN"; "" for none). It adds to the bundled table.',
    )
    web_host: str = Field(default="127.0.0.1", description="Where `servanda serve` listens: this machine only.")
    web_port: int = Field(default=8710, ge=1, le=65535, description="The port that `servanda serve` listens on.")
    web_access: Literal["alone", "named", "public"] = Field(
        default="alone",
        description="Who may use `servanda serve`: alone (one person at this machine), named (users with roles, who "
        "sign in), public (everybody reads, nobody decides).",
    )
    web_public_reading: bool = Field(
        default=False, description="With named: whoever has not signed in may read, without the names of reviewers."
    )
    web_proxies: str = Field(
        default="",
        description="Addresses, with commas between them, of proxies before `servanda serve` that are believed whom "
        "they speak for and whether over https (X-Forwarded-For, X-Forwarded-Proto).",
    )
    web_names: str = Field(
        default="",
        description="Names, with commas between them, under which browsers may reach `servanda serve`, "
        "besides localhost and the address it listens on.",
    )
    web_send_kib: int = Field(
        default=1024, ge=1, le=1024 * 1024,
        description="The most that a program may send to `/api` at once, in KiB: reading is some two thousand words a "
        "second.",
    )  # fmt: skip


def load_settings() -> Settings:
    """The settings; SettingsError names each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"SERVANDA_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"{faults}; correct or unset it") from None
