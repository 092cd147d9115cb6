"""The command line: what it does, and the clear line with exit status 1 when it cannot."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crm import demo
from crm.app import create_app
from crm.cli.main import main
from tests.seeded import SECRET

pytestmark = pytest.mark.once
Run = Callable[..., Result]
SCRIPT = """
title = "Une fiche"
[[step]]
do = "companies.create_company"
with = { data = { legal_name = "Garage Tilleul", siren = "200000008" } }
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, seeded_file: Path) -> Path:
    """A demonstration with one learner who has done nothing yet."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(seeded_file, folder / "comptoir.sqlite")
    (folder / "keys.json").write_text(json.dumps({"secret": SECRET, "seal": SECRET}), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPTOIR_DATA", str(folder))
        patch.delenv("COMPTOIR_DATABASE_URL", raising=False)
        demo.prepare(create_app(demo.settings()), tell=lambda line: None, learners=("Lina",), scripts=())
    return folder


@pytest.fixture
def run(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a copy of the demonstration."""
    shutil.copytree(prepared, tmp_path / "data")
    monkeypatch.setenv("COMPTOIR_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COMPTOIR_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def workspace(prepared: Path) -> int:
    """The number of Lina's workspace."""
    with sqlite3.connect(prepared / "comptoir.sqlite") as connection:
        return int(connection.execute("SELECT id FROM workspaces WHERE name = 'Lina'").fetchone()[0])


@pytest.fixture
def world(prepared: Path) -> int:
    """The number of the seeded world, from which workspaces are copied."""
    with sqlite3.connect(prepared / "comptoir.sqlite") as connection:
        return int(connection.execute("SELECT id FROM workspaces WHERE exercise_id IS NULL").fetchone()[0])


def script(tmp_path: Path, text: str = SCRIPT) -> Path:
    path = tmp_path / "script.toml"
    path.write_text(text, "utf-8")
    return path


class TestDemo:
    def test_a_second_start_finds_everything_and_prints_the_logins(self, run: Run) -> None:
        answer = run("demo", "--no-serve")
        assert answer.exit_code == 0, answer.output
        assert "http://127.0.0.1:8000/" in answer.output
        assert demo.PASSWORD in answer.output
        assert "Préparation" not in answer.output


class TestPlay:
    def test_a_script_is_played_and_said_in_json(self, run: Run, workspace: int, tmp_path: Path) -> None:
        answer = run("play", script(tmp_path), "--workspace", workspace, "--json")
        assert answer.exit_code == 0, answer.output
        assert json.loads(answer.output)["acts"] == 1

    def test_checking_writes_nothing(self, run: Run, workspace: int, tmp_path: Path) -> None:
        assert json.loads(run("play", script(tmp_path), "--workspace", workspace, "--check", "--json").output) == {
            "steps": 1
        }
        again = run("play", script(tmp_path), "--workspace", workspace, "--json")
        assert json.loads(again.output)["acts"] == 1

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (SCRIPT.replace("create_company", "make_company"), "étape 1 : cas d’usage inconnu"),
            (SCRIPT.replace('do = "comp', 'at = "2026-13-01"\ndo = "comp'), "date impossible"),
            (SCRIPT.replace("with =", "within ="), "clé inconnue : within"),
        ],
    )
    def test_a_bad_script_is_one_clear_line(
        self, run: Run, workspace: int, tmp_path: Path, text: str, words: str
    ) -> None:
        answer = run("play", script(tmp_path, text), "--workspace", workspace)
        assert answer.exit_code == 1
        assert words in answer.output
        assert len(answer.output.strip().splitlines()) == 1

    def test_a_workspace_that_is_not_there_is_said(self, run: Run, tmp_path: Path) -> None:
        answer = run("play", script(tmp_path), "--workspace", 99)
        assert answer.exit_code == 1
        assert "99 n’existe pas" in answer.output


class TestTime:
    def test_days_pass(self, run: Run, workspace: int) -> None:
        answer = run("advance", "--workspace", workspace, "--days", 2, "--json")
        assert json.loads(answer.output)["today"] == "2026-03-04"


