"""A scenario read from its directory and checked as a whole: nothing in it contradicts the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from crm.kernel.clock import add_working_days, is_working_day
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE
from crm.training.counterparts.models import WHOLE, Company, Contact, Kind, Persona
from crm.training.counterparts.rules import CHECKS
from crm.training.files import Entry, Sheet, V, read_rows, read_table
from crm.training.scenarios.incidents import check_incident
from crm.training.scenarios.models import (
    Line,
    Message,
    MessageKind,
    OpenQuote,
    PastOrder,
    PersonaTable,
    Post,
    Product,
    Scenario,
    Setting,
    Trap,
)
from crm.training.scenarios.stocking import check_pricing, read_pricing
from crm.training.scenarios.supplying import read_supply
from crm.training.scenarios.watching import read_market

NEEDS: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.QUOTE_REQUEST: ("lines",),
    MessageKind.PURCHASE_ORDER: ("lines",),
    MessageKind.DETAILS_ANNOUNCED: ("changes",),
    MessageKind.PAYMENT_PLAN_REQUEST: ("order", "instalments", "payment_days"),
    MessageKind.OPT_OUT: ("opt_outs",),
    MessageKind.QUESTION: (),
    MessageKind.PAYMENT_RETURNED: ("order", "reason"),
    MessageKind.GOODS_RETURNED: ("order", "lines"),
}


@dataclass(frozen=True)
class _Pages:
    """The files of a scenario, each entry with its line."""

    setting: Sheet[Setting]
    companies: tuple[Entry[Company], ...]
    contacts: tuple[Entry[Contact], ...]
    products: tuple[Entry[Product], ...]
    personas: tuple[Entry[Persona], ...]
    quotes: tuple[Entry[OpenQuote], ...]
    history: tuple[Entry[PastOrder], ...]
    messages: tuple[Entry[Message], ...]


def read_scenario(directory: Path) -> Scenario:
    """Read and check the files of a scenario.

    Raises `MissingFile`, or `BadEntry` which names file, line and reason.
    """
    personas = read_table(directory / "personas.toml", PersonaTable, CHECKS)
    post = read_table(directory / "incoming.toml", Post, CHECKS)
    pages = _Pages(
        setting=read_table(directory / "scenario.toml", Setting, CHECKS),
        companies=read_rows(directory / "companies.csv", Company, CHECKS),
        contacts=read_rows(directory / "contacts.csv", Contact, CHECKS),
        products=read_rows(directory / "catalogue.csv", Product, CHECKS),
        personas=_listed(personas, "personas", personas.value.personas),
        quotes=read_rows(directory / "quotes.csv", OpenQuote, CHECKS),
        history=read_rows(directory / "history.csv", PastOrder, CHECKS),
        messages=_listed(post, "messages", post.value.messages),
    )
    scenario = Scenario(
        setting=pages.setting.value,
        companies=_values(pages.companies),
        contacts=_values(pages.contacts),
        products=_values(pages.products),
        personas=_values(pages.personas),
        quotes=_values(pages.quotes),
        history=_values(pages.history),
        messages=_values(pages.messages),
        pricing=read_pricing(directory),
        supply=read_supply(directory, {entry.value.reference for entry in pages.products}),
        market=read_market(directory, pages.setting.value, _values(pages.contacts)),
    )
    _check_setting(pages.setting)
    _check_uniqueness(pages)
    _check_names(pages, scenario)
    _check_past(pages, scenario)
    _check_post(pages, scenario)
    check_pricing(scenario)
    return scenario


def traps_of(message: Message, scenario: Scenario) -> tuple[Trap, ...]:
    """Return what a purchase order hides, against its quote, the price list and the account at the start."""
    company = scenario.company_of[message.company]
    quote = scenario.quote_of[message.quote] if message.quote else None
    listed = scenario.totals(message.lines)
    agreed = quote.discount if quote else scenario.setting.terms.earned(listed.net)
    gross = scenario.totals(message.lines, message.discount or agreed).gross
    found = {
        Trap.PRICE: any(_is_mispriced(line, scenario) for line in message.lines),
        Trap.QUANTITY: quote is not None and _is_requantified(message.lines, quote),
        Trap.REFERENCE: any(_is_stranger(line, quote, scenario) for line in message.lines),
        Trap.DISCOUNT: message.discount not in {None, agreed},
        Trap.ADDRESS: message.deliver_to is not None,
        Trap.PAYMENT_TERMS: message.payment_days not in {None, company.payment_days},
        Trap.OVER_LIMIT: scenario.outstanding(company.key) + gross > company.credit_limit,
        Trap.LARGE_ORDER: gross.cents >= scenario.setting.procedures.large_order_cents,
        Trap.NEW_CUSTOMER: all(order.company != company.key for order in scenario.history),
        Trap.EXPIRED_QUOTE: quote is not None and _arrival(message, scenario) > quote.valid_until,
    }
    return tuple(trap for trap, caught in found.items() if caught)


def _arrival(message: Message, scenario: Scenario) -> date:
    return add_working_days(scenario.setting.starts_on, message.working_day)


def _is_mispriced(line: Line, scenario: Scenario) -> bool:
    product = scenario.product_of.get(line.reference)
    return product is not None and line.price not in {None, product.price}


def _is_requantified(lines: Iterable[Line], quote: OpenQuote) -> bool:
    ordered = {line.reference: line.quantity for line in lines}
    agreed = {line.reference: line.quantity for line in quote.lines}
    changed = any(agreed.get(reference, quantity) != quantity for reference, quantity in ordered.items())
    return changed or len(ordered) < len(agreed)


def _is_stranger(line: Line, quote: OpenQuote | None, scenario: Scenario) -> bool:
    agreed = {each.reference for each in quote.lines} if quote else set(scenario.product_of)
    return line.reference not in agreed


def _listed(sheet: Sheet[object], name: str, values: tuple[V, ...]) -> tuple[Entry[V], ...]:
    return tuple(sheet.entry(f"{name}[{index}]", value) for index, value in enumerate(values))


def _values(entries: Iterable[Entry[V]]) -> tuple[V, ...]:
    return tuple(entry.value for entry in entries)


def _check_setting(sheet: Sheet[Setting]) -> None:
    setting = sheet.value
    if not (is_working_day(setting.starts_on) and setting.history_starts_on < setting.starts_on):
        raise sheet.entry("starts_on", setting).refusal(
            N_("l’exercice commence un jour travaillé, après le début de l’historique")
        )
    families = {family.key for family in setting.families}
    for index, step in enumerate(setting.terms.discounts):
        if step.family not in families | {None} or not NO_RATE < step.discount < WHOLE:
            raise sheet.entry(f"terms.discounts[{index}]", step).refusal(
                N_("une remise vise une famille connue ou toute la commande, entre 0 et 100 %")
            )
    for index, place in enumerate(setting.places):
        earlier = {kind for each in setting.places[:index] for kind in each.documents}
        if twice := earlier & set(place.documents):
            raise sheet.entry(f"places[{index}]", place).refusal(
                N_("« %(value)s » se classe déjà ailleurs"), value=min(twice)
            )


def _check_uniqueness(pages: _Pages) -> None:
    _unique(pages.companies, "key", "name", "siren", "siret", "vat_number", "email", "phone")
    _unique(pages.contacts, "key", "name", "email", "phone")
    _unique(pages.products, "reference", "name")
    _unique(pages.personas, "key", "label")
    _unique(pages.quotes, "key")
    _unique(pages.history, "key")
    _unique(pages.messages, "key", "subject", "body")
    for name in ("families", "services", "places"):
        _unique(_listed(pages.setting, name, getattr(pages.setting.value, name)), "key", "label")


def _unique(entries: Iterable[Entry[object]], *names: str) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        for name in names:
            value = getattr(entry.value, name)
            if value is None:
                continue
            if (mark := (name, str(value).casefold())) in seen:
                raise entry.refusal(N_("« %(value)s » figure deux fois (%(name)s)"), value=value, name=name)
            seen.add(mark)


def _known(entry: Entry[object], value: str | None, admitted: Iterable[str]) -> None:
    if value is not None and value not in admitted:
        raise entry.refusal(N_("« %(value)s » ne désigne rien de connu"), value=value)


def _check_names(pages: _Pages, scenario: Scenario) -> None:
    families = {family.key for family in scenario.setting.families}
    personas = {persona.key for persona in scenario.personas}
    for company in pages.companies:
        _known(company, company.value.persona, personas)
    for contact in pages.contacts:
        _known(
            contact,
            contact.value.company,
            [key for key, each in scenario.company_of.items() if each.kind is Kind.COMPANY],
        )
    for product in pages.products:
        _known(product, product.value.family, families)
    for persona in pages.personas:
        for taste in persona.value.order.families:
            _known(persona, taste.family, families)


def _check_past(pages: _Pages, scenario: Scenario) -> None:
    setting = scenario.setting
    for quote in pages.quotes:
        _check_goods(quote, scenario)
        if quote.value.valid_until != quote.value.sent_on + timedelta(days=setting.terms.quote_validity_days):
            raise quote.refusal(N_("la validité n’est pas celle des conditions de vente"))
        _check_days(quote, [quote.value.sent_on], setting)
    latest = setting.history_starts_on
    for entry in pages.history:
        order = entry.value
        _check_goods(entry, scenario)
        days = [order.quoted_on, order.ordered_on, order.delivered_on, order.invoiced_on, order.paid_on]
        _check_days(entry, [*days, *(each.on for each in order.reminders)], setting)
        if order.ordered_on < latest:
            raise entry.refusal(N_("les commandes ne sont pas dans l’ordre des dates"))
        latest = order.ordered_on
        delay = timedelta(days=scenario.company_of[order.company].payment_days)
        if order.invoiced_on and order.due_on != order.invoiced_on + delay:
            raise entry.refusal(N_("l’échéance n’est pas celle du client"))


def _check_goods(entry: Entry[OpenQuote] | Entry[PastOrder], scenario: Scenario) -> None:
    _known(entry, entry.value.company, scenario.company_of)
    for line in entry.value.lines:
        _known(entry, line.reference, scenario.product_of)
    gross = scenario.totals(entry.value.lines, entry.value.discount).gross
    if not NO_RATE <= entry.value.discount < WHOLE:
        raise entry.refusal(N_("la remise n’est pas entre 0 et 100 %"))
    if not entry.value.lines or gross != entry.value.gross:
        raise entry.refusal(N_("le total TTC devrait être %(gross)s"), gross=gross.euros)


def _check_days(entry: Entry[object], days: Iterable[date | None], setting: Setting) -> None:
    for day in days:
        if day and not setting.history_starts_on <= day < setting.starts_on:
            raise entry.refusal(N_("le %(day)s est hors de l’historique"), day=day.isoformat())


def _check_post(pages: _Pages, scenario: Scenario) -> None:
    contacts = {contact.key: contact.company for contact in scenario.contacts}
    orders = {order.key: order.company for order in scenario.history}
    quotes = {quote.key: quote.company for quote in scenario.quotes}
    latest = (0, time.min)
    for entry in pages.messages:
        message = entry.value
        _known(entry, message.company, scenario.company_of)
        for named, owners in ((message.contact, contacts), (message.order, orders), (message.quote, quotes)):
            _known(entry, named, [key for key, owner in owners.items() if owner == message.company])
        for need in NEEDS[message.kind]:
            if not getattr(message, need):
                raise entry.refusal(N_("%(name)s : valeur manquante"), name=need)
        if (message.working_day, message.at) < latest:
            raise entry.refusal(N_("les messages ne sont pas dans l’ordre des dates"))
        latest = (message.working_day, message.at)
        _check_traps(entry, scenario)
        check_incident(entry, scenario)


def _check_traps(entry: Entry[Message], scenario: Scenario) -> None:
    message = entry.value
    orders = message.kind is MessageKind.PURCHASE_ORDER
    found = traps_of(message, scenario) if orders else ()
    if set(found) != set(message.traps):
        expected = ", ".join(trap.value for trap in found)
        raise entry.refusal(N_("les pièges de cette commande sont : %(expected)s"), expected=expected or "—")
    if not orders:
        for line in message.lines:
            _known(entry, line.reference, scenario.product_of)
