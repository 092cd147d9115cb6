"""The stock and the prices, played."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from crm.training.playback.inputs import ByReference
from crm.training.playback.naming import Unreadable
from crm.training.playback.rules import BadScript, read_script
from crm.training.playback.use_cases import check_script, play_script
from tests.builders import Stage

SHELF = """
title = "Un rayon"
[[step]]
do = "catalogue.create_product"
as = "paper"
with = { reference = "PAP", name = "Papier A4", family = "Papier", unit = "ramette", cost = "2.90", unit_price = "4.50", vat_rate = "20", reorder_point = 5, reorder_quantity = 20 }
[[step]]
do = "stock.open_stock"
with = { product = "$paper", quantity = 12 }
[[step]]
do = "stock.check_stock"
with = { wanted = [{ reference = "PAP", quantity = 20 }, "product:PAP"], about = ["company:Boulangerie Petit"] }
[[step]]
do = "stock.count_stock"
with = { counts = [{ reference = "PAP", quantity = "11.5" }] }
[[step]]
do = "stock.correct_stock"
with = { product = "product:PAP", quantity = -1.5, reason = "Casse" }
[[step]]
do = "pricing.set_trade_terms"
with = { company = "company:Boulangerie Petit", payment_days = 45, due_rule = "days_then_month_end" }
[[step]]
do = "pricing.check_terms"
with = { company = "company:Boulangerie Petit", decision = "accept" }
"""


def test_a_shelf_is_opened_checked_counted_and_corrected(stage: Stage, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text(SHELF, encoding="utf-8")
    play_script(stage.house, stage.workspace, read_script(script))
    assert stage.last("stock.checked")["details"]["shortages"] == 1
    assert [thing["kind"] for thing in stage.last("stock.checked")["about"]] == ["company", "product"]
    assert stage.last("stock.corrected")["details"]["on_hand"] == "10"
    assert stage.last("terms.checked")["details"]["payment_days"] == 45


def test_a_quantity_without_a_reference_is_refused(stage: Stage, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text(SHELF.replace('{ reference = "PAP", quantity = "11.5" }', "{ quantity = 1 }"), encoding="utf-8")
    with pytest.raises(BadScript, match="reference et quantity"):
        play_script(stage.house, stage.workspace, read_script(script))


PART = """
[[step]]
do = "deliveries.ship_order"
with = { order = "order:CMD-2026-0001", quantities = QUANTITIES }
"""


def test_lines_are_named_by_their_references() -> None:
    line = SimpleNamespace(id=7, reference="PAP")
    asked = ByReference(PAP=Decimal(2))
    assert asked.on([object(), SimpleNamespace(lines=[line])]) == {7: Decimal(2)}


def test_a_reference_that_no_line_has_is_said() -> None:
    with pytest.raises(Unreadable, match="TON"):
        ByReference(TON=Decimal(1)).on([SimpleNamespace(lines=[])])


@pytest.mark.parametrize("quantities", ["3", '{ PAP = "beaucoup" }'])
def test_quantities_of_lines_are_a_table_of_numbers(tmp_path: Path, quantities: str) -> None:
    script = tmp_path / "script.toml"
    script.write_text(PART.replace("QUANTITIES", quantities), encoding="utf-8")
    with pytest.raises(BadScript):
        check_script(read_script(script))