class TestEvidence:
    def test_judging_says_each_criterion(self, run: Run, workspace: int) -> None:
        verdicts = json.loads(run("judge", "--workspace", workspace, "--json").output)
        assert {"CP1.1", "CP4.3"} <= {each["code"] for each in verdicts}
        assert all(each["rule"] for each in verdicts if each["code"].startswith(("CP1", "CP4")))

    def test_by_another_framework_if_it_is_named(self, run: Run, workspace: int) -> None:
        verdicts = json.loads(run("judge", "--workspace", workspace, "--framework", "TP-CC-2017", "--json").output)
        assert next(each for each in verdicts if each["code"] == "CP7.7")["rule"]

    def test_a_seeded_world_has_no_framework_of_its_own(self, run: Run, world: int) -> None:
        answer = run("judge", "--workspace", world)
        assert answer.exit_code == 1
        assert "nommez un référentiel" in answer.output

    def test_an_unknown_framework_is_said(self, run: Run, workspace: int) -> None:
        answer = run("judge", "--workspace", workspace, "--framework", "XX")
        assert answer.exit_code == 1
        assert "« XX » n’existe pas" in answer.output

    def test_a_dossier_is_exported_verified_and_refused_when_a_byte_changed(
        self, run: Run, workspace: int, tmp_path: Path
    ) -> None:
        path = tmp_path / "dossier.zip"
        words = ("export", "dossier", "--workspace", workspace, "--competency", "CP4", "--output", path)
        made = run(*words, "--learner", "lina", "--json")
        assert made.exit_code == 0, made.output
        assert run("verify", path).exit_code == 0
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(content)
        assert run("verify", path).exit_code == 1
        assert "zoe" in run(*words, "--learner", "zoe").output
        assert run(*words, "--learner", "lina", "--competency", "CP99").exit_code == 1

    def test_chains_are_verified_and_a_broken_one_is_found(self, run: Run, workspace: int, tmp_path: Path) -> None:
        assert run("verify").output.strip() == "Tout est intact."
        assert run("verify", "--workspace", workspace).exit_code == 0
        assert run("verify", "--workspace", 99).exit_code == 1
        with sqlite3.connect(tmp_path / "data" / "comptoir.sqlite") as connection:
            connection.execute("DROP TRIGGER activity_records_no_update")
            connection.execute(
                "UPDATE activity_records SET text = replace(text, 'Nordbureau', 'Sudbureau') "
                "WHERE workspace_id = ? AND position = 1",
                (workspace,),
            )
        answer = run("verify", "--json")
        assert answer.exit_code == 1
        assert "position 1" in json.loads(answer.output)["faults"][0]


class TestCentre:
    def test_a_backup_comes_back_verified(self, run: Run, workspace: int, tmp_path: Path) -> None:
        saved = tmp_path / "saved.backup"
        assert run("backup", saved).exit_code == 0
        assert run("backup", saved).exit_code == 1
        run("play", script(tmp_path), "--workspace", workspace)
        assert run("restore", saved).exit_code == 1
        answer = run("restore", saved, "--force")
        assert answer.exit_code == 0, answer.output
        assert run("verify").exit_code == 0

    def test_an_administrator_is_created_once(self, run: Run) -> None:
        words = ("create-administrator", "--login", "chef", "--name", "La cheffe", "--password", "long-enough-1")
        assert run(*words).exit_code == 0
        answer = run(*words)
        assert answer.exit_code == 1
        assert "déjà pris" in answer.output

    def test_a_scenario_is_seeded_once_and_an_unknown_one_refused(self, run: Run) -> None:
        assert run("seed", "nordbureau").exit_code == 1
        assert run("seed", "nulle-part").exit_code == 1

    def test_the_schema_is_up_to_date(self, run: Run) -> None:
        assert run("upgrade").exit_code == 0


def test_the_acts_are_listed_with_their_inputs(run: Run) -> None:
    acts = json.loads(run("actions", "--json").output)
    assert {"do", "summary", "inputs"} == set(acts[0])
    assert "quotes.send_quote(quote: Quote, channel: Channel, follow_up_on?: date)\n" in run("actions").output
