"""Suppliers, orders to them and what comes in, played."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm.selling.receipts.models import Arrival
from crm.selling.stock.queries import level_of
from crm.training.playback.inputs import Later, settled
from crm.training.playback.naming import look_up
from crm.training.playback.queries import actions
from crm.training.playback.rules import BadScript, read_script
from crm.training.playback.use_cases import check_script, play_script
from tests.builders import Stage

TERMS = 'name = "Papeterie de la Lys", lead_days = 4, carrier = "carrier:Fret Lys"'
LYS = '"supplier:Papeterie de la Lys"'
CLAIM = 'grievance = "damaged", remedy = "replacement", language = "fr", text = "Deux ramettes abîmées."'
PAPER = """
title = "Du papier, un peu abîmé"
step = [
  { do = "catalogue.create_product", as = "paper", with = { reference = "PAP", name = "Papier A4", family = "Papier", unit = "ramette", cost = "2.90", unit_price = "4.50", vat_rate = "20", reorder_point = 5, reorder_quantity = 20 } },
  { do = "stock.open_stock", with = { product = "$paper", quantity = 2 } },
  { do = "carriers.create_carrier", with = { name = "Fret Lys", mode = "road", lead_days = 2, base_price = "8.50" } },
  { do = "suppliers.create_supplier", with = { TERMS } },
  { do = "suppliers.offer_product", with = { supplier = LYS, product = "$paper", supplier_reference = "P-80", unit_price = "2.60", pack = 10 } },
  { do = "supply.draft_supply_order", as = "supply", with = { supplier = LYS, wanted_on = 2026-03-10, note = "Au quai 2.", lines = [{ reference = "PAP", quantity = 40 }] } },
  { do = "supply.send_supply_order", with = { order = "$supply" } },
  { do = "supply.confirm_supply_order", actor = "house", with = { order = "supply_order:{supply}", promised_on = 2026-03-09, supplier_number = "PL-1" } },
  { at = 2026-03-11, do = "supply.follow_up_supplier", with = { order = "$supply", language = "fr", text = "Où est notre papier ?" } },
  { do = "receipts.announce_receipt", actor = "house", with = { order = "$supply", note_number = "BL-7", lines = [{ reference = "PAP", announced = 40, there = 38, damaged = 2 }] } },
  { do = "receipts.record_receipt", as = "receipt", with = { arrival = "arrival:{supply}", order = "$supply", reservations = "Un carton enfoncé.", lines = [{ reference = "PAP", counted = 38, damaged = 2 }] } },
  { do = "receipts.send_carrier_reservations", with = { receipt = "receipt:{receipt}", text = "Deux ramettes manquent, deux sont abîmées." } },
  { do = "receipts.claim_from_supplier", with = { order = "$supply", receipt = "$receipt", CLAIM } },
]
"""


def paper(tmp_path: Path, *changes: str) -> Path:
    """Write the script, some of its texts replaced by the next one each."""
    text = PAPER
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "script.toml"
    path.write_text(text.replace("TERMS", TERMS).replace("LYS", LYS).replace("CLAIM", CLAIM), "utf-8")
    return path


def test_goods_are_ordered_awaited_counted_and_protested_about(stage: Stage, tmp_path: Path) -> None:
    play_script(stage.house, stage.workspace, read_script(paper(tmp_path)))
    drafted = stage.last("supply_order.drafted")["details"]
    assert drafted["lines"] == [{"reference": "PAP", "quantity": "40", "price_cents": 260}]
    assert stage.last("supply_order.sent")["details"]["wanted_on"] == "2026-03-10"
    assert stage.last("supplier.followed_up")["details"]["days_late"] == 2
    received = stage.last("receipt.recorded")["details"]
    assert received["lines"] == [
        {"reference": "PAP", "expected": "40", "announced": "40", "counted": "38", "damaged": "2", "accepted": "36"}
    ]
    assert received["counted_right"] is True
    assert stage.last("carrier_reservations.sent")["details"]["in_time"] is True
    assert stage.last("supplier.claimed")["details"]["grievance"] == "damaged"
    level = level_of(look_up("product", "PAP").id)
    assert level is not None
    assert (level.on_hand, level.on_order) == (Decimal(38), Decimal(4))


def test_an_arrival_goes_by_its_order_and_comes_with_who_brought_it(stage: Stage, tmp_path: Path) -> None:
    play_script(stage.house, stage.workspace, read_script(paper(tmp_path)))
    arrival = look_up("arrival", "ACH-2026-0001")
    assert isinstance(arrival, Arrival)
    assert (arrival.note_number, arrival.carrier and arrival.carrier.name) == ("BL-7", "Fret Lys")
    assert arrival.order.supplier.name == "Papeterie de la Lys"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (('"PAP", quantity = 40', '"PAP", pieces = 40'), "reference et quantity"),
        (
            ("counted = 38, damaged = 2", "damaged = 2"),
            "reference et counted est attendue, et au besoin damaged, accepted",
        ),
        (("announced = 40, there", "there"), "reference et announced"),
        (("note = ", "notice = "), "entrée inconnue : notice"),
        (("wanted_on = 2026-03-10", 'wanted_on = "bientôt"'), "wanted_on : 'bientôt' ne convient pas"),
        (('order = "supply_order:{supply}"', 'order = "order:CMD-1"'), "sorte attendue"),
    ],
)
def test_what_does_not_fit_is_said_before_the_first_act(tmp_path: Path, changes: tuple[str, str], reason: str) -> None:
    with pytest.raises(BadScript, match=reason):
        check_script(read_script(paper(tmp_path, *changes)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (('"PAP", quantity = 40', '"TON", quantity = 40'), "étape 6 : product « TON » n’existe pas"),
        (('"PAP", counted', '"TON", counted'), "étape 11 : aucune ligne de référence TON"),
    ],
)
def test_what_nobody_offers_or_ordered_stops_the_script(
    stage: Stage, tmp_path: Path, changes: tuple[str, str], reason: str
) -> None:
    with pytest.raises(BadScript, match=reason):
        play_script(stage.house, stage.workspace, read_script(paper(tmp_path, *changes)))


def test_only_what_the_supplier_offers_is_ordered(stage: Stage, tmp_path: Path) -> None:
    offers = '{ do = "suppliers.offer_product", with = { supplier = LYS, product = "$paper", supplier_reference = "P-80", unit_price = "2.60", pack = 10 } },'
    with pytest.raises(BadScript, match="étape 5 : aucune offre de référence PAP"):
        play_script(stage.house, stage.workspace, read_script(paper(tmp_path, offers, "")))


def test_an_input_is_settled_alone_and_in_a_list() -> None:
    later = Later("PAP", lambda things, reference: len(list(things)), lambda number: number * 10)
    assert settled(later, ["one", "two"]) == 20
    assert settled([later, "as it is"], ["one"]) == [10, "as it is"]


def test_acts_say_what_they_gather_and_parts_stay_parts() -> None:
    known = actions()
    said = {each.name: (each.said, each.optional) for each in known["supply.draft_supply_order"].inputs}
    assert said["lines"] == ("iterable[Ordered]", True)
    assert said["wanted_on"] == ("date", True)
    assert {"suppliers.create_supplier", "carriers.create_carrier", "receipts.record_receipt"} <= set(known)
    assert "supply.give_up" not in known
