# ruff: noqa: T201, UP006, UP007, UP031, UP035, UP045, PLR2004  (it speaks, and Python 3.8 reads it)
"""Verify a dossier of evidence without its makers: Python 3.8 or later, nothing to install, no connection.

Usage: python verify.py [ZIP FILE OR FOLDER] [--fingerprint HEX]

Without a path, the folder of this script is verified. The answer is given in
French and in English; the exit status is 0 if nothing is wrong, else 1.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple, Union

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "public_key.pem"
RECORDS, VERDICTS = "records.json", "verdicts.json"
FORMAT = "comptoir-dossier"
START = "0" * 64
WHEN = (1980, 1, 1, 0, 0, 0)
PEM_HEAD = bytes.fromhex("302a300506032b6570032100")
SHOWN = 20

SENTENCES = {
    "twice": ("L’archive contient deux fichiers du même nom.", "The archive holds a name twice."),
    "archive": (
        "L’archive n’est pas, octet pour octet, celle qui a été produite.",
        "The archive is not, byte for byte, as it was made.",
    ),
    "missing": ("Fichier manquant : %s", "Missing file: %s"),
    "manifest": ("Le manifeste est illisible.", "The manifest cannot be read."),
    "key": ("La clé publique est illisible.", "The public key cannot be read."),
    "signature": ("La signature ne correspond pas au manifeste.", "The signature does not fit the manifest."),
    "stranger": ("La clé n’est pas celle du centre : empreinte %s", "The key is not the centre's: fingerprint %s"),
    "altered": ("Fichier modifié : %s", "Altered file: %s"),
    "foreign": ("Fichier étranger au dossier : %s", "File foreign to the dossier: %s"),
    "unreadable": ("Enregistrement illisible, ligne %s.", "Unreadable record, line %s."),
    "expected": ("Enregistrement %s attendu, %s trouvé.", "Record %s expected, %s found."),
    "record": ("Enregistrement %s modifié.", "Record %s altered."),
    "end": (
        "La chaîne ne finit pas où le manifeste le dit : position %s.",
        "The chain does not end where the manifest says: position %s.",
    ),
    "findings": ("Les constats sont illisibles.", "The findings cannot be read."),
    "exhibit": (
        "Une pièce renvoie à un enregistrement absent : %s.",
        "An exhibit points to a record that is not there: %s.",
    ),
    "closed": ("Le dossier ne s’ouvre pas : %s", "The dossier does not open: %s"),
}

Files = Dict[str, bytes]
Problems = List["Problem"]


class Problem(NamedTuple):
    """What is wrong, in French and in English."""

    fr: str
    en: str


def said(key: str, *values: object) -> Problem:
    """Return a problem in both languages."""
    fr, en = SENTENCES[key]
    return Problem(fr % values, en % values)


class Unreadable(Exception):
    """The dossier cannot even be opened."""


# ── Ed25519 (RFC 8032), verification only: plain arithmetic, so that nothing needs to be installed ──────────────

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
Point = Tuple[int, int, int, int]


def point_of(data: bytes) -> Optional[Point]:
    """Read 32 bytes as a point (extended coordinates), or None if they are none."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= PRIME:
        return None
    top, bottom = (y * y - 1) % PRIME, (CURVE_D * y * y + 1) % PRIME
    square = top * pow(bottom, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x % 2 != sign else x
    return x, y, 1, x * y % PRIME


def add(one: Point, other: Point) -> Point:
    """Add two points."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % PRIME
    b = (y1 + x1) * (y2 + x2) % PRIME
    c = 2 * t1 * t2 * CURVE_D % PRIME
    d = 2 * z1 * z2 % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(count: int, point: Point) -> Point:
    """Add a point to itself so many times."""
    result: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            result = add(result, point)
        point, count = add(point, point), count >> 1
    return result


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature of 64 bytes over a message was made by the owner of a key of 32 bytes."""
    base = point_of((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))
    owner = point_of(key) if len(key) == 32 else None
    if base is None or owner is None or len(signature) != 64:
        return False
    nonce, factor = point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if nonce is None or factor >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(factor, base), add(nonce, times(challenge, owner))
    same_x = (left[0] * right[2] - right[0] * left[2]) % PRIME == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % PRIME == 0


# ── The files ───────────────────────────────────────────────────────────────────────────────────────────────────


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def link(previous: str, position: int, text: str) -> str:
    """Return a record's link: SHA-256 over the link before, the position and the exact text."""
    return sha256(b"|".join((previous.encode("ascii"), str(position).encode("ascii"), text.encode("utf-8"))))


def packed(files: Files) -> bytes:
    """Return the one ZIP archive that these files make: stored, in this order, without dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, WHEN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def opened(source: Union[str, Path]) -> Tuple[Files, Problems]:
    """Read a dossier, a ZIP archive or the folder into which it was unpacked; `Unreadable` if it is neither."""
    path = Path(source)
    if path.is_dir():
        names = sorted(each for each in path.rglob("*") if each.is_file())
        return {each.relative_to(path).as_posix(): each.read_bytes() for each in names}, []
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names_in = archive.namelist()
            files = {name: archive.read(name) for name in names_in}
    except Exception as fault:
        raise Unreadable(str(fault)) from fault
    found: Problems = []
    if len(set(names_in)) != len(names_in):
        found.append(said("twice"))
    if packed(files) != data:
        found.append(said("archive"))
    return files, found


def problems_of(files: Files, fingerprint: str = "") -> Problems:
    """Return all that is wrong with the files of a dossier; `fingerprint` is the one the makers told you."""
    missing = [name for name in (MANIFEST, SIGNATURE, KEY, RECORDS, VERDICTS) if name not in files]
    if missing:
        return [said("missing", name) for name in missing]
    found = signature_problems(files, fingerprint)
    try:
        manifest = json.loads(files[MANIFEST].decode("utf-8"))
        listed = {str(each["name"]): each for each in manifest["files"]}
        chain, head = manifest["chain"], manifest["chain"]["position"]
        known = manifest["format"] == FORMAT and manifest["version"] == 1 and isinstance(head, int)
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        return [*found, said("manifest")]
    found += file_problems(files, listed)
    texts, in_chain = record_problems(files[RECORDS], chain)
    return found + in_chain + verdict_problems(files[VERDICTS], texts)


def signature_problems(files: Files, fingerprint: str) -> Problems:
    """Check the signature over the exact bytes of the manifest, and whose it is."""
    key = key_of(files[KEY])
    if key is None:
        return [said("key")]
    found: Problems = []
    if not is_signed(key, files[MANIFEST], files[SIGNATURE]):
        found.append(said("signature"))
    if fingerprint and plain(fingerprint) != sha256(key):
        found.append(said("stranger", sha256(key)))
    return found


def plain(fingerprint: str) -> str:
    """Return a fingerprint without the blanks and colons with which people write it."""
    return "".join(fingerprint.split()).replace(":", "").lower()


def key_of(pem: bytes) -> Optional[bytes]:
    """Return the 32 bytes of an Ed25519 public key in PEM, or None."""
    lines = pem.decode("ascii", "replace").split("\n")
    try:
        der = base64.b64decode("".join(lines[1:-2]), validate=True)
    except ValueError:
        return None
    framed = (lines[0], lines[-2:]) == ("-----BEGIN PUBLIC KEY-----", ["-----END PUBLIC KEY-----", ""])
    return der[len(PEM_HEAD) :] if framed and der.startswith(PEM_HEAD) and len(der) == len(PEM_HEAD) + 32 else None


def file_problems(files: Files, listed: Dict[str, Dict[str, object]]) -> Problems:
    """Compare the files with the manifest's list."""
    found: Problems = []
    for name, entry in listed.items():
        if name not in files:
            found.append(said("missing", name))
        elif entry.get("sha256") != sha256(files[name]) or entry.get("size") != len(files[name]):
            found.append(said("altered", name))
    for name in files:
        if name not in listed and name not in (MANIFEST, SIGNATURE):
            found.append(said("foreign", name))
    return found


def record_problems(data: bytes, chain: Dict[str, object]) -> Tuple[Dict[int, Dict[str, object]], Problems]:
    """Follow the chain of records from the first to the last; return the records by position, and what is wrong."""
    texts: Dict[int, Dict[str, object]] = {}
    found: Problems = []
    previous, seal, expected = START, START, 1
    lines = data.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines[: -1 if lines[-1] == "" else None], start=1):
        try:
            entry = json.loads(line)
            record = json.loads(entry["text"])
            position, text = entry["position"], entry["text"]
            same = (record["position"], record["chain"]) == (position, chain["key"])
            right = link(previous, position, text) == entry["link"]
            stored, seal = str(entry["link"]), str(entry["seal"])
        except (ValueError, KeyError, TypeError):
            found.append(said("unreadable", number))
            continue
        if position != expected:
            found.append(said("expected", expected, position))
        elif not (same and right):
            found.append(said("record", position))
        previous, expected = stored, (position if isinstance(position, int) else expected) + 1
        texts[expected - 1] = record
    if (expected - 1, previous, seal) != (chain["position"], chain.get("link"), chain.get("seal")):
        found.append(said("end", chain["position"]))
    return texts, found


