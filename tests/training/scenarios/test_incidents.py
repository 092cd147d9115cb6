"""What a scenario lets go wrong by itself: in the first month of every class, and only what can be true."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.training.files import BadEntry
from crm.training.scenarios.models import MessageKind, Scenario
from crm.training.scenarios.rules import read_scenario

WORKING_DAYS_OF_A_MONTH = 20


@pytest.mark.parametrize("kind", [MessageKind.PAYMENT_RETURNED, MessageKind.GOODS_RETURNED])
def test_a_class_meets_one_of_each_in_its_first_month(nordbureau: Scenario, kind: MessageKind) -> None:
    assert [each for each in nordbureau.messages if each.kind is kind and each.working_day < WORKING_DAYS_OF_A_MONTH]


@pytest.mark.parametrize("habit", ["bounces", "sends_back"])
def test_every_persona_may_do_so_now_and_then(nordbureau: Scenario, habit: str) -> None:
    shares = [
        (each.payment.bounces if habit == "bounces" else each.complaint.sends_back).as_percent
        for each in nordbureau.personas
    ]
    assert all(0 < share < 40 for share in shares)
    assert len(set(shares)) > 3


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('order = "h287"', 'order = "h316"', "seul un chèque ou un prélèvement"),
        ('order = "h287"', 'order = "h288"', "ne désigne rien de connu"),
        ('reason = "compte clôturé (AC04)"\n', "", "valeur manquante"),
        ('lines = "ECR-204×3"', 'lines = "ECR-204×4"', "seuls des articles livrés"),
        ('lines = "ECR-204×3"', 'lines = "ECR-205×1"', "seuls des articles livrés"),
    ],
)
def test_what_cannot_be_true_is_refused(copy: Path, before: str, after: str, reason: str) -> None:
    path = copy / "incoming.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(BadEntry, match=reason):
        read_scenario(copy)


def test_money_of_a_customer_who_pays_by_transfer_does_not_come_back(copy: Path) -> None:
    path = copy / "companies.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(
            line.replace(",direct_debit,", ",transfer,") if line.startswith("vauquelin-dorsimont,") else line
            for line in lines
        ),
        encoding="utf-8",
    )
    with pytest.raises(BadEntry, match="seul un chèque ou un prélèvement"):
        read_scenario(copy)
