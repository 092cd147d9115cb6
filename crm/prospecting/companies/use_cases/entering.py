"""Records of the prospect file: looked for, created, changed, placed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.places.gazetteer import position_of
from crm.places.positions import Position
from crm.prospecting.companies import queries, rules
from crm.prospecting.companies.models import Company, LegalBasis, Nature, Source, Stage
from crm.prospecting.companies.queries import LookAlike
from crm.prospecting.likeness import Card
from crm.store.base import db

ADDRESS = {"street", "postcode", "city", "country"}


class WrongSiren(Refused):
    """A SIREN has nine digits of which the last is a check digit."""

    message = N_("Ce numéro SIREN n’est pas valide : neuf chiffres, le dernier est une clé de contrôle.")
    field = "siren"


class WrongSiret(Refused):
    """A SIRET is a SIREN and five digits."""

    message = N_("Ce numéro SIRET n’est pas valide : il compte quatorze chiffres et commence par le SIREN.")
    field = "siret"


class WrongVatNumber(Refused):
    """A VAT number has a country code and a key."""

    message = N_("Ce numéro de TVA n’est pas valide, ou ne correspond pas au SIREN.")
    field = "vat_number"


class NameMissing(Refused):
    """A record without a name is nobody's."""

    message = N_("Indiquez la raison sociale ou le nom.")
    field = "legal_name"


class LooksAlike(Refused):
    """Somebody who looks the same is in the file: whoever creates the record should have seen it."""

    message = N_("Une fiche ressemblante existe déjà : « %(name)s ». Ouvrez-la, ou confirmez qu’il s’agit d’une autre.")
    field = "despite_likeness"


@dataclass(frozen=True)
class CompanyData:
    """What a prospect record says, as typed."""

    legal_name: str
    nature: Nature = Nature.BUSINESS
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    sector: str = ""
    staff_size: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    phone: str = ""
    email: str = ""
    language: str = "fr"
    source: Source = Source.CANVASSING
    legal_basis: LegalBasis = LegalBasis.LEGITIMATE_INTEREST
    notes: str = ""

    @property
    def card(self) -> Card:
        """What is compared with the other records."""
        return Card(
            name=self.legal_name or "",
            siren=self.siren or (self.siret or "")[:9],
            phone=self.phone or "",
            email=self.email or "",
            street=self.street or "",
            postcode=self.postcode or "",
            city=self.city or "",
        )

    def values(self) -> dict[str, object]:
        """Return the fields by name, empty texts for what was left out."""
        return {each.name: "" if (value := getattr(self, each.name)) is None else value for each in fields(self)}


def create_company(
    work: Work,
    data: CompanyData,
    *,
    stage: Stage = Stage.SUSPECT,
    alike: Sequence[int] | None = None,
    position: Position | None = None,
) -> Company:
    """Create a record in the prospect file; identifiers are checked, likeness is not forbidden.

    `alike` are the records that an import found to look like it; for one that is typed in they are looked up.
    `position` is where its address was found, None for the middle of its commune.
    """
    company = Company(**_checked(data), stage=stage, created_on=work.today)  # type: ignore[arg-type]
    _locate(company, position)
    found = alike
    if found is None:
        found = queries.look_alike_ids(legal_name=company.legal_name, siren=company.siren, email=company.email)
    work.add(company)
    work.record(
        Activity.COMPANY_CREATED,
        company,
        stage=stage.value,
        nature=company.nature.value,
        source=company.source.value,
        look_alikes=[*found],
        imported=alike is not None,
    )
    return company


def update_company(
    work: Work,
    company: Company,
    data: CompanyData,
    *,
    version: int | None = None,
    position: Position | None = None,
) -> Company:
    """Change a record; what changed is recorded, old value and new. `position` is where a new address was found."""
    wanted = _checked(data)
    work.expect(company, version, wanted)
    changes = _apply(company, wanted)
    if ADDRESS & changes.keys():
        _locate(company, position)
    if changes:
        work.record(Activity.COMPANY_UPDATED, company, changes=changes)
    return company


def moves(company: Company, data: CompanyData) -> bool:
    """Tell whether what was typed changes a record's address."""
    values = data.values()
    return any(getattr(company, name) != values[name] for name in ADDRESS)


