"""A small dossier, made as the house makes them, to be tampered with."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crm.activity.chain import START, Sealed, canonical, seal
from crm.training.review.export import bundle, verify

SEAL_KEY = b"a seal key for tests, long enough"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CHAIN = "5f2c9a1e-0c52-4a53-9d0c-6b1f0d5d7c11"


def a_chain(length: int = 5) -> list[Sealed]:
    """Return a sound chain; a name holds a line separator, which is no end of a line in JSON."""
    records, previous = [], START
    for position in range(1, length + 1):
        text = canonical(
            {
                "version": 1,
                "chain": CHAIN,
                "position": position,
                "activity": "balance.checked",
                "actor": {"kind": "person", "id": 1, "name": "Lina\u2028É"},
                "details": {"outstanding_cents": 100 * position},
            }
        )
        previous = seal(SEAL_KEY, previous, position, text)
        records.append(Sealed(position, text, previous))
    return records


def a_dossier(records: list[Sealed] | None = None, *, key: Ed25519PrivateKey = KEY) -> bytes:
    """Return the archive of a dossier."""
    chain = a_chain() if records is None else records
    data, link = bundle.records_file(chain)
    exhibits = [{"role": "occasion", "activity": "balance.checked", "position": 2}, {"activity": "x", "position": None}]
    files = {
        "records.json": data,
        "verdicts.json": bundle.json_file({"criteria": [{"occasions": [{"exhibits": exhibits}]}]}),  # type: ignore[dict-item]
        "framework.json": b"{}\n",
        "dossier.pdf": b"%PDF-1.7 a paper",
    }
    last = chain[-1]
    about = {
        "made_at": "2026-03-02T08:00:00+00:00",
        "learner": {"pseudonym": "L-0417"},
        "chain": {"key": CHAIN, "position": last.position, "seal": last.seal, "link": link},
    }
    return bundle.sealed_up(files, about, key=key).archive  # type: ignore[arg-type]


def saved(folder: Path, archive: bytes, name: str = "dossier.zip") -> Path:
    """Write an archive and return where it lies."""
    path = folder / name
    path.write_bytes(archive)
    return path


def unpacked(archive: bytes, folder: Path) -> dict[str, bytes]:
    """Return the files of an archive."""
    files, problems = verify.opened(saved(folder, archive))
    assert not problems
    return files


def signed_again(files: dict[str, bytes], *, key: Ed25519PrivateKey) -> dict[str, bytes]:
    """Return files whose manifest a forger has brought in line and signed with a key of their own."""
    manifest = json.loads(files[verify.MANIFEST])
    kept = {name: data for name, data in files.items() if name not in (verify.MANIFEST, verify.SIGNATURE)}
    about = {name: value for name, value in manifest.items() if name not in ("files", "format", "version")}
    return read_back(bundle.sealed_up(kept, about, key=key).archive)


def read_back(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive held in memory."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
