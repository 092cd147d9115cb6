"""Passwords and codes: hashing with argon2, codes that can be read aloud."""

from __future__ import annotations

import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes, one lane: the least that OWASP's password storage guide asks of argon2id. More would let a
# class that signs in at once take half a gigabyte of each worker; and no more than two hash at the same time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
TURNS = BoundedSemaphore(2)
# No letter or digit that can be taken for another one on a sheet of paper.
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST_PASSWORD = 8


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    with TURNS:
        return HASHER.hash(unicodedata.normalize("NFKC", password))


def password_fits(password_hash: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    try:
        with TURNS:
            return HASHER.verify(password_hash, unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError):
        return False


def new_code() -> str:
    """Return a random code of three groups of four legible letters (59 bits)."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(3))


def login_from(name: str) -> str:
    """Return a login made of a name: lower case, no accents, dots between the words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return ".".join(words)[:60] or "apprenant"
