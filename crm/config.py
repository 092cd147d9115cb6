"""What the house reads from its environment, once, at the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent if (HERE.parent / "templates").is_dir() else HERE / "_house"
SHORTEST_SECRET = 32


class MissingSetting(SystemExit):
    """A value without which the house does not open."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another.

    `database_url` is an SQLAlchemy URL; the two secrets are at least 32
    characters; the sealing key lives outside the database on purpose.
    `road_service` is the address of a service with OSRM's table of road times,
    `geocoder` the domain of a national address base; unset, neither is asked.
    """

    database_url: str
    secret_key: str = field(repr=False)
    seal_key: bytes = field(repr=False)
    data_dir: Path
    production: bool = True
    trusted_proxies: int = 0
    signing_key: bytes | None = field(default=None, repr=False)
    road_service: str = ""
    geocoder: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read COMPTOIR_* variables; a missing or weak secret in production stops the start."""
        values = os.environ if env is None else env
        data_dir = Path(values.get("COMPTOIR_DATA", "var")).resolve()
        return cls(
            database_url=_wanted(values, "COMPTOIR_DATABASE_URL"),
            secret_key=_secret(values, "COMPTOIR_SECRET_KEY"),
            seal_key=_secret(values, "COMPTOIR_SEAL_KEY").encode(),
            data_dir=data_dir,
            trusted_proxies=_count(values, "COMPTOIR_TRUSTED_PROXIES"),
            signing_key=_hex(values, "COMPTOIR_SIGNING_KEY"),
            road_service=_address(values, "COMPTOIR_ROAD_SERVICE"),
            geocoder=_domain(values, "COMPTOIR_GEOCODER"),
        )


def _wanted(values: Mapping[str, str], name: str) -> str:
    """Return a value that must be there."""
    value = values.get(name, "").strip()
    if not value:
        raise MissingSetting(f"{name} is not set: the house does not open without it.")
    return value


def _secret(values: Mapping[str, str], name: str) -> str:
    """Return a secret that is long enough to be one."""
    value = _wanted(values, name)
    if len(value) < SHORTEST_SECRET:
        raise MissingSetting(f"{name} is shorter than {SHORTEST_SECRET} characters: the house does not open with it.")
    return value


def _count(values: Mapping[str, str], name: str) -> int:
    """Return a small whole number, 0 if unset."""
    value = values.get(name, "0")
    if not (value.isascii() and value.isdigit()):
        raise MissingSetting(f"{name} must be a whole number.")
    return int(value)


def _address(values: Mapping[str, str], name: str) -> str:
    """Return the address of a service, or "" if unset: then nothing is ever asked of the network."""
    value = values.get(name, "").strip()
    if value and not value.startswith(("http://", "https://")):
        raise MissingSetting(f"{name} must begin with http:// or https://.")
    return value


def _domain(values: Mapping[str, str], name: str) -> str:
    """Return a domain, maybe with a path, without scheme; "" if unset: then nothing is ever asked of the network."""
    value = values.get(name, "").strip().rstrip("/")
    if value and not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?(/[A-Za-z0-9._-]+)*", value):
        raise MissingSetting(f"{name} must be a domain such as data.geopf.fr/geocodage, without https://.")
    return value


def _hex(values: Mapping[str, str], name: str) -> bytes | None:
    """Return 32 bytes written in hexadecimal, or None if unset."""
    value = values.get(name, "")
    if not value:
        return None
    try:
        key = bytes.fromhex(value)
    except ValueError:
        key = b""
    if len(key) != SHORTEST_SECRET:
        raise MissingSetting(f"{name} must be 64 hexadecimal digits.")
    return key
