"""From a file to records and back: state and record."""

from __future__ import annotations

import pytest

from crm.kernel.errors import Stale
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import CompanyFilter
from crm.prospecting.companies.use_cases import CompanyData, add_note, check_duplicates, update_company
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.models import Column, Decision, Encoding, Import, ImportState, OnDuplicate, Outcome
from crm.prospecting.imports.rules import files
from crm.prospecting.imports.rules.columns import MappedTwice, NameNotMapped
from crm.prospecting.imports.use_cases import loading
from crm.prospecting.imports.use_cases.checking import NoTarget
from crm.prospecting.imports.use_cases.preparing import NameTaken, TooLate
from crm.prospecting.imports.use_cases.undoing import NothingToUndo
from tests.builders import Stage, a_company
from tests.prospecting.imports.samples import DIRTY, TITLES, a_bomb, a_csv

PETIT = "Boulangerie Petit;100000009;59100;Roubaix;0320000001;autre@petit.example;Durand;1500,00"
GARAGE = "Garage Benali;;62000;Arras;0321000001;;;"
MOULIN = "Moulin Bavard;;62500;Saint-Omer;;;Quévy;"


def an_import(
    stage: Stage,
    *rows: str,
    on_duplicate: OnDuplicate = OnDuplicate.UPDATE,
    targets: dict[str, str] | None = None,
) -> Import:
    """Bring a file in, map its columns, check its rows."""
    batch = stage.do(use_cases.receive_file, file_name="salon.csv", content=a_csv(*rows))
    stage.do(use_cases.map_columns, batch, on_duplicate=on_duplicate, targets=targets)
    return stage.do(use_cases.check_rows, batch)


def outcomes(batch: Import) -> list[Outcome]:
    """Return what became of the rows, in their order."""
    return [row.outcome for row in queries.rows(batch).rows]


def named(name: str) -> Company:
    """Return the company of that name."""
    [found] = companies.companies(CompanyFilter(search=name)).rows
    return found


class TestReceive:
    def test_the_record_names_the_file_by_its_hash(self, stage: Stage) -> None:
        batch = stage.do(use_cases.receive_file, file_name="salon.csv", content=DIRTY.read_bytes())
        assert (batch.state, batch.encoding, batch.total) == (ImportState.READ, Encoding.WINDOWS, 22)
        details = stage.last("import.received")["details"]
        assert details == {"sha256": batch.sha256, "bytes": batch.size, "format": "csv", "rows": 22}

    @pytest.mark.parametrize("content", [b"", a_bomb(), b"\x00\x01\x02", b'a;b\n"c'])
    def test_what_is_no_table_leaves_nothing(self, stage: Stage, content: bytes) -> None:
        before = len(stage.records())
        with pytest.raises(files.BadFile):
            stage.do(use_cases.receive_file, file_name="x.csv", content=content)
        assert queries.imports().rows == []
        assert len(stage.records()) == before


