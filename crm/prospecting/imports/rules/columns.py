"""What a column of a file may hold: the fields that can be filled, and the titles by which French and English files call them."""

# ruff: noqa: E501  (the table of fields reads best with a field a line)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz.fuzz import ratio

from crm.kernel.errors import N_, Refused
from crm.prospecting.imports.models import Column
from crm.prospecting.likeness import folded

ALMOST = 81.0
NOT_LETTERS = re.compile(r"[^a-z0-9]+")


class Kind(Enum):
    """How the texts of a column are read."""

    LINE = auto()
    TEXT = auto()
    SIREN = auto()
    SIRET = auto()
    VAT = auto()
    POSTCODE = auto()
    COUNTRY = auto()
    PHONE = auto()
    EMAIL = auto()
    LANGUAGE = auto()
    NATURE = auto()
    STAGE = auto()
    SOURCE = auto()
    LEGAL_BASIS = auto()
    YES_NO = auto()
    AMOUNT = auto()
    DAY = auto()
    ROLE = auto()


@dataclass(frozen=True)
class Target:
    """A field that a column can fill; `contact` fields make a person to talk to, `longest` is in characters."""

    name: str
    label: str
    kind: Kind
    synonyms: tuple[str, ...]
    longest: int = 200
    contact: bool = False


def _target(name: str, label: str, kind: Kind, synonyms: str, longest: int = 200) -> Target:
    """Write a target shortly: synonyms are parted by commas."""
    return Target(
        name, label, kind, tuple(each.strip() for each in synonyms.split(",")), longest, name.startswith("contact_")
    )


TARGETS = {
    each.name: each
    for each in (
        _target("legal_name", N_("Raison sociale ou nom"), Kind.LINE, "raison sociale, nom entreprise, nom de l entreprise, nom de la societe, societe, entreprise, nom societe, denomination, nom, client, prospect, compte, etablissement, company, company name, account, account name, name, organization, organisation, business name, legal name"),
        _target("nature", N_("Nature"), Kind.NATURE, "nature, type, type de client, type client, particulier ou entreprise, customer type"),
        _target("stage", N_("Étape"), Kind.STAGE, "etape, statut, stade, stage, status, lead status"),
        _target("siren", N_("SIREN"), Kind.SIREN, "siren, n siren, no siren, numero siren, siren number"),
        _target("siret", N_("SIRET"), Kind.SIRET, "siret, n siret, no siret, numero siret, siret number"),
        _target("vat_number", N_("N° de TVA"), Kind.VAT, "tva, n tva, no tva, numero de tva, tva intracommunautaire, vat, vat number, vat id"),
        _target("sector", N_("Activité"), Kind.LINE, "activite, secteur, secteur d activite, metier, domaine, naf, ape, code ape, code naf, industry, sector, business", 120),
        _target("staff_size", N_("Effectif"), Kind.LINE, "effectif, effectifs, salaries, nombre de salaries, nb salaries, taille, employees, headcount, staff, staff size, size", 40),
        _target("street", N_("Adresse"), Kind.LINE, "adresse, rue, adresse 1, adresse postale, voie, address, street, street address, address 1"),
        _target("postcode", N_("Code postal"), Kind.POSTCODE, "code postal, cp, code post, codepostal, zip, zip code, postal code, postcode", 12),
        _target("city", N_("Ville"), Kind.LINE, "ville, commune, localite, city, town", 120),
        _target("country", N_("Pays"), Kind.COUNTRY, "pays, country, country code", 2),
        _target("phone", N_("Téléphone"), Kind.PHONE, "telephone, tel, tel fixe, fixe, standard, telephone fixe, numero de telephone, phone, phone number, telephone number", 30),
        _target("email", N_("E-mail"), Kind.EMAIL, "e mail, email, mail, courriel, adresse e mail, adresse mail, adresse email, email address", 200),
        _target("language", N_("Langue"), Kind.LANGUAGE, "langue, language", 2),
        _target("source", N_("Origine du contact"), Kind.SOURCE, "origine, source, provenance, origine du contact, lead source, origin"),
        _target("legal_basis", N_("Base légale"), Kind.LEGAL_BASIS, "base legale, base juridique, fondement, legal basis, lawful basis"),
        _target("opted_out_email", N_("Refuse les e-mails"), Kind.YES_NO, "stop mail, stop email, refuse les e mails, desabonne, opposition e mail, opposition mail, unsubscribed, email opt out, do not email"),
        _target("opted_out_phone", N_("Refuse les appels"), Kind.YES_NO, "stop appel, stop tel, refuse les appels, bloctel, opposition telephone, opposition tel, do not call, phone opt out"),
        _target("opted_out_post", N_("Refuse les courriers"), Kind.YES_NO, "stop courrier, refuse les courriers, opposition courrier, do not mail, post opt out"),
        _target("credit_limit", N_("Plafond d’encours"), Kind.AMOUNT, "plafond, encours autorise, plafond d encours, limite de credit, credit limit"),
        _target("last_contact", N_("Dernier contact"), Kind.DAY, "dernier contact, date dernier contact, date du dernier contact, dernier appel, derniere visite, date de contact, date, last contact, last contacted, last call, last activity"),
        _target("notes", N_("Informations"), Kind.TEXT, "notes, note, remarques, remarque, commentaires, commentaire, observations, informations, comments, comment, description", 5_000),
        _target("contact_first_name", N_("Prénom de l’interlocuteur"), Kind.LINE, "prenom, prenom contact, prenom du contact, first name, given name, contact first name", 80),
        _target("contact_last_name", N_("Nom de l’interlocuteur"), Kind.LINE, "nom contact, nom du contact, contact, interlocuteur, nom de famille, last name, surname, contact name, contact last name", 80),
        _target("contact_function", N_("Fonction de l’interlocuteur"), Kind.LINE, "fonction, poste, fonction contact, titre, job title, function, position, role title", 120),
        _target("contact_role", N_("Rôle de l’interlocuteur dans la décision"), Kind.ROLE, "role, role dans la decision, decision role"),
        _target("contact_phone", N_("Téléphone de l’interlocuteur"), Kind.PHONE, "portable, mobile, gsm, tel portable, ligne directe, tel direct, mobile phone, cell phone, direct line", 30),
        _target("contact_email", N_("E-mail de l’interlocuteur"), Kind.EMAIL, "e mail contact, email contact, mail contact, e mail direct, contact email", 200),
    )
}  # fmt: skip
NAME = "legal_name"


