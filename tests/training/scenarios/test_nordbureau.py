"""The first scenario: fictitious, formally valid, and full of occasions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from stdnum import iban
from stdnum.fr import siren, siret, tva

from crm.desk.documents.models import DocumentType
from crm.kernel.clock import add_working_days, is_working_day
from crm.kernel.money import Rate, line_net, totals
from crm.training.counterparts.models import Company, Influence, Kind, LegalBasis, Stage
from crm.training.firms.models import Firm
from crm.training.scenarios.models import Message, MessageKind, PastOrder, Scenario, Trap

FICTION = re.compile(r"0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d")
WRITTEN_PHONE = re.compile(r"\b0\d(?: \d\d){4}\b")
WRITTEN_EMAIL = re.compile(r"[\w.-]+@[\w.-]+")
STRAIGHT = re.compile(r" [;!?»]|« |\w'\w")
HAUTS_DE_FRANCE = ("02", "59", "60", "62", "80")


def texts(value: object) -> Iterator[str]:
    """Yield every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def overdue(scenario: Scenario) -> list[tuple[int, PastOrder]]:
    """Return the unpaid invoices past their due date at the start, with their days of delay."""
    today = scenario.setting.starts_on
    unpaid = [order for order in scenario.history if order.due_on and order.paid_on is None]
    return [(delay, order) for order in unpaid if order.due_on and (delay := (today - order.due_on).days) > 0]


def messages(scenario: Scenario, kind: MessageKind) -> list[Message]:
    """Return the messages of a kind."""
    return [message for message in scenario.messages if message.kind is kind]


def test_it_is_as_large_as_promised(nordbureau: Scenario) -> None:
    kinds = Counter(company.kind for company in nordbureau.companies)
    assert kinds[Kind.COMPANY] >= 60
    assert kinds[Kind.INDIVIDUAL] >= 6
    assert len(nordbureau.companies) >= 70
    assert len(nordbureau.products) >= 60
    assert 8 <= len(nordbureau.personas) <= 10
    assert 280 <= len(nordbureau.history) <= 350
    assert len(nordbureau.messages) >= 30
    assert 8 <= len(nordbureau.setting.places) <= 12
    assert {service.key for service in nordbureau.setting.services} == {
        "management",
        "sales",
        "dispatch",
        "accounting",
        "purchasing",
    }


def test_every_paper_of_the_house_has_its_place_in_the_filing_plan(nordbureau: Scenario) -> None:
    filed = [each for place in nordbureau.setting.places for each in place.documents]
    assert len(filed) == len(set(filed))
    assert {each.value for each in DocumentType if each is not DocumentType.OTHER} <= set(filed)


def test_it_starts_on_the_monday_of_the_cast(nordbureau: Scenario) -> None:
    assert nordbureau.setting.starts_on.isoformat() == "2026-03-02"
    assert nordbureau.setting.starts_on - nordbureau.setting.history_starts_on == timedelta(days=364)


def test_every_identifier_is_valid(nordbureau: Scenario) -> None:
    firm = nordbureau.setting.firm
    assert iban.is_valid(firm.iban)
    identities: list[Firm | Company] = [firm]
    identities += [each for each in nordbureau.companies if each.kind is Kind.COMPANY]
    for each in identities:
        assert siren.is_valid(each.siren or ""), each.name
        assert siret.is_valid(each.siret or ""), each.name
        assert (each.siret or "").startswith(each.siren or "-"), each.name
        if each.vat_number is not None:
            assert tva.is_valid(each.vat_number), each.name
            assert each.vat_number == "FR" + siren.to_tva(each.siren or ""), each.name


def test_every_phone_and_address_is_fiction_even_inside_texts(nordbureau: Scenario) -> None:
    everything = list(texts(nordbureau))
    phones = [phone for text in everything for phone in WRITTEN_PHONE.findall(text)]
    emails = [email for text in everything for email in WRITTEN_EMAIL.findall(text)]
    assert len(phones) > 150
    assert len(emails) > 150
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []
    assert [email for email in emails if not email.endswith(".example")] == []


