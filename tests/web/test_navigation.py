"""The rail: whoever reads a page of a workspace sees where it stands."""

from __future__ import annotations

import pytest
from flask import Flask, request

from crm.web.navigation import ENTRIES, current_entry

NO_PAGE = (".pdf", ".csv", ".xml", "/pdf", "/xml")


def marked(house: Flask, endpoint: str) -> str:
    """Return the entry that is marked on a page."""
    with house.test_request_context():
        request.url_rule = next(house.url_map.iter_rules(endpoint))
        return current_entry()


def test_every_page_of_a_workspace_has_its_place(house: Flask) -> None:
    pages = {
        str(rule.endpoint)
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith("/w/<int:workspace_id>/")
        and "GET" in (rule.methods or ())
        and not rule.rule.endswith(NO_PAGE)
    }
    assert len(pages) > 100
    assert not {name for name in pages if marked(house, name) not in ENTRIES}


@pytest.mark.parametrize(
    ("endpoint", "entry"),
    [
        ("supply.detail", "supply.index"),
        ("receipts.dock", "supply.index"),
        ("receipts.claim", "supply.index"),
        ("batches.job", "invoices.index"),
        ("conversations.detail", "companies.index"),
        ("catalogue.detail", "catalogue.index"),
        ("amendments.edit", "orders.index"),
        ("lettering.refund_form", "payments.index"),
    ],
)
def test_a_room_without_an_entry_stands_with_its_things(house: Flask, endpoint: str, entry: str) -> None:
    assert marked(house, endpoint) == entry
