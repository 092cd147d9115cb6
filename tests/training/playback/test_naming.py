"""What a script may call things: by their names, by earlier results, by what waits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crm.billing.dunning.models import DerogationState, Subject
from crm.billing.dunning.use_cases import request_derogation
from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from crm.prospecting.companies.use_cases import add_contact
from crm.training.playback.naming import look_up
from crm.training.playback.rules import BadScript, read_script
from crm.training.playback.use_cases import Played, play_script
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Stage


def play(stage: Stage, tmp_path: Path, *steps: str) -> Played:
    """Play steps, one line each."""
    path = tmp_path / "script.toml"
    path.write_text("step = [\n" + "".join(f"  {{ {step} }},\n" for step in steps) + "]\n", "utf-8")
    return play_script(stage.house, stage.workspace, read_script(path))


class TestLookingUp:
    def test_a_payment_goes_by_its_invoice(self, stage: Stage, tmp_path: Path) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(a_payment, invoice)
        play(stage, tmp_path, f'do = "payments.record_payment", with = {{ payment = "payment:{invoice.number}" }}')
        assert stage.last("payment.recorded")["details"]["amount_due_cents"] == 0

    def test_a_derogation_goes_by_what_it_is_about(self, stage: Stage, tmp_path: Path) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        asked = stage.do(
            request_derogation, stage.petit, subject=Subject.PAYMENT_PLAN, about=invoice, reason="Cinq mois demandés."
        )
        given = f'derogation = "derogation:{invoice.number}", granted = true'
        play(stage, tmp_path, f'do = "dunning.answer_derogation", actor = "house", with = {{ {given} }}')
        assert asked.state is DerogationState.GRANTED

    def test_blanks_of_typography_are_typed_as_blanks(self, stage: Stage) -> None:
        message = stage.do(
            receive, topic=Topic.INFORMATION, sender="Mme Petit", subject="Une question\N{NO-BREAK SPACE}?", body="…"
        )
        assert look_up("message", "Une question ?") is message

    def test_a_name_may_hold_an_earlier_result(self, stage: Stage, tmp_path: Path) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(a_payment, invoice)
        play(
            stage,
            tmp_path,
            'do = "companies.check_opt_out", as = "petit", with = { company = "company:Boulangerie Petit" }',
            'do = "companies.add_note", with = { company = "company:{petit}", text = "Vu." }',
        )
        assert stage.last("note.added")["about"][0]["label"] == "Boulangerie Petit"

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("company:{garage}", "aucun résultat précédent"), ("invoice:FA-2026-0001", "sorte attendue")],
    )
    def test_what_cannot_be_meant_is_said_before_the_first_act(
        self, stage: Stage, tmp_path: Path, name: str, reason: str
    ) -> None:
        with pytest.raises(BadScript, match=reason):
            play(stage, tmp_path, f'do = "companies.check_opt_out", with = {{ company = "{name}" }}')

    def test_what_is_not_there_stops_the_script(self, stage: Stage, tmp_path: Path) -> None:
        with pytest.raises(BadScript, match="étape 1 : payment « FA-2026-0009 » n’existe pas"):
            play(stage, tmp_path, 'do = "payments.record_payment", with = { payment = "payment:FA-2026-0009" }')


class TestDocumentsThatWait:
    FILE = 'do = "documents.file_documents", with = {{ documents = "{}", place = "05" }}'
    PLACE = 'do = "documents.define_place", with = { code = "05", title = "Factures", types = ["invoice"] }'

    def test_those_of_a_type_are_filed_together(self, stage: Stage, tmp_path: Path) -> None:
        for _ in range(2):
            stage.do(an_issued_invoice, stage.petit)
        play(stage, tmp_path, self.PLACE, self.FILE.format("waiting:invoice"))
        filed = stage.records("document.filed")
        assert [each["about"][0]["label"][:7] for each in filed] == ["Facture", "Facture"]
        play(stage, tmp_path, self.FILE.format("waiting:*"))
        assert len(stage.records("document.filed")) == len(stage.records("document.issued"))

    @pytest.mark.parametrize("raw", ["waiting:poem", "invoices", "waiting:"])
    def test_another_word_is_refused(self, stage: Stage, tmp_path: Path, raw: str) -> None:
        with pytest.raises(BadScript, match="waiting: suivi de"):
            play(stage, tmp_path, self.FILE.format(raw))


class TestARecordTakenFromAThing:
    UPDATE = 'do = "companies.update_company", with = {{ company = "company:Boulangerie Petit", data = {{ {} }} }}'

    def test_only_what_is_given_changes(self, stage: Stage, tmp_path: Path) -> None:
        play(stage, tmp_path, self.UPDATE.format('from = "company:Boulangerie Petit", city = "Roubaix"'))
        assert stage.last("company.updated")["details"]["changes"] == {"city": ["Lille", "Roubaix"]}

    def test_without_it_the_table_must_be_whole(self, stage: Stage, tmp_path: Path) -> None:
        with pytest.raises(BadScript, match="champ manquant : legal_name"):
            play(stage, tmp_path, self.UPDATE.format('city = "Roubaix"'))


def test_a_result_with_relations_survives_a_refusal(stage: Stage, tmp_path: Path) -> None:
    invoice = stage.do(an_issued_invoice, stage.petit)
    stage.do(a_payment, invoice)
    stage.do(add_contact, stage.petit, last_name="Petit")
    plan = f'with = {{ invoice = "invoice:{invoice.number}", instalments = 0, last_on = 2026-04-01 }}'
    play(
        stage,
        tmp_path,
        f'do = "payments.record_payment", as = "payment", with = {{ payment = "payment:{invoice.number}" }}',
        f'do = "agreements.grant_payment_plan", refused = "NothingDue", {plan}',
        'do = "payments.record_payment", refused = "AlreadyRecorded", with = { payment = "$payment" }',
    )
    assert stage.workspace.today == date(2026, 3, 2)
