"""A dossier made of a real chain: what is in it, and that nobody can alter it afterwards."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from crm.activity.chain import Sealed
from crm.activity.queries import sealed_records
from crm.people.accounts import queries as accounts
from crm.store.base import db
from crm.training.review.export import bundle, verify
from crm.training.review.export.dossier import STEPS, Made, make_dossier
from crm.training.review.export.signing import UnusableKey, _seed, fingerprint, signing_key
from crm.training.review.queries.judging import framework_named
from tests.builders import MONDAY, Stage
from tests.papers.reading import reader, text_of
from tests.training.review.builders import (
    an_opinion,
    let_an_invoice_fall_due,
    work_carelessly,
    work_with_care,
)
from tests.training.review.export.builders import read_back, saved


def make(stage: Stage, *codes: str, learner: str = "lina", steps: list[int] | None = None) -> Made:
    """Make a dossier of somebody of the cast."""
    framework, person = framework_named("TP-AC-2020"), accounts.user_by_id(stage.cast.people[learner])
    assert framework is not None
    assert person is not None
    return make_dossier(
        stage.workspace,
        person,
        framework,
        [framework.competency(code) for code in codes or ("CP4",)],
        settings=stage.app.extensions["settings"],
        made_at=MONDAY + timedelta(hours=2),
        progress=(steps if steps is not None else []).append,
    )


@pytest.fixture
def played(stage: Stage) -> Stage:
    """Lina's week: careful, then careless, with an overdue invoice and two opinions."""
    work_with_care(stage)
    stage.do(let_an_invoice_fall_due, stage.petit)
    work_carelessly(stage)
    work_with_care(stage, orders=1, actor="karim")
    an_opinion(stage)
    an_opinion(stage, "Sur un tout autre sujet.", code="CP1.2")
    return stage


class TestADossier:
    def test_is_sound_and_known_by_the_house_s_key(self, played: Stage, tmp_path: Path) -> None:
        steps: list[int] = []
        made = make(played, steps=steps)
        settings = played.app.extensions["settings"]
        path = saved(tmp_path, made.archive)
        assert bundle.verify_dossier(path, seal_key=settings.seal_key, fingerprint=fingerprint(settings)) == []
        assert steps == list(range(len(STEPS)))

    def test_holds_every_record_of_the_workspace_as_it_was_sealed(self, played: Stage) -> None:
        made = make(played)
        lines = read_back(made.archive)["records.json"].decode().split("\n")[:-1]
        entries = [json.loads(line) for line in lines]
        stored = list(sealed_records(played.cast.workspace))
        assert [Sealed(each["position"], each["text"], each["seal"]) for each in entries] == stored
        assert made.position == len(stored)

    def test_states_what_was_observed_with_its_exhibits(self, played: Stage) -> None:
        verdicts = json.loads(read_back(make(played).archive)["verdicts.json"])
        checked = next(each for each in verdicts["criteria"] if each["code"] == "CP4.1")
        assert (checked["satisfied"], checked["violated"], checked["pending"]) == (2, 1, 0)
        assert checked["parameters"]["balance_check_hours"] == 24
        assert {each["code"] for each in verdicts["criteria"]} == {"CP4.1", "CP4.2", "CP4.3"}
        assert verdicts["decision"] is None
        missing = [e for each in checked["occasions"] for e in each["exhibits"] if e["role"] == "missing"]
        assert missing == [{"role": "missing", "activity": "balance.checked", "position": None}]

    def test_holds_the_opinions_on_what_it_is_about(self, played: Stage) -> None:
        opinions = json.loads(read_back(make(played).archive)["verdicts.json"])["opinions"]
        assert [(each["trainer"], each["code"], each["stance"]) for each in opinions] == [
            ("Mme Roy", "CP4", "favourable")
        ]
        both = json.loads(read_back(make(played, "CP1", "CP4").archive)["verdicts.json"])["opinions"]
        assert len(both) == 2

    def test_says_under_which_framework_and_procedures(self, played: Stage) -> None:
        framework = json.loads(read_back(make(played).archive)["framework.json"])
        assert framework["id"] == "TP-AC-2020"
        values = {each["key"]: each["value"] for each in framework["parameters"]}
        assert values["discount_limit_bp"] == 500
        assert "AlternatePrecedence(balance.checked" in json.dumps(framework)

    def test_names_nobody_in_its_file_name_and_manifest(self, played: Stage) -> None:
        made = make(played)
        manifest = read_back(made.archive)["manifest.json"].decode()
        assert "Lina" not in made.file_name + manifest
        assert made.file_name == f"dossier-{json.loads(manifest)['learner']['pseudonym']}-CP4-20260302.zip"
        assert made.manifest_sha256 == verify.sha256(manifest.encode())

    def test_prints_what_a_panel_reads(self, played: Stage) -> None:
        pdf = read_back(make(played).archive)["dossier.pdf"]
        words = text_of(pdf)
        for part in (
            "Lina (L-",
            "CP4 — Prévenir et gérer les impayés",
            "Constaté 2 fois sur 3 occasions, non respecté 1 fois",
            "manquant : Encours vérifié",
            "Encours : 1 240,00 €",
            "Avis de Mme Roy, le 2 mars 2026",
            "Favorable. Vérifie l’encours",
            "Décision du jury — laissée vide par le logiciel",
            "obligation de toute l’équipe",
        ):
            assert part in words, part
        assert {"verdicts.json", "framework.json"} <= set(reader(pdf).attachments)

    def test_of_several_competencies_has_a_paper_for_each(self, played: Stage) -> None:
        files = read_back(make(played, "CP1", "CP4").archive)
        assert {"dossier-CP1.pdf", "dossier-CP4.pdf"} <= set(files)

    def test_of_a_competency_without_rules_says_so(self, played: Stage) -> None:
        words = text_of(read_back(make(played, "CP8").archive)["dossier.pdf"])
        assert "Aucune règle : le journal ne suffit pas" in words

    def test_keeps_the_team_apart(self, played: Stage) -> None:
        verdicts = json.loads(read_back(make(played, learner="karim").archive)["verdicts.json"])
        checked = next(each for each in verdicts["criteria"] if each["code"] == "CP4.1")
        assert (checked["satisfied"], checked["violated"]) == (1, 0)

    def test_is_not_made_of_a_broken_chain(self, played: Stage) -> None:
        with db.engine.connect().execution_options(writing=True) as connection:
            off = {
                "sqlite": "DROP TRIGGER activity_records_no_update",
                "postgresql": "DROP TRIGGER activity_records_no_update ON activity_records",
            }
            connection.exec_driver_sql(off[connection.dialect.name])
            connection.exec_driver_sql("UPDATE activity_records SET text = replace(text, '124000', '1')")
            connection.commit()
        with pytest.raises(bundle.BrokenChain):
            make(played)


class TestTheSigningKey:
    def test_is_made_once_and_kept_for_its_owner(self, app: Flask) -> None:
        settings = app.extensions["settings"]
        assert fingerprint(settings) == fingerprint(settings)
        path = settings.data_dir / "signing.key"
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(path.read_bytes()) == 32

    def test_may_come_from_the_settings(self, app: Flask) -> None:
        from dataclasses import replace

        own = replace(app.extensions["settings"], signing_key=bytes(32))
        assert fingerprint(own) != fingerprint(app.extensions["settings"])
        assert signing_key(own).private_bytes_raw() == bytes(32)

    def test_that_was_cut_short_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "signing.key").write_bytes(b"short")
        monkeypatch.setattr("crm.training.review.export.signing.PATIENCE", 1)
        with pytest.raises(UnusableKey):
            _seed(tmp_path / "signing.key")