def create_after_checking(
    work: Work, data: CompanyData, *, despite_likeness: bool = False, position: Position | None = None
) -> Company:
    """Create a record that looks like no other, or one of which somebody says that it is another company."""
    alike = queries.similar(data.card)
    if alike and not despite_likeness:
        raise LooksAlike(name=alike[0].legal_name)
    return create_company(work, data, position=position)


def check_duplicates(work: Work, company: Company) -> list[LookAlike]:
    """Look for records that may be the same company: an act, with what was compared and found."""
    card = queries.card_of(company)
    alike = queries.similar(card)
    work.record(Activity.DUPLICATES_CHECKED, company, **findings(card, alike))
    return alike


def check_before_creating(work: Work, data: CompanyData) -> list[LookAlike]:
    """Look for records that may be the company about to be entered: an act, too, though there is no record yet."""
    alike = queries.similar(data.card)
    work.record(Activity.DUPLICATES_CHECKED, **findings(data.card, alike))
    return alike


def findings(card: Card, alike: list[LookAlike]) -> dict[str, Json]:
    """Return what a check of duplicates compared and what it found, as its record says it."""
    compared: dict[str, Json] = {name: value for name, value in card._asdict().items() if value and name != "id"}
    reasons: dict[str, Json] = {str(each.id): [why.value for why in each.likeness.reasons] for each in alike}
    scores: dict[str, Json] = {str(each.id): each.likeness.score for each in alike}
    return {"compared": compared, "found": [each.id for each in alike], "reasons": reasons, "scores": scores}


def remove_company(work: Work, company: Company) -> None:
    """Take a record out of the prospect file again; its records stay, and nothing may name it any more."""
    work.record(Activity.COMPANY_REMOVED, company, stage=company.stage.value)
    db.session.delete(company)


def set_credit_limit(work: Work, company: Company, *, limit: Money | None) -> Company:
    """Fix how much a company may owe."""
    before = company.credit_limit
    company.credit_limit = limit
    work.record(
        Activity.CREDIT_LIMIT_SET,
        company,
        before_cents=before.cents if before else None,
        limit_cents=limit.cents if limit is not None else None,
    )
    return company


def make_customer(company: Company) -> None:
    """Move a company to the stage of a customer; the order that does it is the record."""
    company.stage = Stage.CUSTOMER


def make_prospect(company: Company) -> None:
    """Move a suspect to the stage of a prospect; the qualification that does it is the record."""
    if company.stage is Stage.SUSPECT:
        company.stage = Stage.PROSPECT


def _checked(data: CompanyData) -> dict[str, object]:
    """Return the values to store: identifiers in their compact form, or a refusal at their field."""
    values = data.values()
    if not str(values["legal_name"]).strip():
        raise NameMissing
    siren = _identifier(data.siren, rules.clean_siren, WrongSiren)
    siret = _identifier(data.siret, rules.clean_siret, WrongSiret)
    vat_number = _identifier(data.vat_number, rules.clean_vat_number, WrongVatNumber)
    siren = siren or siret[:9]
    if not rules.belongs_together(siren, siret):
        raise WrongSiret
    if not rules.vat_matches(siren, vat_number):
        raise WrongVatNumber
    return values | {"siren": siren, "siret": siret, "vat_number": vat_number}


def _identifier(text: str | None, clean: object, refusal: type[Refused]) -> str:
    """Return an identifier's compact form, nothing for nothing, or the refusal."""
    if not text or not text.strip():
        return ""
    try:
        return str(clean(text))  # type: ignore[operator]
    except rules.NotAnIdentifier as fault:
        raise refusal from fault


def _apply(company: Company, wanted: dict[str, object]) -> dict[str, Json]:
    """Set what differs and return it as {field: [old, new]}."""
    changes: dict[str, Json] = {}
    for name, value in wanted.items():
        before = getattr(company, name)
        if before != value:
            setattr(company, name, value)
            changes[name] = [_plain(before), _plain(value)]
    return changes


def _locate(company: Company, position: Position | None) -> None:
    """Put a company where somebody found its address, else where its town is: an unknown town has no place."""
    known = position or position_of(postcode=company.postcode, city=company.city, country=company.country)
    company.stand_at(known)


def _plain(value: object) -> Json:
    """Return a value as a record can hold it."""
    return value.value if isinstance(value, Enum) else str(value)
