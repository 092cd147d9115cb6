"""The prospect file: what is done leaves state and record."""

from __future__ import annotations

import pytest

from crm.kernel.errors import Stale
from crm.kernel.money import Money
from crm.prospecting.companies import use_cases
from crm.prospecting.companies.models import Company, ContactRole, Stage
from crm.prospecting.companies.queries import CompanyFilter, companies, company_by_id, company_count, contacts_of
from crm.prospecting.companies.use_cases import CompanyData
from tests.builders import Stage as World
from tests.builders import a_company


def data(**values: object) -> CompanyData:
    return CompanyData(**({"legal_name": "Garage Benali"} | values))  # type: ignore[arg-type]


class TestCreate:
    def test_identifiers_are_kept_in_their_compact_form(self, stage: World) -> None:
        company = stage.do(use_cases.create_company, data(siret="100 000 009 00017", vat_number="FR 88 100000009"))
        assert (company.siren, company.siret, company.vat_number) == ("100000009", "10000000900017", "FR88100000009")
        assert stage.last("company.created")["details"]["stage"] == "suspect"

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"siren": "100000008"}, use_cases.WrongSiren),
            ({"siren": "12345"}, use_cases.WrongSiren),
            ({"siret": "10000000900018"}, use_cases.WrongSiret),
            ({"siren": "200000008", "siret": "10000000900017"}, use_cases.WrongSiret),
            ({"vat_number": "FR00100000009"}, use_cases.WrongVatNumber),
            ({"siren": "200000008", "vat_number": "FR88100000009"}, use_cases.WrongVatNumber),
            ({"legal_name": "   "}, use_cases.NameMissing),
        ],
    )
    def test_what_cannot_be_true_is_refused(self, stage: World, values: dict[str, str], refusal: type) -> None:
        before = len(stage.records())
        with pytest.raises(refusal):
            stage.do(use_cases.create_company, data(**values))
        assert len(stage.records()) == before

    def test_a_likeness_is_recorded_not_refused(self, stage: World) -> None:
        stage.do(a_company, "Boulangerie Petit")
        details = stage.last("company.created")["details"]
        assert (details["look_alikes"], details["imported"]) == ([stage.cast.petit], False)


class TestUpdate:
    def test_old_and_new_values_are_recorded(self, stage: World) -> None:
        petit = stage.petit
        stage.do(use_cases.update_company, petit, data(legal_name=petit.legal_name, siren=petit.siren, city="Roubaix"))
        changes = stage.last("company.updated")["details"]["changes"]
        assert changes["city"] == ["Lille", "Roubaix"]
        assert "legal_name" not in changes

    def test_nothing_changed_leaves_no_record(self, stage: World) -> None:
        petit = stage.petit
        same = data(**{name: getattr(petit, name) for name in data().values()})
        before = len(stage.records())
        stage.do(use_cases.update_company, petit, same)
        assert len(stage.records()) == before

    def test_a_stale_version_shows_the_others_values(self, stage: World) -> None:
        petit = stage.petit
        seen = petit.version
        stage.do_as("karim", use_cases.update_company, petit, data(legal_name="Petit", city="Roubaix"), version=seen)
        with pytest.raises(Stale) as clash:
            stage.do(use_cases.update_company, stage.petit, data(legal_name="Petit", city="Arras"), version=seen)
        assert clash.value.others["city"] == "Roubaix"


class TestActs:
    def test_a_check_of_duplicates_says_what_was_found(self, stage: World) -> None:
        twin = stage.do(a_company, "Boulangerie  Petit", siren="100000009")
        found = stage.do(use_cases.check_duplicates, twin)
        assert [each.id for each in found] == [stage.cast.petit]
        assert stage.last("duplicates.checked")["details"]["found"] == [stage.cast.petit]

    def test_an_opt_out_is_kept_and_its_check_recorded(self, stage: World) -> None:
        stage.do(use_cases.record_opt_out, stage.petit, phone=True)
        stage.do(use_cases.check_opt_out, stage.petit)
        assert stage.petit.opted_out_phone
        assert stage.last("opt_out.checked")["details"] == {"email": False, "phone": True, "post": False}

    def test_a_contact_is_added(self, stage: World) -> None:
        stage.do(use_cases.add_contact, stage.petit, last_name="Moreau", role=ContactRole.INFLUENCER)
        assert [each.label for each in contacts_of(stage.petit)] == ["Moreau"]
        assert stage.last("contact.added")["about"][1]["kind"] == "company"

    def test_a_credit_limit_is_recorded_with_the_old_one(self, stage: World) -> None:
        stage.do(use_cases.set_credit_limit, stage.petit, limit=Money.of(1500))
        assert stage.last("credit_limit.set")["details"] == {"before_cents": None, "limit_cents": 150_000}


class TestQueries:
    def test_a_filter_narrows_list_and_count_alike(self, stage: World) -> None:
        stage.do(a_company, "Zèbre", stage=Stage.SUSPECT)
        wanted = CompanyFilter(search="zebre arras", stage=Stage.SUSPECT)
        assert [each.legal_name for each in companies(wanted).rows] == ["Zèbre"]
        assert company_count(wanted) == 1
        assert company_count(CompanyFilter(search="100%")) == 0

    @pytest.mark.parametrize("sort", ["name", "city", "created"])
    @pytest.mark.parametrize("descending", [False, True])
    def test_pages_show_each_row_once(self, stage: World, sort: str, *, descending: bool) -> None:
        for number in range(120):
            stage.do(a_company, f"Société {number % 7} {number}", city=f"Ville {number % 3}")
        seen: list[int] = []
        cursor = None
        while True:
            part = companies(CompanyFilter(sort=sort, descending=descending), cursor=cursor)
            seen += [each.id for each in part.rows]
            if (cursor := part.next) is None:
                break
        assert len(seen) == len(set(seen)) == 121

    def test_another_workspace_has_its_own(self, stage: World) -> None:
        company = stage.do(a_company, "Ici seulement")
        assert isinstance(company_by_id(company.id), Company)
        assert company_by_id(10_000) is None