def verdict_problems(data: bytes, texts: Dict[int, Dict[str, object]]) -> Problems:
    """See that each exhibit behind a finding is a record of the chain, under the same word."""
    try:
        exhibits = [
            exhibit
            for criterion in json.loads(data.decode("utf-8"))["criteria"]
            for occasion in criterion["occasions"]
            for exhibit in occasion["exhibits"]
            if exhibit["position"] is not None
        ]
        lost = [each for each in exhibits if texts.get(each["position"], {}).get("activity") != each["activity"]]
    except (ValueError, KeyError, TypeError):
        return [said("findings")]
    return [said("exhibit", each["position"]) for each in lost]


def verify(source: Union[str, Path], fingerprint: str = "") -> Problems:
    """Return all that is wrong with a dossier, a ZIP file or a folder; nothing wrong is an empty list."""
    try:
        files, found = opened(source)
    except Unreadable as fault:
        return [said("closed", fault)]
    return found + problems_of(files, fingerprint)


# ── What a person sees ──────────────────────────────────────────────────────────────────────────────────────────


def report(source: Union[str, Path], fingerprint: str) -> int:
    """Print what was found; return the exit status."""
    found = verify(source, fingerprint)
    print("Dossier :", source)
    if not found:
        files = opened(source)[0]
        tell(json.loads(files[MANIFEST].decode("utf-8")), key_of(files[KEY]) or b"", fingerprint)
        return 0
    for problem in found[:SHOWN]:
        print("  ✗", problem.fr)
        print("   ", problem.en)
    if len(found) > SHOWN:
        print("  … %d" % (len(found) - SHOWN))
    print("\nREFUSÉ : ce dossier n’est pas celui qui a été signé.")
    print("REFUSED: this dossier is not the one that was signed.")
    return 1


