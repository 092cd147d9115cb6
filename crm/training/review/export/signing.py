"""The house's signing key (Ed25519), and the fingerprint by which others know it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crm.config import Settings
from crm.training.review.export.verify import sha256

FILE = "signing.key"
SEED = 32
PATIENCE = 50


class UnusableKey(RuntimeError):
    """The file of the signing key does not hold 32 bytes."""


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """Return the key of the settings, else the one kept beside the data; made once, readable by its owner only."""
    if settings.signing_key is not None:
        return Ed25519PrivateKey.from_private_bytes(settings.signing_key)
    path = settings.data_dir / FILE
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(SEED))
    return Ed25519PrivateKey.from_private_bytes(_seed(path))


def _seed(path: Path) -> bytes:
    """Read the key's seed; another process may still be writing it."""
    for _ in range(PATIENCE):
        seed = path.read_bytes()
        if len(seed) == SEED:
            return seed
        time.sleep(0.02)
    raise UnusableKey(str(path))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public key as PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(settings: Settings) -> str:
    """Return the SHA-256 of the public key (hex): what the centre tells a panel, on another way than the dossier."""
    return sha256(public_bytes(signing_key(settings)))