class TestPrepare:
    def test_another_reading_proposes_the_columns_anew(self, stage: Stage) -> None:
        content = "Société;Ville\nCœur;Nîmes\n".encode("cp1252")
        batch = stage.do(use_cases.receive_file, file_name="x.csv", content=content)
        stage.do(use_cases.set_reading, batch, encoding=Encoding.MAC)
        assert batch.header[0] != "Société"
        stage.do(use_cases.set_reading, batch, encoding=Encoding.WINDOWS)
        assert batch.columns == (Column("legal_name"), Column("city"))
        assert stage.last("import.read")["details"]["encoding"] == "cp1252"

    def test_an_encoding_that_does_not_fit_is_refused_at_its_field(self, stage: Stage) -> None:
        batch = stage.do(use_cases.receive_file, file_name="x.csv", content="Société\nNîmes\n".encode("cp1252"))
        with pytest.raises(files.WrongEncoding) as said:
            stage.do(use_cases.set_reading, batch, encoding=Encoding.UTF8)
        assert said.value.field == "encoding"

    def test_a_mapping_is_kept_and_taken_up_by_the_next_file(self, stage: Stage) -> None:
        batch = stage.do(use_cases.receive_file, file_name="1.csv", content=a_csv(GARAGE))
        stage.do(use_cases.map_columns, batch, targets={"Ville": "city/overwrite", "Plafond": ""}, save_as="Salon")
        following = stage.do(use_cases.receive_file, file_name="2.csv", content=a_csv(MOULIN))
        assert following.columns == batch.columns
        assert following.columns[TITLES.split(";").index("Plafond")] == Column()
        assert stage.last("import_mapping.saved")["details"] == {"name": "Salon"}
        with pytest.raises(NameTaken):
            stage.do(use_cases.save_mapping, following, save_as="Salon")

    def test_a_mapping_without_a_name_or_twice_is_refused(self, stage: Stage) -> None:
        batch = stage.do(use_cases.receive_file, file_name="1.csv", content=a_csv(GARAGE))
        with pytest.raises(NameNotMapped):
            stage.do(use_cases.map_columns, batch, targets={"Société": ""})
        with pytest.raises(MappedTwice):
            stage.do(use_cases.map_columns, batch, targets={"CP": "city"})

    def test_a_file_can_be_given_up_before_it_is_entered_and_not_after(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE)
        stage.do(use_cases.load_rows, batch)
        with pytest.raises(TooLate):
            stage.do(use_cases.abandon_import, batch)
        other = an_import(stage, MOULIN)
        stage.do(use_cases.abandon_import, other)
        assert (other.state, queries.rows(other).rows) == (ImportState.ABANDONED, [])


class TestCheck:
    def test_the_record_says_what_was_found(self, stage: Stage) -> None:
        batch = an_import(stage, PETIT, GARAGE, "Garage;123;;;;;;")
        assert stage.last("import.checked")["details"] == {
            "rows": 3,
            "wrong": 1,
            "look_alikes": 1,
            "to_update": 1,
            "to_skip": 0,
        }
        row = queries.row_of(batch, 1)
        assert row is not None
        assert (row.decision, row.target_id) == (Decision.UPDATE, stage.cast.petit)

    def test_checking_anew_forgets_the_rows_read_otherwise(self, stage: Stage) -> None:
        batch = an_import(stage, PETIT, GARAGE)
        stage.do(use_cases.map_columns, batch, on_duplicate=OnDuplicate.SKIP)
        assert queries.rows(batch).rows == []
        stage.do(use_cases.check_rows, batch)
        assert queries.rows(batch).rows[0].decision is Decision.SKIP

    def test_plans_made_for_another_mapping_are_not_kept(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE)
        with pytest.raises(Stale):
            stage.do(use_cases.check_rows, batch, plans=[], version=batch.version - 1)

    def test_a_mended_cell_is_checked_and_recorded(self, stage: Stage) -> None:
        batch = an_import(stage, "Garage;123;62000;Arras;;;;")
        row = queries.row_of(batch, 1)
        assert row is not None and set(row.problems) == {"siren"}
        stage.do(use_cases.mend_row, batch, number=1, texts=["Garage", "200000008", *row.texts[2:]])
        assert not row.problems
        assert row.values["siren"] == "200000008"
        assert stage.last("import.row_mended")["details"]["changes"] == {"SIREN": ["123", "200000008"]}

    def test_a_mended_row_may_turn_out_to_be_somebody_known(self, stage: Stage) -> None:
        batch = an_import(stage, "B. Petit;123;;Lille;;;;")
        stage.do(use_cases.mend_row, batch, number=1, texts=["B. Petit", "100000009", "", "Lille"])
        row = queries.row_of(batch, 1)
        assert row is not None and row.matches[0][0] == stage.cast.petit
        stage.do(use_cases.mend_row, batch, number=1, decision=Decision.UPDATE, target_id=stage.cast.petit)
        assert row.target_id == stage.cast.petit

    def test_only_a_look_alike_can_be_completed(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE)
        with pytest.raises(NoTarget):
            stage.do(use_cases.mend_row, batch, number=1, decision=Decision.UPDATE, target_id=stage.cast.petit)


