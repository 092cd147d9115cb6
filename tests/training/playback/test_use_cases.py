"""Scripts: checked as a whole, played through the use cases, stopped with file, step and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.billing.invoices.models import Invoice, InvoiceState
from crm.selling.quotes.models import Quote, QuoteState
from crm.store.base import db
from crm.training.playback.queries import actions
from crm.training.playback.rules import BadScript, read_script
from crm.training.playback.use_cases import Played, play_script
from tests.builders import Stage

SALE = """
title = "De la fiche au règlement"
[[step]]
do = "catalogue.create_product"
actor = "house"
with = { reference = "PAP", name = "Papier A4", family = "Papier", unit = "ramette", cost = "2.90", unit_price = "4,50", vat_rate = "20" }
[[step]]
at = 2026-03-03
do = "companies.create_company"
as = "garage"
with = { data = { legal_name = "Garage Tilleul", siren = "200000008" }, stage = "prospect" }
[[step]]
do = "quotes.draft_quote"
as = "quote"
with = { company = "$garage" }
[[step]]
do = "quotes.send_quote"
with = { quote = "$quote", channel = "email" }
refused = "EmptyQuote"
[[step]]
do = "quotes.set_lines"
with = { quote = "$quote", lines = [{ reference = "PAP", quantity = 20, discount = "3" }] }
[[step]]
do = "quotes.send_quote"
with = { quote = "$quote", channel = "email" }
[[step]]
do = "dunning.check_outstanding_balance"
with = { company = "company:Garage Tilleul", decision = "accept" }
[[step]]
do = "quotes.accept_quote"
actor = "customer:Garage Tilleul"
with = { quote = "$quote" }
[[step]]
do = "orders.order_from_quote"
as = "order"
with = { quote = "$quote" }
[[step]]
do = "orders.confirm_order"
with = { order = "$order", promised_on = 2026-03-10 }
[[step]]
do = "deliveries.ship_order"
as = "note"
with = { order = "$order" }
[[step]]
do = "deliveries.confirm_delivery"
actor = "house"
with = { note = "$note" }
[[step]]
do = "invoices.draft_invoice"
as = "invoice"
with = { order = "$order" }
[[step]]
do = "invoices.issue_invoice"
with = { invoice = "$invoice" }
[[step]]
at = "2026-03-05"
do = "payments.enter_payment"
actor = "karim"
with = { invoice = "$invoice", amount = "104.76", method = "transfer", received_on = 2026-03-05 }
"""


def play(stage: Stage, tmp_path: Path, text: str) -> Played:
    path = tmp_path / "script.toml"
    path.write_text(text, "utf-8")
    return play_script(stage.house, stage.workspace, read_script(path))


class TestPlay:
    def test_a_sale_is_played_to_its_payment(self, stage: Stage, tmp_path: Path) -> None:
        played = play(stage, tmp_path, SALE)
        assert (played.acts, played.refusals) == (14, 1)
        quote = db.session.scalars(db.select(Quote)).one()
        invoice = db.session.scalars(db.select(Invoice)).one()
        assert quote.state is QuoteState.ACCEPTED
        assert invoice.state is InvoiceState.PAID
        assert stage.last("payment.recorded")["actor"]["name"] == "Karim"
        assert stage.last("quote.sent")["actor"]["name"] == "Lina"

    @pytest.mark.parametrize(
        ("change", "step", "reason"),
        [
            (('do = "quotes.draft_quote"', 'do = "quotes.draw_quote"'), 3, "cas d’usage inconnu"),
            (('with = { company = "$garage" }', "with = { }"), 3, "entrée manquante : company"),
            (('with = { company = "$garage" }', 'with = { company = "$usine" }'), 3, "aucun résultat précédent"),
            (
                ('with = { company = "$garage" }', 'with = { company = "$garage", colour = "red" }'),
                3,
                "entrée inconnue",
            ),
            (("at = 2026-03-03", 'at = "2026-02-30"'), 2, "date impossible"),
            (('at = "2026-03-05"', 'at = "2026-03-01"'), 15, "avant l’étape précédente"),
            (('channel = "email" }\nrefused', 'channel = "pigeon" }\nrefused'), 4, "possibles : email"),
            (('amount = "104.76"', 'amount = "beaucoup"'), 15, "amount"),
            (('siren = "200000008"', 'sirene = "200000008"'), 2, "champ inconnu : sirene"),
            (('as = "order"', 'as = "quote"'), 9, "nomme déjà"),
        ],
    )
    def test_a_fault_of_the_script_is_named_and_nothing_is_written(
        self, stage: Stage, tmp_path: Path, change: tuple[str, str], step: int, reason: str
    ) -> None:
        before = len(stage.records())
        assert change[0] in SALE
        with pytest.raises(BadScript) as fault:
            play(stage, tmp_path, SALE.replace(*change, 1))
        assert f"script.toml, étape {step} : " in str(fault.value)
        assert reason in str(fault.value)
        assert len(stage.records()) == before

    def test_an_unexpected_refusal_stops_the_script(self, stage: Stage, tmp_path: Path) -> None:
        with pytest.raises(BadScript, match="étape 4 : refusé"):
            play(stage, tmp_path, SALE.replace('refused = "EmptyQuote"\n', ""))

    def test_a_refusal_that_does_not_come_stops_it_too(self, stage: Stage, tmp_path: Path) -> None:
        with pytest.raises(BadScript, match="étape 3 : aurait dû être refusé"):
            play(
                stage,
                tmp_path,
                SALE.replace('with = { company = "$garage" }', 'with = { company = "$garage" }\nrefused = "X"'),
            )

    def test_an_unreadable_file_is_said(self, stage: Stage, tmp_path: Path) -> None:
        with pytest.raises(BadScript, match="TOML illisible"):
            play(stage, tmp_path, "[[step]\n")
        with pytest.raises(BadScript, match="aucune étape"):
            play(stage, tmp_path, 'title = "rien"')
        with pytest.raises(BadScript, match="n’existe pas"):
            read_script(tmp_path / "nulle-part.toml")


class TestAScriptCutShort:
    def test_ends_with_one_of_its_days(self, tmp_path: Path) -> None:
        path = tmp_path / "script.toml"
        path.write_text(SALE, "utf-8")
        script = read_script(path)
        assert script.days == 2
        assert [step.number for step in script.until(1).steps] == list(range(1, 15))
        assert script.until(0).steps == script.steps[:1]
        assert script.until(2) == script


class TestActions:
    def test_each_act_says_its_inputs(self) -> None:
        known = actions()
        sent = known["quotes.send_quote"]
        assert [(each.name, each.said, each.optional) for each in sent.inputs] == [
            ("quote", "Quote", False),
            ("channel", "Channel", False),
            ("follow_up_on", "date", True),
        ]
        assert all(each.summary for each in known.values())
        assert "messages.mark_handled" not in known
