"""Two records that are one company: found, merged, parted again; state and record."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from crm.activity.queries import timeline
from crm.aftersales.loyalty.use_cases import compute_segments
from crm.billing.invoices.models import Invoice
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.companies.models import Stage as Nearness
from crm.prospecting.companies.use_cases import (
    CompanyData,
    LooksAlike,
    add_contact,
    add_note,
    check_before_creating,
    create_after_checking,
    record_opt_out,
    update_company,
)
from crm.prospecting.duplicates import queries, use_cases
from crm.prospecting.duplicates.rules import FIELDS, OPT_OUTS, Side, merged_values, proposed
from crm.prospecting.duplicates.use_cases import AlreadyUndone, BothInvoiced, CannotMove, KeptGone, OneRecord
from crm.selling.quotes.models import Quote
from crm.selling.quotes.use_cases import draft_quote
from crm.store.base import db
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Stage, a_company


def twin(stage: Stage, *, nearness: Nearness = Nearness.SUSPECT, **values: object) -> Company:
    """Enter Petit a second time, with other values."""
    said: dict[str, object] = {"city": "Lille", "phone": "03 20 00 00 01", "stage": nearness}
    return stage.do(a_company, "Boulangerie Petit SARL", **(said | values))


def columns_of(company: Company) -> dict[str, Any]:
    """Return all that is stored of a record, its version aside."""
    return {each.name: getattr(company, each.name) for each in Company.__table__.columns if each.name != "version"}


class TestRules:
    def values(self, **said: object) -> dict[str, object]:
        return (
            dict.fromkeys((*FIELDS, *OPT_OUTS), "")
            | dict.fromkeys(OPT_OUTS, False)
            | {"stage": Nearness.SUSPECT}
            | said
        )

    def test_what_the_kept_record_lacks_is_taken_from_the_other(self) -> None:
        sides = proposed(self.values(city="Lille", notes="a"), self.values(city="Arras", phone="03", notes="b"))
        assert (sides["city"], sides["phone"], sides["notes"]) == (Side.KEPT, Side.MERGED, Side.BOTH)

    def test_an_objection_and_the_nearer_stage_survive(self) -> None:
        kept = self.values(opted_out_phone=False, notes="a")
        other = self.values(opted_out_phone=True, stage=Nearness.CUSTOMER, notes="b")
        values = merged_values(kept, other, proposed(kept, other))
        assert values["opted_out_phone"] is True
        assert values["stage"] is Nearness.CUSTOMER
        assert values["notes"] == "a\nb"


class TestCheck:
    def test_the_record_says_what_was_compared_found_and_why(self, stage: Stage) -> None:
        other = twin(stage)
        found = stage.do(check_before_creating, CompanyData("Petit Boulangerie", phone="+33 3 20 00 00 01"))
        assert {each.id for each in found} == {stage.cast.petit, other.id}
        details = stage.last("duplicates.checked")["details"]
        assert details["compared"] == {"name": "Petit Boulangerie", "phone": "+33 3 20 00 00 01"}
        assert details["reasons"][str(other.id)] == ["name", "phone"]
        assert details["found"][0] == other.id

    def test_a_look_alike_is_entered_only_by_somebody_who_knows(self, stage: Stage) -> None:
        data = CompanyData("Boulangerie Petit", city="Lille")
        with pytest.raises(LooksAlike):
            stage.do(create_after_checking, data)
        company = stage.do(create_after_checking, data, despite_likeness=True)
        assert stage.last("company.created")["details"]["look_alikes"] == [stage.cast.petit]
        assert company.id != stage.cast.petit

    def test_a_search_of_the_file_waits_for_decisions(self, stage: Stage) -> None:
        other = twin(stage)
        stage.do(use_cases.search_duplicates)
        [found] = queries.open_pairs()
        assert (found.first.id, found.second.id) == (stage.cast.petit, other.id)
        assert stage.last("duplicates.searched")["details"] == {"records": 2, "pairs": 1, "certain": 0}
        stage.do(use_cases.tell_apart, found.pair)
        assert stage.last("duplicates.dismissed")["details"]["reasons"][0] == "name"
        stage.do(use_cases.search_duplicates)
        assert queries.open_pairs() == []


class TestMerge:
    def test_everything_points_to_the_kept_record_and_the_history_with_it(self, stage: Stage) -> None:
        other = twin(stage)
        stage.do(add_note, other, text="Vu au salon")
        stage.do(add_contact, other, last_name="Moreau")
        quote = stage.do(draft_quote, other)
        merge = stage.do(use_cases.merge_companies, stage.petit, other)
        assert companies.company_by_id(merge.merged_id) is None
        assert db.session.scalars(select(Quote.company_id).where(Quote.id == quote.id)).one() == stage.cast.petit
        assert [each.last_name for each in companies.contacts_of(stage.petit)] == ["Moreau"]
        assert companies.kept_in_place_of(merge.merged_id) == stage.cast.petit
        told = timeline(kind="company", object_id=stage.cast.petit, also=companies.merged_into(stage.cast.petit))
        assert "note.added" in [each.activity for each in told]
        assert len({each.position for each in told}) == len(told)
        details = stage.last("company.merged")["details"]
        assert details["changes"]["phone"] == ["", "03 20 00 00 01"]
        assert details["moved"] == {"contacts.company_id": 1, "quotes.company_id": 1}

    def test_values_are_chosen_one_by_one(self, stage: Stage) -> None:
        other = twin(stage, city="Roubaix", email="autre@petit.example")
        stage.do(use_cases.merge_companies, stage.petit, other, sides={"city": "merged", "email": "kept"})
        assert (stage.petit.city, stage.petit.email) == ("Roubaix", "contact@petit.example")
        assert stage.last("company.merged")["details"]["sides"]["city"] == "merged"

    def test_an_objection_is_not_lost(self, stage: Stage) -> None:
        other = twin(stage)
        stage.do(record_opt_out, other, phone=True)
        stage.do(use_cases.merge_companies, stage.petit, other)
        assert stage.petit.opted_out_phone

    def test_a_record_is_not_merged_with_itself(self, stage: Stage) -> None:
        with pytest.raises(OneRecord):
            stage.do(use_cases.merge_companies, stage.petit, stage.petit)

    def test_issued_invoices_keep_their_customer_and_the_refusal_says_so(self, stage: Stage) -> None:
        other = twin(stage)
        stage.do(an_issued_invoice, stage.petit)
        before = len(stage.records())
        with pytest.raises(CannotMove) as said:
            stage.do(use_cases.merge_companies, other, stage.petit)
        assert "Boulangerie Petit" in str(said.value)
        assert len(stage.records()) == before
        assert companies.company_by_id(stage.cast.petit) is not None
        again = companies.company_by_id(other.id)
        assert again is not None
        stage.do(use_cases.merge_companies, stage.petit, again)
        assert db.session.scalars(select(Invoice.company_id)).all() == [stage.cast.petit]

    def test_two_customers_of_the_books_stay_two_and_the_refusal_says_what_to_do(self, stage: Stage) -> None:
        other = twin(stage, nearness=Nearness.CUSTOMER)
        for each in (stage.petit, other):
            stage.do(an_issued_invoice, each)
        before = len(stage.records())
        with pytest.raises(BothInvoiced) as said:
            stage.do(use_cases.merge_companies, stage.petit, other)
        assert "étiquette" in str(said.value)
        assert len(stage.records()) == before

    def test_where_each_company_has_one_row_the_others_is_put_away(self, stage: Stage) -> None:
        other = twin(stage, nearness=Nearness.CUSTOMER)
        stage.do(compute_segments)
        merge = stage.do(use_cases.merge_companies, stage.petit, other)
        stage.do(use_cases.undo_merge, merge)
        assert companies.company_by_id(merge.merged_id) is not None


class TestUndo:
    def test_both_are_as_they_were(self, stage: Stage) -> None:
        other = twin(stage, notes="Ouvert le lundi")
        stage.do(add_contact, other, last_name="Moreau")
        mine = stage.do(draft_quote, stage.petit)
        theirs = stage.do(draft_quote, other)
        was = columns_of(stage.petit), columns_of(other)
        merge = stage.do(use_cases.merge_companies, stage.petit, other)
        stage.do(use_cases.undo_merge, merge)
        back = companies.company_by_id(merge.merged_id)
        assert back is not None
        assert (columns_of(stage.petit), columns_of(back)) == was
        owners = dict(db.session.execute(select(Quote.id, Quote.company_id)).all())
        assert owners == {mine.id: stage.cast.petit, theirs.id: back.id}
        assert db.session.scalars(select(Contact.company_id)).all() == [back.id]
        assert stage.last("company.merge_undone")["details"] == {"moved": 2, "left": []}
        with pytest.raises(AlreadyUndone):
            stage.do(use_cases.undo_merge, merge)

    def test_what_was_changed_since_stays(self, stage: Stage) -> None:
        merge = stage.do(use_cases.merge_companies, stage.petit, twin(stage))
        typed = {name: getattr(stage.petit, name) for name in CompanyData("x").values()}
        stage.do(update_company, stage.petit, CompanyData(**(typed | {"phone": "03 99 99 99 99"})))
        stage.do(use_cases.undo_merge, merge)
        assert stage.petit.phone == "03 99 99 99 99"
        assert stage.last("company.merge_undone")["details"]["left"] == ["phone"]

    def test_merges_are_undone_in_their_order(self, stage: Stage) -> None:
        second, third = twin(stage), twin(stage, city="Arras")
        first_merge = stage.do(use_cases.merge_companies, second, third)
        later = stage.do(use_cases.merge_companies, stage.petit, second)
        assert set(companies.merged_into(stage.cast.petit)) == {second.id, third.id}
        with pytest.raises(KeptGone):
            stage.do(use_cases.undo_merge, first_merge)
        stage.do(use_cases.undo_merge, later)
        stage.do(use_cases.undo_merge, first_merge)
        assert companies.company_by_id(third.id) is not None
