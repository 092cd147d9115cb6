"""The cast on paper: one view of each kind, to be varied with `dataclasses.replace`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from crm.kernel.actor import Assistance
from crm.kernel.money import Money, Rate
from crm.papers.evidence import CriterionFinding, Dossier, Exhibit, LogLine, Opinion, Verdict
from crm.papers.views import Address, CommercialPaper, OverdueItem, PaperKind, PaperLine, Party, ReminderLetter

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 2)

SELLER = Party(
    name="Papeterie des Dunes",
    legal_form="SARL",
    capital=Money.of(20000),
    siren="100000009",
    siret="10000000900019",
    vat_number="FR88100000009",
    rcs="Dunkerque",
    iban="FR7630001007941234567890185",
    bic="BDFEFRPPCCT",
    email="ventes@dunes.example",
    phone="03 00 00 00 00",
    mediator="Médiateur du commerce, 1 rue des Arbitres, 75000 Paris",
    address=Address(street="12 quai des Marées", postcode="59140", city="Dunkerque"),
)
BAKERY = Party(
    name="Boulangerie Petit",
    contact="Mme Petit",
    siren="200000008",
    vat_number="FR37200000008",
    address=Address(street="3 rue du Four", postcode="59000", city="Lille"),
)
CONSUMER = Party(
    name="Odile Martin",
    is_professional=False,
    address=Address(street="8 allée des Saules", postcode="59800", city="Lille"),
)
LINES = (
    PaperLine(
        reference="CHA-014",
        label="Chaise de bureau « Dune »",
        detail="Tissu gris, accoudoirs réglables",
        quantity=Decimal(4),
        unit_price=Money.of("129.90"),
        discount=Rate.percent(5),
        vat_rate=Rate.percent(20),
        quantity_ordered=Decimal(6),
    ),
    PaperLine(
        reference="LIV-002",
        label="Guide du classement",
        quantity=Decimal(3),
        unit_price=Money.of("18.50"),
        vat_rate=Rate.percent("5.5"),
        quantity_ordered=Decimal(3),
    ),
    PaperLine(
        reference="MON-001",
        label="Montage sur place",
        quantity=Decimal("1.5"),
        unit="h",
        unit_price=Money.of(42),
        vat_rate=Rate.percent(10),
        quantity_ordered=Decimal("1.5"),
    ),
)
INVOICE = CommercialPaper(
    kind=PaperKind.INVOICE,
    number="FA-2026-0042",
    issued_on=MONDAY,
    due_on=date(2026, 4, 1),
    delivered_on=date(2026, 2, 27),
    seller=SELLER,
    customer=BAKERY,
    lines=LINES,
    payment_terms="30 jours date de facture, par virement",
    order_number="CO-2026-0031",
    delivery_note_number="BL-2026-0029",
    customer_reference="BC 7781",
    followed_by="Lina",
)
QUOTE = CommercialPaper(
    kind=PaperKind.QUOTE,
    number="DEV-2026-0007",
    issued_on=MONDAY,
    valid_until=date(2026, 4, 1),
    seller=SELLER,
    customer=BAKERY,
    lines=LINES,
    payment_terms="30 jours date de facture, par virement",
    delivery_terms="franco de port, sous 10 jours ouvrés",
    followed_by="Lina",
    note="Merci de nous préciser l'étage de livraison : le montage en dépend.",
)
CONFIRMATION = CommercialPaper(
    kind=PaperKind.ORDER_CONFIRMATION,
    number="CO-2026-0031",
    issued_on=MONDAY,
    promised_on=date(2026, 3, 13),
    quote_number="DEV-2026-0007",
    customer_reference="BC 7781",
    seller=SELLER,
    customer=BAKERY,
    lines=LINES,
    payment_terms="30 jours date de facture, par virement",
    delivery_address=Address(name="Fournil Petit", street="ZA du Moulin\nBâtiment B", postcode="59160", city="Lomme"),
    followed_by="Lina",
)
DELIVERY_NOTE = CommercialPaper(
    kind=PaperKind.DELIVERY_NOTE,
    number="BL-2026-0029",
    issued_on=MONDAY,
    delivered_on=MONDAY,
    order_number="CO-2026-0031",
    customer_reference="BC 7781",
    seller=SELLER,
    customer=BAKERY,
    lines=LINES,
)
PAPERS = (QUOTE, CONFIRMATION, DELIVERY_NOTE, INVOICE)

REMINDER = ReminderLetter(
    level=1,
    written_on=date(2026, 4, 9),
    pay_by=date(2026, 4, 17),
    seller=SELLER,
    customer=BAKERY,
    reference="FA-2026-0042",
    items=(
        OverdueItem(
            number="FA-2026-0042",
            issued_on=MONDAY,
            due_on=date(2026, 4, 1),
            amount_due=Money.of("720.17"),
            days_late=8,
        ),
    ),
    signed_by="Lina",
    signed_as="Assistante commerciale",
)
FORMAL_NOTICE = ReminderLetter(
    level=3,
    written_on=date(2026, 5, 4),
    pay_by=date(2026, 5, 12),
    seller=SELLER,
    customer=BAKERY,
    reference="FA-2026-0042",
    items=REMINDER.items,
    signed_by="Lina",
    signed_as="Assistante commerciale",
    late_fees=Money.of("7.91"),
    recovery_fee=Money.of(40),
    late_rate=Rate.percent("12.15"),
    earlier_on=(date(2026, 4, 9), date(2026, 4, 16)),
)


def an_exhibit(number: int, verdict: Verdict) -> Exhibit:
    """Return one occasion, a day later for each number."""
    return Exhibit(
        number=f"P-{number:03}",
        verdict=verdict,
        happened_at=NOW + timedelta(days=number, hours=number % 7),
        recorded_at=NOW + timedelta(hours=number),
        who="Lina",
        assistance=list(Assistance)[number % 5],
        what="Commande enregistrée",
        about=(f"CO-2026-{number:04}", "Boulangerie Petit"),
        figures=(("Encours vu", "1 240,00 €"), ("Plafond", "2 000,00 €")),
        reason="Encours vérifié 2 h avant la commande." if verdict is Verdict.SATISFIED else "",
    )


def a_finding(index: int, *, satisfied: int = 4, violated: int = 2, pending: int = 1) -> CriterionFinding:
    """Return a criterion with as many exhibits of each verdict as told."""
    verdicts = [Verdict.SATISFIED] * satisfied + [Verdict.VIOLATED] * violated + [Verdict.PENDING] * pending
    return CriterionFinding(
        code=f"CP4.{index}",
        title="L'encours est vérifié avant chaque commande",
        paraphrase="La personne contrôle ce que le client doit déjà avant d'accepter une nouvelle commande.",
        rule="Pour un même client, l'encours est vérifié avant chaque commande, depuis moins de 24 heures.",
        rule_version="3",
        verdict=Verdict.VIOLATED if violated else Verdict.SATISFIED,
        satisfied=satisfied,
        violated=violated,
        pending=pending,
        customers=3,
        days=5,
        last_satisfied_on=MONDAY,
        parameters=(("Délai de validité du contrôle", "24 h"), ("Plafond d'encours par défaut", "2 000,00 €")),
        exhibits=tuple(an_exhibit(number, verdict) for number, verdict in enumerate(verdicts, start=1)),
        opinions=(Opinion(trainer="Mme Roy", given_on=MONDAY, text="Contrôle devenu régulier après la 2e semaine."),),
        human_only="La justesse du ton employé avec le client.",
    )


def a_dossier(*, criteria: int = 3, exhibits: int = 4, log: int = 12) -> Dossier:
    """Return a dossier of the size told."""
    return Dossier(
        learner_name="Lina",
        learner_code="L-0417",
        cohort="Assistants commerciaux, printemps 2026",
        centre="Centre de formation du Littoral",
        framework="TP-AC-2020",
        framework_version="1.2",
        competency_code="CP4",
        competency_title="Assurer le suivi des encours et relancer les impayés",
        mode="situation d'évaluation, aides coupées",
        workspace="Papeterie des Dunes (n° 1)",
        scenario="office_supplies, version 2",
        seed="20260302",
        software_version="0.1.0",
        chain="5f2c9a1e-0c52-4a53-9d0c-6b1f0d5d7c11",
        last_position=412,
        last_seal="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        criteria=tuple(a_finding(index, satisfied=exhibits) for index in range(1, criteria + 1)),
        opinions=(Opinion(trainer="Mme Roy", given_on=MONDAY, text="Progresse nettement ; reste à anticiper."),),
        log=tuple(
            LogLine(
                position=position,
                happened_at=NOW + timedelta(days=position),
                recorded_at=NOW + timedelta(minutes=position),
                who="Lina",
                assistance=Assistance.ALONE,
                what="Encours vérifié",
                about="Boulangerie Petit",
                seal="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            )
            for position in range(1, log + 1)
        ),
        files=(("records.json", "Les enregistrements de la chaîne, un par ligne"),),
    )
