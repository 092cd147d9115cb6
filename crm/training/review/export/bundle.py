"""Packing a dossier: the chain anybody can follow, the manifest, its signature, one exact archive."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crm.activity.chain import Json, Sealed, first_break
from crm.training.review.export import verify
from crm.training.review.export.signing import public_pem

LANGUAGE_NOTE = """\
DOSSIER DE PREUVES — COMPTOIR

Ce dossier réunit ce que le journal d’un exercice montre d’une personne, pour une ou plusieurs compétences.
Il contient trois choses distinctes : le constat de la machine (verdicts.json), l’avis daté du formateur (au même
endroit), et la décision, qui appartient au jury et que le logiciel laisse vide.

  dossier*.pdf     à lire et à imprimer (PDF/A-3a)
  records.json     tous les enregistrements de l’espace de travail, un par ligne, du premier au dernier
  verdicts.json    les constats, avec les pièces derrière chaque chiffre, et les avis
  framework.json   le référentiel et les règles, tels qu’ils ont été appliqués
  manifest.json    la liste des fichiers avec leur empreinte SHA-256, et la fin de la chaîne
  manifest.sig     la signature Ed25519 du manifeste (64 octets)
  public_key.pem   la clé publique du centre
  verify.py        la vérification, sans connexion et sans rien installer (Python 3.8 ou plus récent)

VÉRIFIER : décompressez l’archive dans un répertoire vide, puis lancez   python verify.py
           ou, sans décompresser :   python verify.py ARCHIVE.zip
           Comparez l’empreinte de la clé avec celle que le centre vous a donnée :
           python verify.py --fingerprint EMPREINTE

Chaque enregistrement porte un lien : SHA-256( lien précédent | position | texte exact ). Le premier lien précédent
est fait de 64 zéros ; le dernier lien est dans le manifeste, donc signé. Un octet modifié, un enregistrement retiré,
ajouté, déplacé ou une fin coupée se voient. Les dates « happened_at » sont celles de l’entreprise simulée, les dates
« recorded_at » sont réelles.

In English: unpack, run "python verify.py" (Python 3.8 or later, nothing to install). It recomputes every digest,
checks the signature of the manifest and follows the chain of records. Exit status 0 means sound, 1 refused.
"""


class BrokenChain(RuntimeError):
    """The chain is not what was sealed: no dossier is made of it."""


@dataclass(frozen=True)
class Packed:
    """A finished archive, and the digest of the manifest that stands for it."""

    archive: bytes
    manifest_sha256: str


def records_file(records: Sequence[Sealed]) -> tuple[bytes, str]:
    """Return records as JSON lines with their links, and the last link."""
    lines, link = [], verify.START
    for each in records:
        link = verify.link(link, each.position, each.text)
        entry = {"position": each.position, "link": link, "seal": each.seal, "text": each.text}
        lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
    return "".join(lines).encode(), link


def json_file(value: Json) -> bytes:
    """Return a value as a readable JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sealed_up(files: Mapping[str, bytes], about: Mapping[str, Json], *, key: Ed25519PrivateKey) -> Packed:
    """Sign a manifest of the files and pack everything; `about` is what else the manifest says."""
    whole = dict(files) | {
        "LISEZMOI.txt": LANGUAGE_NOTE.encode(),
        verify.KEY: public_pem(key),
        "verify.py": Path(verify.__file__).read_bytes(),
    }
    listed: list[Json] = [
        {"name": name, "sha256": verify.sha256(data), "size": len(data)} for name, data in sorted(whole.items())
    ]
    manifest = json_file({**about, "format": verify.FORMAT, "version": 1, "files": listed})
    whole |= {verify.MANIFEST: manifest, verify.SIGNATURE: key.sign(manifest)}
    return Packed(verify.packed(dict(sorted(whole.items()))), verify.sha256(manifest))


def software() -> dict[str, Json]:
    """Return the name and version of the software."""
    try:
        return {"name": "Comptoir", "version": metadata.version("comptoir")}
    except metadata.PackageNotFoundError:
        return {"name": "Comptoir", "version": "sources"}


def verify_dossier(path: Path, *, seal_key: bytes | None = None, fingerprint: str = "") -> list[verify.Problem]:
    """Return all that is wrong with a dossier (ZIP or folder).

    With the house's own key the seals are checked too; with `fingerprint`
    (hex) the signature must be that key's.
    """
    found = verify.verify(path, fingerprint)
    if found or seal_key is None:
        return found
    files, _ = verify.opened(path)
    entries = [json.loads(line) for line in files[verify.RECORDS].decode().split("\n") if line]
    broken = first_break(seal_key, (Sealed(each["position"], each["text"], each["seal"]) for each in entries))
    if broken is None:
        return []
    return [
        verify.Problem(
            f"Le sceau de l’enregistrement {broken.position} n’est pas celui de cette maison.",
            f"The seal of record {broken.position} is not this house's.",
        )
    ]