def test_no_name_is_used_twice(nordbureau: Scenario) -> None:
    people = [contact.name for contact in nordbureau.contacts]
    names = [company.name for company in nordbureau.companies] + people
    assert len({name.casefold() for name in names}) == len(names)


def test_the_cast_of_the_tests_does_not_live_here(nordbureau: Scenario) -> None:
    first_names = {contact.first_name for contact in nordbureau.contacts}
    assert not first_names & {"Lina", "Karim", "Noé"}
    assert all("Boulangerie Petit" not in text for text in texts(nordbureau))


def test_everybody_lives_in_the_north(nordbureau: Scenario) -> None:
    for company in nordbureau.companies:
        assert company.postcode.startswith(HAUTS_DE_FRANCE), company.name
        assert Decimal("48.8") < company.latitude < Decimal("51.1"), company.name
        assert Decimal("1.5") < company.longitude < Decimal("4.3"), company.name
    towns = {(company.town, company.postcode, company.latitude, company.longitude) for company in nordbureau.companies}
    assert len(towns) == len({company.town for company in nordbureau.companies}) >= 40


def test_stages_contacts_and_opt_outs_are_varied(nordbureau: Scenario) -> None:
    assert min(Counter(company.stage for company in nordbureau.companies).values()) >= 8
    assert set(LegalBasis) == {company.legal_basis for company in nordbureau.companies}
    assert sum(bool(company.opt_outs) for company in nordbureau.companies) >= 5
    assert {contact.influence for contact in nordbureau.contacts} == set(Influence)
    assert {persona.key for persona in nordbureau.personas} == {company.persona for company in nordbureau.companies}
    consumers = [each for each in nordbureau.companies if each.kind is Kind.INDIVIDUAL and each.stage is Stage.PROSPECT]
    assert all(each.legal_basis is LegalBasis.CONSENT for each in consumers)


def test_nobody_pays_later_than_the_law_allows(nordbureau: Scenario) -> None:
    assert max(company.payment_days for company in nordbureau.companies) <= 60
    assert {each.payment_days for each in nordbureau.companies if each.kind is Kind.INDIVIDUAL} == {0}


def test_catalogue_has_both_rates_and_every_family(nordbureau: Scenario) -> None:
    assert {product.vat for product in nordbureau.products} == {Rate.percent(20), Rate.percent("5.5")}
    sizes = Counter(product.family for product in nordbureau.products)
    assert set(sizes) == {family.key for family in nordbureau.setting.families}
    assert min(sizes.values()) >= 4


@pytest.mark.parametrize(("low", "high"), [(1, 30), (31, 60), (61, 90), (91, 400)])
def test_overdue_invoices_are_of_every_age(nordbureau: Scenario, low: int, high: int) -> None:
    found = [order for delay, order in overdue(nordbureau) if low <= delay <= high]
    assert len(found) >= 3
    assert len({order.gross for order in found}) == len(found)


def test_overdue_invoices_give_every_occasion(nordbureau: Scenario) -> None:
    late = [order for _, order in overdue(nordbureau)]
    assert len(late) >= 12
    assert {len(order.reminders) for order in late} == {0, 1, 2, 3}
    assert any(nordbureau.company_of[order.company].kind is Kind.INDIVIDUAL for order in late)
    paid_late = [
        order for order in nordbureau.history if order.paid_on and order.due_on and order.paid_on > order.due_on
    ]
    assert len(paid_late) >= 30


def test_some_are_over_their_limit_and_some_have_gone_silent(nordbureau: Scenario) -> None:
    over = [each.key for each in nordbureau.companies if nordbureau.outstanding(each.key) > each.credit_limit]
    assert len(over) >= 4
    latest = {order.company: order.ordered_on for order in nordbureau.history}
    half_a_year_ago = nordbureau.setting.starts_on - timedelta(days=183)
    assert sum(on < half_a_year_ago for on in latest.values()) >= 6
    assert {company.key for company in nordbureau.companies if company.stage is Stage.CUSTOMER} == set(latest)


def test_past_sums_are_those_of_the_invoice_rules(nordbureau: Scenario) -> None:
    for order in nordbureau.history:
        lines = [
            (line_net(line.quantity, product.price, order.discount), product.vat)
            for line in order.lines
            if (product := nordbureau.product_of[line.reference])
        ]
        assert totals(lines).gross == order.gross, order.key