class NameNotMapped(Refused):
    """Without a name there is no record."""

    message = N_("Indiquez la colonne qui contient la raison sociale ou le nom.")


class MappedTwice(Refused):
    """Two columns cannot fill one field."""

    message = N_("Deux colonnes remplissent le même champ : « %(target)s ». Ignorez l’une des deux.")


def plain(title: str) -> str:
    """Return a column's title folded to words, to be looked up."""
    return " ".join(word for word in NOT_LETTERS.split(folded(title)) if word)


EXACT = {synonym: name for name, target in TARGETS.items() for synonym in (*target.synonyms, plain(target.label))}


def proposed(header: Sequence[str], saved: Mapping[str, Column] | None = None) -> tuple[Column, ...]:
    """Return what each column most likely holds: as saved for its title, by a synonym, or by one almost spelt so."""
    known = saved or {}
    chosen: list[Column] = [known.get(plain(title), Column()) for title in header]
    taken = {each.target for each in chosen if each.target}
    for least in (100.0, ALMOST):
        for place, title in enumerate(header):
            if not chosen[place].target and plain(title) not in known:
                name = _guess(plain(title), least)
                if name and name not in taken:
                    chosen[place] = Column(name)
                    taken.add(name)
    return tuple(chosen)


def _guess(title: str, least: float) -> str:
    """Return the field whose synonym is nearest to a title, or nothing."""
    if title in EXACT or not title or least >= 100:  # noqa: PLR2004  (a whole)
        return EXACT.get(title, "")
    score, name = max((ratio(title, synonym), name) for synonym, name in EXACT.items())
    return name if score >= least else ""


def checked(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return a mapping that makes sense, or raise `NameNotMapped` or `MappedTwice`."""
    targets = [each.target for each in columns if each.target]
    if NAME not in targets:
        raise NameNotMapped
    for name in targets:
        if targets.count(name) > 1:
            raise MappedTwice(target=TARGETS[name].label)
    return tuple(columns)
