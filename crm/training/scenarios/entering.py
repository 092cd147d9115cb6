"""A scenario's world before anything happened: who sells, the filing plan, the catalogue, the companies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import define_place
from crm.kernel.clock import opening_of
from crm.kernel.money import NO_RATE, Rate
from crm.prospecting.companies import models as file
from crm.prospecting.companies import use_cases as companies
from crm.selling.catalogue.use_cases import create_product, describe_seller
from crm.selling.lines import LineData
from crm.training.counterparts.models import Channel, Company, Kind, Source, Stage
from crm.training.firms.models import Place
from crm.training.scenarios.models import Line, Scenario
from crm.training.scenarios.stocking import earned_discounts, open_shelf, particulars_of
from crm.training.simulation.planning import assign_persona
from crm.training.simulation.reactions import working_day_from

DOCUMENT_WORDS = {each.value for each in DocumentType}
SOURCES = {
    Source.WEBSITE: file.Source.WEBSITE,
    Source.TRADE_FAIR: file.Source.TRADE_FAIR,
    Source.REFERRAL: file.Source.REFERRAL,
    Source.COLD_CALL: file.Source.CANVASSING,
    Source.WALK_IN: file.Source.CUSTOMER_FILE,
    Source.DIRECTORY: file.Source.DIRECTORY,
}


@dataclass
class Entered:
    """What the scenario's keys became in the workspace: ids, and each article as a line at its list price."""

    scenario: Scenario
    companies: dict[str, int] = field(default_factory=dict)
    goods: dict[str, LineData] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)

    def lines(self, lines: tuple[Line, ...], discount: Rate = NO_RATE) -> list[LineData]:
        """Return lines of the scenario as a document holds them."""
        return [self._line(line, discount) for line in lines if line.reference in self.goods]

    def _line(self, line: Line, discount: Rate) -> LineData:
        listed = self.goods[line.reference]
        return LineData(
            reference=listed.reference,
            wording=listed.wording,
            quantity=line.quantity,
            unit_price=line.price or listed.unit_price,
            vat_rate=listed.vat_rate,
            unit=listed.unit,
            discount=discount,
            product_id=listed.product_id,
        )


def procedures_of(scenario: Scenario) -> dict[str, Json]:
    """Return the company's procedures by the names that an exercise gives them."""
    setting = scenario.setting
    plain: dict[str, Json] = {name: each for name, each in vars(setting.procedures).items() if isinstance(each, int)}
    levels = {f"reminder_{level}_days": days for level, days in enumerate(setting.procedures.reminder_days, 1)}
    return plain | levels | {"quote_validity_days": setting.terms.quote_validity_days}


def enter_setting(work: Work, entered: Entered) -> None:
    """Say who sells, where documents are filed and what is sold, on the first day of the history."""
    setting = entered.scenario.setting
    with work.acting_as(work.actor, at=opening_of(setting.history_starts_on) - timedelta(hours=1)):
        _describe(work, entered.scenario)
        for place in setting.places:
            _define(work, place)
        families = {family.key: family.label for family in setting.families}
        for each in entered.scenario.products:
            product = create_product(
                work,
                reference=each.reference,
                name=each.name,
                family=families.get(each.family, each.family),
                unit=each.unit,
                cost=each.cost,
                unit_price=each.price,
                vat_rate=each.vat,
                **particulars_of(each),
            )
            open_shelf(work, product, each, entered.scenario)
            entered.goods[each.reference] = LineData(
                reference=each.reference,
                wording=each.name,
                quantity=each.usual.low * Rate.percent(100).value,
                unit_price=each.price,
                vat_rate=each.vat,
                unit=each.unit,
                product_id=product.id,
            )


def _describe(work: Work, scenario: Scenario) -> None:
    firm, terms = scenario.setting.firm, scenario.setting.terms
    describe_seller(
        work,
        name=firm.name,
        legal_form=firm.legal_form,
        capital=firm.capital,
        siren=firm.siren,
        siret=firm.siret,
        vat_number=firm.vat_number,
        trade_register=firm.registry,
        street=firm.street,
        postcode=firm.postcode,
        city=firm.town,
        phone=firm.phone,
        email=firm.email,
        iban=firm.iban,
        mediator=firm.mediator,
        pays_vat_on_debits=firm.vat_on_debits,
        late_rate=terms.late_fee_rate,
        terms_of_sale="\n\n".join(
            [*(f"{clause.title}\n{clause.text}" for clause in terms.clauses), earned_discounts(scenario)]
        ),
    )


def _define(work: Work, place: Place) -> None:
    """Add a place of the filing plan: `02 Devis` is the place 02."""
    code, _, title = place.label.partition(" ")
    types = [DocumentType(word) for word in place.documents if word in DOCUMENT_WORDS]
    define_place(work, code=code, title=title or place.label, types=types)


def days_of_entry(scenario: Scenario) -> Mapping[str, date]:
    """Return the day on which each company came into the file: buyers at first, the others over the year."""
    first, last = scenario.setting.history_starts_on, scenario.setting.starts_on
    buyers = {order.company for order in scenario.history} | {quote.company for quote in scenario.quotes}
    others = [each.key for each in scenario.companies if each.key not in buyers]
    step = (last - first).days / (len(others) + 1)
    days = {key: working_day_from(first + timedelta(days=int(step * rank))) for rank, key in enumerate(others, 1)}
    return {each.key: days.get(each.key, first) for each in scenario.companies}


def enter_company(work: Work, entered: Entered, each: Company) -> None:
    """Put a company into the file, with its people, limit and wishes, and settle who it really is."""
    persona = next(persona for persona in entered.scenario.personas if persona.key == each.persona)
    company = _create(work, each)
    entered.companies[each.key] = company.id
    assign_persona(work, company, persona=persona, stream=each.key, pays_by=each.pays_by.value)
    _add_people(work, company, each, entered.scenario)


def _create(work: Work, each: Company) -> file.Company:
    data = companies.CompanyData(
        legal_name=each.name,
        nature=file.Nature.BUSINESS if each.kind is Kind.COMPANY else file.Nature.INDIVIDUAL,
        siren=each.siren or "",
        siret=each.siret or "",
        vat_number=each.vat_number or "",
        sector=each.sector or "",
        staff_size=str(each.employees) if each.employees else "",
        street=each.street,
        postcode=each.postcode,
        city=each.town,
        phone=each.phone,
        email=each.email,
        language=each.language.value,
        source=SOURCES[each.source],
        legal_basis=file.LegalBasis(each.legal_basis.value),
    )
    return companies.create_company(work, data, stage=file.Stage(each.stage.value))


def _add_people(work: Work, company: file.Company, each: Company, scenario: Scenario) -> None:
    for contact in scenario.contacts:
        if contact.company == each.key:
            companies.add_contact(
                work,
                company,
                first_name=contact.first_name,
                last_name=contact.last_name,
                function=contact.function,
                role=file.ContactRole(contact.influence.value),
                email=contact.email,
                phone=contact.phone,
            )
    if company.payment_days != each.payment_days:
        changes = {"payment_days": [str(company.payment_days), str(each.payment_days)]}
        company.payment_days = each.payment_days
        work.record(Activity.COMPANY_UPDATED, company, changes={name: [*pair] for name, pair in changes.items()})
    if each.stage is Stage.CUSTOMER:
        companies.set_credit_limit(work, company, limit=each.credit_limit)
    if each.opt_outs:
        companies.record_opt_out(
            work,
            company,
            email=Channel.EMAIL in each.opt_outs,
            phone=Channel.PHONE in each.opt_outs,
            post=Channel.POST in each.opt_outs,
        )