class TestLoad:
    def test_each_record_has_its_own_act_and_the_import_one(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, MOULIN, "=1+1;;;;;;;")
        before = len(stage.records("company.created"))
        stage.do(use_cases.load_rows, batch)
        assert outcomes(batch) == [Outcome.CREATED, Outcome.CREATED, Outcome.REJECTED]
        made = stage.records("company.created")
        assert len(made) == before + 2
        assert [each["details"]["imported"] for each in made[-2:]] == [True, True]
        assert len(stage.records("contact.added")) == 1
        assert stage.last("import.completed")["details"] == {
            "rows": 3,
            "sha256": batch.sha256,
            "created": 2,
            "rejected": 1,
        }
        assert named("Moulin").city == "Saint-Omer"

    def test_batches_go_on_where_the_last_one_stopped(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, MOULIN, "Troisième;;;;;;;")
        stage.do(use_cases.load_rows, batch, limit=2)
        assert (batch.state, batch.done) == (ImportState.LOADING, 2)
        stage.do(use_cases.load_rows, batch, limit=2)
        assert (batch.state, batch.done) == (ImportState.LOADED, 3)
        assert [fact["details"]["first"] for fact in stage.records("import.loaded")] == [1, 3]
        with pytest.raises(TooLate):
            stage.do(use_cases.load_rows, batch)

    @pytest.mark.parametrize(
        ("collision", "city", "email"),
        [
            ("fill", "Lille", "contact@petit.example"),
            ("keep", "Lille", "contact@petit.example"),
            ("overwrite", "Roubaix", "autre@petit.example"),
        ],
    )
    def test_each_column_says_whose_value_wins(self, stage: Stage, collision: str, city: str, email: str) -> None:
        batch = an_import(stage, PETIT, targets={"Ville": f"city/{collision}", "E-mail": f"email/{collision}"})
        stage.do(use_cases.load_rows, batch)
        petit = stage.petit
        assert (petit.city, petit.email) == (city, email)
        assert petit.phone == "03 20 00 00 01"
        assert petit.credit_limit is not None and petit.credit_limit.cents == 150_000
        assert [each.last_name for each in companies.contacts_of(petit)] == ["Durand"]

    def test_an_objection_in_the_file_is_entered(self, stage: Stage) -> None:
        content = "Société;Bloctel\nGarage Benali;oui\n".encode()
        batch = stage.do(use_cases.receive_file, file_name="x.csv", content=content)
        stage.do(use_cases.map_columns, batch)
        stage.do(use_cases.check_rows, batch)
        stage.do(use_cases.load_rows, batch)
        assert named("Benali").opted_out_phone
        assert stage.last("opt_out.recorded")["details"]["phone"] is True

    def test_rejected_rows_come_back_as_a_file_that_computes_nothing(self, stage: Stage) -> None:
        batch = an_import(stage, "=1+1;;;;;;;", "Garage;;;;+33 3 21 00 00 01;;;mille")
        stage.do(use_cases.load_rows, batch)
        rows = queries.next_rows(batch, [Outcome.REJECTED], limit=None)
        text = queries.rejected_csv(batch, title="Motif", said=[(row, "parce que") for row in rows]).decode("utf-8-sig")
        assert text.splitlines()[0] == f"{TITLES};Motif"
        assert text.splitlines()[1].startswith("'=1+1;")
        assert ";+33 3 21 00 00 01;" in text