def tell(manifest: Dict[str, Dict[str, object]], key: bytes, fingerprint: str) -> None:
    """Print what a sound dossier says of itself."""
    chain = manifest["chain"]
    print("  ✓ %d fichiers conformes au manifeste / files as listed" % len(manifest["files"]))
    print("  ✓ %s enregistrements, aucun modifié ni manquant / records, none altered or missing" % chain["position"])
    print("  ✓ manifeste signé / manifest signed: %s" % manifest["made_at"])
    print("  Personne / person: %s" % manifest["learner"]["pseudonym"])
    print("  Dernier sceau / last seal: %s" % chain["seal"])
    print("  Empreinte de la clé / key fingerprint: %s" % sha256(key))
    if not fingerprint:
        print("    → comparez-la avec celle que le centre vous a donnée, ou relancez avec --fingerprint EMPREINTE")
        print("    → compare it with the one the centre gave you, or run again with --fingerprint HEX")
    print("\nCONFORME : rien n’a été modifié depuis la signature.")
    print("SOUND: nothing was altered since it was signed.")


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Vérifie un dossier de preuves / verifies a dossier of evidence.")
    parser.add_argument("source", nargs="?", default=str(Path(__file__).resolve().parent), help="ZIP, dossier/folder")
    parser.add_argument("--fingerprint", default="", help="empreinte de la clé du centre / the centre's key")
    wanted = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return report(wanted.source, wanted.fingerprint)


if __name__ == "__main__":
    sys.exit(main())