def test_past_days_are_working_days_before_the_start(nordbureau: Scenario) -> None:
    for order in nordbureau.history:
        days = [order.quoted_on, order.ordered_on, order.delivered_on, order.invoiced_on, order.paid_on]
        told = [day for day in days if day]
        assert told == sorted(told), order.key
        assert all(is_working_day(day) and day < nordbureau.setting.starts_on for day in told), order.key


def test_the_year_has_its_seasons(nordbureau: Scenario) -> None:
    months = Counter(order.ordered_on.month for order in nordbureau.history)
    assert [month for month, _ in months.most_common(2)] == [9, 1]
    assert months.most_common()[-1][0] == 8


def test_every_trap_is_set_and_every_kind_of_message_comes(nordbureau: Scenario) -> None:
    assert {trap for message in nordbureau.messages for trap in message.traps} == set(Trap)
    assert {message.kind for message in nordbureau.messages} == set(MessageKind)
    orders = messages(nordbureau, MessageKind.PURCHASE_ORDER)
    assert sum(not message.traps for message in orders) >= 5
    assert len({message.company for message in nordbureau.messages}) >= 40


def test_one_plan_is_within_the_delegation_and_one_beyond(nordbureau: Scenario) -> None:
    limit = nordbureau.setting.procedures.plan_limit_days
    asked = [message.payment_days or 0 for message in messages(nordbureau, MessageKind.PAYMENT_PLAN_REQUEST)]
    assert min(asked) <= limit < max(asked)


def test_quotes_are_still_valid_when_their_order_comes_save_one(nordbureau: Scenario) -> None:
    answered = [message for message in nordbureau.messages if message.quote]
    assert {message.quote for message in answered} == {quote.key for quote in nordbureau.quotes}
    expired = [
        message.key
        for message in answered
        if add_working_days(nordbureau.setting.starts_on, message.working_day)
        > nordbureau.quote_of[message.quote or ""].valid_until
    ]
    assert expired == [message.key for message in answered if Trap.EXPIRED_QUOTE in message.traps]
    assert len(expired) == 1


def test_messages_are_spread_over_eight_weeks(nordbureau: Scenario) -> None:
    weeks = Counter(message.working_day // 5 for message in nordbureau.messages)
    assert sorted(weeks) == list(range(8))
    assert min(weeks.values()) >= 4


def test_people_sign_and_name_what_they_order(nordbureau: Scenario) -> None:
    contacts = {contact.key: contact.name for contact in nordbureau.contacts}
    for message in nordbureau.messages:
        signature = contacts.get(message.contact or "", nordbureau.company_of[message.company].name)
        assert signature in message.body, message.key
        named = set(re.findall(r"\b[A-Z]{3}-\d{3}\b", message.body))
        assert named <= {line.reference for line in message.lines}, message.key
        for line in message.lines:
            if line.price is not None and message.kind is MessageKind.PURCHASE_ORDER:
                assert str(line.price.euros).replace(".00", "").replace(".", ",") in message.body, message.key


def test_french_texts_are_set_as_french(nordbureau: Scenario) -> None:
    english = {company.key for company in nordbureau.companies if company.language.value == "en"}
    french = [message for message in nordbureau.messages if message.company not in english]
    assert len(french) < len(nordbureau.messages)
    shown = [*texts(nordbureau.setting), *texts(nordbureau.products), *texts(nordbureau.personas)]
    shown += [text for message in french for text in (message.subject, message.body)]
    assert [text for text in shown if STRAIGHT.search(text)] == []


def test_personas_answer_stronger_reminders_better(nordbureau: Scenario) -> None:
    for persona in nordbureau.personas:
        assert persona.reminders[0].pays <= persona.reminders[1].pays <= persona.reminders[2].pays, persona.key
        assert persona.payment.late_days.low > persona.payment.on_time_days.high, persona.key
        assert persona.order.lines.low >= 1, persona.key
    assert any(persona.payment.only_when_formally_chased > Rate.percent(30) for persona in nordbureau.personas)