class TestUndo:
    def test_all_of_it_goes_and_old_values_return(self, stage: Stage) -> None:
        was = loading.data_of(stage.petit)
        count = companies.company_count(CompanyFilter())
        batch = an_import(stage, PETIT, GARAGE, MOULIN, targets={"Ville": "city/overwrite"})
        stage.do(use_cases.load_rows, batch)
        stage.do(use_cases.undo_import, batch)
        assert loading.data_of(stage.petit) == was
        assert stage.petit.credit_limit is None
        assert companies.contacts_of(stage.petit) == []
        assert companies.company_count(CompanyFilter()) == count
        assert batch.state is ImportState.UNDONE
        details = stage.last("import.undone")["details"]
        assert (details["undone"], details["kept"], details["complete"]) == (3, 0, True)
        assert len(stage.records("company.removed")) == 2

    def test_what_was_used_since_stays_and_is_named(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, MOULIN)
        stage.do(use_cases.load_rows, batch)
        stage.do(add_note, named("Benali"), text="Rappeler lundi")
        stage.do(check_duplicates, named("Moulin"))
        stage.do(use_cases.undo_import, batch)
        assert outcomes(batch) == [Outcome.KEPT, Outcome.UNDONE]
        assert named("Benali").city == "Arras"
        assert stage.last("import.undone")["details"]["kept"] == 1

    def test_when_all_is_used_nothing_is_undone(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE)
        stage.do(use_cases.load_rows, batch)
        stage.do(add_note, named("Benali"), text="Rappeler lundi")
        with pytest.raises(NothingToUndo):
            stage.do(use_cases.undo_import, batch)
        assert batch.state is ImportState.LOADED

    def test_a_value_changed_since_is_not_taken_back(self, stage: Stage) -> None:
        batch = an_import(stage, PETIT, GARAGE)
        stage.do(use_cases.load_rows, batch)
        typed = loading.data_of(stage.petit) | {"phone": "03 20 99 99 99"}
        stage.do(update_company, stage.petit, CompanyData(**typed))  # type: ignore[arg-type]
        stage.do(use_cases.undo_import, batch)
        assert stage.petit.phone == "03 20 99 99 99"
        assert outcomes(batch) == [Outcome.KEPT, Outcome.UNDONE]

    def test_it_goes_back_batch_by_batch(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, MOULIN, "Troisième;;;;;;;")
        stage.do(use_cases.load_rows, batch)
        stage.do(use_cases.undo_import, batch, limit=2)
        assert batch.can(ImportState.UNDOING)
        stage.do(use_cases.undo_import, batch, limit=2)
        assert outcomes(batch) == [Outcome.UNDONE] * 3
        assert batch.state is ImportState.UNDONE

    def test_a_row_that_completes_what_another_row_made_goes_with_it(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, "Inconnu;;;Arras;;;;")
        stage.do(use_cases.load_rows, batch, limit=1)
        made, second = named("Benali"), queries.row_of(batch, 2)
        assert second is not None
        second_import = an_import(stage, "Garage Benali;;62000;Arras;0321000001;garage@benali.example;;")
        stage.do(use_cases.load_rows, second_import)
        assert named("Benali").email == "garage@benali.example"
        stage.do(use_cases.undo_import, second_import)
        assert named("Benali").email == ""
        assert made.id == named("Benali").id

    def test_a_company_that_the_simulation_or_a_sale_uses_stays(self, stage: Stage) -> None:
        batch = an_import(stage, GARAGE, MOULIN)
        stage.do(use_cases.load_rows, batch)
        garage = named("Benali")
        from crm.selling.quotes.use_cases import draft_quote

        stage.do(draft_quote, garage)
        stage.do(use_cases.undo_import, batch)
        assert outcomes(batch) == [Outcome.KEPT, Outcome.UNDONE]

    def test_another_companys_namesake_is_left_alone(self, stage: Stage) -> None:
        stage.do(a_company, "Moulin Bavard", city="Lens")
        batch = an_import(stage, MOULIN, on_duplicate=OnDuplicate.CREATE)
        stage.do(use_cases.load_rows, batch)
        stage.do(use_cases.undo_import, batch)
        assert named("Moulin").city == "Lens"
