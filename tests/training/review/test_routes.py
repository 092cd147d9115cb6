"""The review's pages: what each person sees, and what looking leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import md5

import pytest
from flask import Flask
from sqlalchemy import event, select

from crm.activity.models import ActivityRecord
from crm.kernel.clock import FrozenClock
from crm.store.base import db
from crm.store.scoping import enter
from crm.training.review.export.jobs import DOSSIERS, Dossier
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.training.review.builders import (
    an_assessment,
    an_opinion,
    an_overdue_invoice,
    later,
    work_carelessly,
    work_with_care,
)
from tests.training.review.conftest import Play

Browser = Callable[[str], CheckingClient]
PAGES = ("review/", "review/log", "review/criteria/CP4.1", "review/dossier", "competencies", "competencies/CP4.1")


def views(app: Flask) -> list[str]:
    """Return the views recorded on the house's chain."""
    with app.app_context():
        enter(0)
        statement = select(ActivityRecord.text).where(ActivityRecord.activity == "review.viewed")
        return list(db.session.scalars(statement.order_by(ActivityRecord.position)))


class TestTheLiveList:
    def test_shows_who_does_what_and_how_far_each_competency_has_come(
        self, cast: Cast, play: Play, client: Browser
    ) -> None:
        play(work_with_care)
        play(work_carelessly)
        page = client("roy").get(f"/cohorts/{cast.cohort}/live")
        assert page.status == 200
        for words in ("Suivi en direct — AC-2026", "Lina", "Karim", "Noé", "Actif", "1 sur 3", "Commande enregistrée"):
            assert words in page.text
        assert "5 / 5" in page.text
        assert "CP4" in page.text and "CP1" in page.text

    def test_tells_the_silent_from_those_who_have_not_begun(
        self, cast: Cast, play: Play, client: Browser, clock: FrozenClock
    ) -> None:
        play(work_with_care)
        trainer = client("roy")
        for minutes, words in ((3, "Actif"), (8, "Inactif"), (20, "Bloqué ?"), (60 * 24, "Absent aujourd’hui")):
            clock.instant = later(minutes)
            page = trainer.get(f"/cohorts/{cast.cohort}/live")
            assert re.search(
                rf"Lina date simulée : 2 mars 2026 · Lina et Karim {re.escape(words)}", page.text.replace("\xa0", " ")
            ), words
        assert "Pas commencé" in page.text

    def test_refreshes_its_part_alone(self, cast: Cast, play: Play, client: Browser) -> None:
        trainer = client("roy")
        path = f"/cohorts/{cast.cohort}/live"
        assert 'hx-trigger="tick from:body"' in trainer.get(path).html
        play(work_with_care, orders=1)
        part = trainer.get(path, part="live_part")
        assert "<h1" not in part.html and 'id="live_part"' in part.html
        assert "2 / 2" in part.text

    def test_sorts_the_blocked_first(self, cast: Cast, play: Play, client: Browser, clock: FrozenClock) -> None:
        play(work_with_care, actor="karim")
        clock.instant = later(20)
        text = client("roy").get(f"/cohorts/{cast.cohort}/live?sort=state").text
        assert text.index("Karim") < text.index("Noé")

    def test_asks_the_database_as_often_for_one_act_as_for_many(
        self, app: Flask, cast: Cast, play: Play, client: Browser
    ) -> None:
        trainer, path = client("roy"), f"/cohorts/{cast.cohort}/live"
        trainer.get(path)
        counts = []
        for orders in (1, 6):
            play(work_with_care, orders=orders)
            asked: list[str] = []

            def note(
                connection: object, cursor: object, statement: str, *rest: object, asked: list[str] = asked
            ) -> None:
                asked.append(statement)

            with app.app_context():
                engine = db.engine
            event.listen(engine, "before_cursor_execute", note)
            trainer.get(path)
            event.remove(engine, "before_cursor_execute", note)
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 12

    def test_is_not_for_learners(self, cast: Cast, client: Browser) -> None:
        for name in ("lina", "noe"):
            assert client(name).get(f"/cohorts/{cast.cohort}/live").status == 404


class TestTheMatrix:
    def test_counts_each_criterion_and_never_says_acquired(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care)
        play(work_carelessly)
        page = client("roy").get(f"/w/{cast.workspace}/review/")
        assert "Prévenir et gérer les impayés" in page.text
        assert "Constaté 2 fois sur 3 occasions" in page.text
        assert "Encours contrôlé avant chaque nouvelle commande" in page.text
        assert "acquis" not in page.text.lower()

    def test_keeps_the_members_of_a_team_apart(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care)
        path, karim = f"/w/{cast.workspace}/review/", cast.people["karim"]
        trainer = client("roy")
        assert "Constaté 2 fois sur 2 occasions" in trainer.get(path).text
        page = trainer.get(f"{path}?learner={karim}")
        assert "Constaté 2 fois" not in page.text
        assert "Karim" in page.reader.title
        assert trainer.get(f"{path}?learner={cast.people['noe']}").status == 404

    def test_shows_the_whole_framework_when_asked(self, cast: Cast, client: Browser) -> None:
        trainer = client("roy")
        assert "CP8.1" not in trainer.get(f"/w/{cast.workspace}/review/").text
        page = trainer.get(f"/w/{cast.workspace}/review/?all=1")
        assert "CP8.1" in page.text and "Le journal ne suffit pas" in page.text

    def test_is_shown_to_the_learner_without_the_form(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care)
        play(an_opinion)
        page = client("lina").get(f"/w/{cast.workspace}/competencies")
        assert "Constaté 2 fois sur 2 occasions" in page.text
        assert "sans qu’on le lui rappelle" in page.text
        assert "Donner un avis" not in page.text
        assert "Suivi en direct" not in page.text

    def test_shows_a_learner_nobody_else(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care, actor="karim")
        page = client("lina").get(f"/w/{cast.workspace}/competencies?learner={cast.people['karim']}")
        assert "Lina" in page.reader.title or "Lina" in page.text
        assert "Constaté 2 fois" not in page.text

    def test_hides_verdicts_in_an_assessment(self, cast: Cast, play: Play, client: Browser) -> None:
        play(an_assessment)
        browser = client("lina")
        for path in ("competencies", "competencies/CP4.1"):
            page = browser.get(f"/w/{cast.workspace}/{path}")
            assert "Les constats ne sont pas montrés" in page.text
            assert "Constaté" not in page.text
        assert "CP4.1" in client("roy").get(f"/w/{cast.workspace}/review/").text

    def test_leads_a_trainer_from_the_learner_s_page_to_the_review(self, cast: Cast, client: Browser) -> None:
        trainer = client("roy")
        assert trainer.get(f"/w/{cast.workspace}/competencies").location.endswith("/review/")
        assert "/review/criteria/CP4.1" in trainer.get(f"/w/{cast.workspace}/competencies/CP4.1").location


class TestACriterion:
    def test_shows_rule_parameters_and_the_records_behind_each_figure(
        self, cast: Cast, play: Play, client: Browser
    ) -> None:
        play(work_with_care, orders=1)
        play(work_carelessly)
        page = client("roy").get(f"/w/{cast.workspace}/review/criteria/CP4.1")
        for words in (
            "La règle appliquée",
            "24 h",
            "Encours vérifié",
            "Commande enregistrée",
            "CMD-2026-0001",
            "Boulangerie Petit",
            "En autonomie",
            "1 240,00 €",
            "Manquant",
            "Décision du jury",
        ):
            assert words in page.text.replace("\u202f", " ").replace("\xa0", " "), words
        assert page.text.index("P-001 Non respecté") < page.text.index("P-002 Satisfait")

    def test_narrows_to_one_verdict(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care, orders=1)
        page = client("roy").get(f"/w/{cast.workspace}/review/criteria/CP4.1?verdict=violated")
        assert "Aucune occasion de ce genre" in page.text

    def test_says_until_when_what_is_pending_is_due(self, cast: Cast, play: Play, client: Browser) -> None:
        play(an_overdue_invoice)
        page = client("roy").get(f"/w/{cast.workspace}/review/criteria/CP4.2")
        assert "attendu avant le" in page.text
        assert "Obligation de l’équipe" in page.text

    def test_without_an_occasion_is_no_success(self, cast: Cast, client: Browser) -> None:
        page = client("roy").get(f"/w/{cast.workspace}/review/criteria/CP4.3")
        assert "Ce n’est pas une réussite" in page.text

    def test_without_a_rule_invents_no_figure(self, cast: Cast, client: Browser) -> None:
        page = client("roy").get(f"/w/{cast.workspace}/review/criteria/CP8.1")
        assert "le logiciel n’invente pas de chiffre" in page.text

    def test_unknown_is_nowhere(self, cast: Cast, client: Browser) -> None:
        assert client("roy").get(f"/w/{cast.workspace}/review/criteria/CP99").status == 404

    def test_is_open_to_the_learner(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care, orders=1)
        page = client("lina").get(f"/w/{cast.workspace}/competencies/CP4.1")
        assert "P-001 Satisfait" in page.text


class TestTheLog:
    def test_is_filtered_by_subject_actor_persons_and_day(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care, orders=1)
        play(work_with_care, orders=1, actor="karim")
        trainer, path = client("roy"), f"/w/{cast.workspace}/review/log"
        karim = cast.people["karim"]
        assert "Exercice ouvert" in trainer.get(path).text
        assert "Commande enregistrée" not in trainer.get(f"{path}?subject=balance").text
        assert "Encours vérifié" in trainer.get(f"{path}?subject=balance").text
        assert "Exercice ouvert" not in trainer.get(f"{path}?persons=1").text
        rows = trainer.get(f"{path}?actor={karim}").html
        assert rows.count("Encours vérifié") == 1
        assert "Exercice ouvert" in trainer.get(f"{path}?actor=house").text
        assert "Aucun résultat" in trainer.get(f"{path}?since=2026-03-09").text
        assert "Aucun résultat" in trainer.get(f"{path}?until=2026-01-01").text
        assert "Encours vérifié" in trainer.get(f"{path}?since=2026-03-02&until=2026-03-02").text

    def test_goes_on_page_by_page(self, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care, orders=30)
        page = client("roy").get(f"/w/{cast.workspace}/review/log")
        more = next(link for link in page.reader.links if "after=" in link)
        assert "Exercice ouvert" in client("roy").get(more).text

    def test_does_not_stumble_over_a_wrong_filter(self, cast: Cast, client: Browser) -> None:
        path = f"/w/{cast.workspace}/review/log"
        page = client("roy").get(f"{path}?subject=nonsense&actor=nobody&since=hier&after=x")
        assert page.status == 200


class TestAnOpinion:
    def test_is_dated_signed_and_kept_beside_the_earlier_one(self, cast: Cast, play: Play, client: Browser) -> None:
        play(an_opinion, "Premier avis.")
        trainer = client("roy")
        path = f"/w/{cast.workspace}/review/opinions?learner={cast.people['lina']}"
        answer = trainer.post(path, code="CP4", stance="to_work_on", text="Deux relances oubliées.")
        assert answer.status == 303
        page = trainer.get(answer.location)
        for words in ("Premier avis.", "Deux relances oubliées.", "À consolider", "Mme Roy", "2 mars 2026"):
            assert words in page.text

    def test_on_a_criterion_returns_to_it(self, cast: Cast, client: Browser) -> None:
        path = f"/w/{cast.workspace}/review/opinions?learner={cast.people['lina']}"
        answer = client("roy").post(path, code="CP4.1", stance="favourable", text="Toujours vérifié.")
        assert answer.status == 303 and "/criteria/CP4.1" in answer.location

    @pytest.mark.parametrize("code", ["CP4", "CP4.1"])
    def test_without_a_word_is_refused_where_it_was_typed(self, cast: Cast, client: Browser, code: str) -> None:
        path = f"/w/{cast.workspace}/review/opinions"
        page = client("roy").post(path, code=code, stance="to_work_on", text=" ")
        assert page.status == 422
        assert "Ce champ est obligatoire." in page.text or "Écrivez votre avis" in page.text
        assert 'value="to_work_on" selected' in page.html or 'selected value="to_work_on"' in page.html

    def test_about_something_unknown_is_refused(self, cast: Cast, client: Browser) -> None:
        path = f"/w/{cast.workspace}/review/opinions"
        assert client("roy").post(path, code="CP99", stance="favourable", text="Bien.").status == 422

    def test_is_the_trainer_s_alone(self, cast: Cast, client: Browser) -> None:
        path = f"/w/{cast.workspace}/review/opinions"
        for name in ("lina", "adam"):
            assert client(name).post(path, code="CP4", stance="favourable", text="Bien.").status == 403


class TestTheDossier:
    def test_is_asked_for_made_and_taken_away(self, app: Flask, cast: Cast, play: Play, client: Browser) -> None:
        play(work_with_care)
        play(an_opinion)
        trainer = client("roy")
        path = f"/w/{cast.workspace}/review/dossier?learner={cast.people['lina']}"
        page = trainer.get(path)
        assert "CP4 — Prévenir et gérer les impayés" in page.text
        answer = trainer.post(path, codes=["CP4"], submission="the-form")
        assert answer.status == 303
        again = trainer.post(path, codes=["CP4"], submission="the-form")
        assert again.location == answer.location
        waited = DOSSIERS.find(app, answer.location.rpartition("/")[2])
        assert waited is not None
        DOSSIERS.wait_for(waited)
        done = trainer.get(answer.location)
        assert "Le dossier est prêt" in done.text
        assert "python verify.py --fingerprint" in done.text
        part = trainer.get(answer.location, part="job_part")
        assert "<h1" not in part.html and "Télécharger l’archive" in part.text
        archive = trainer.browser.get(f"{answer.location}/download")
        assert archive.status_code == 200 and archive.data[:2] == b"PK"
        name = archive.headers["Content-Disposition"]
        assert "Lina" not in name and re.search(r"dossier-L-[0-9A-F]{8}-CP4-20260302\.zip", name)
        exported = play(Stage.last, "dossier.exported")
        assert exported["actor"]["name"] == "Mme Roy"
        assert len(exported["details"]["manifest_sha256"]) == 64
        assert client("karim").get(answer.location).status == 403
        assert client("noe").get(answer.location).status == 404
        elsewhere = answer.location.replace(f"/w/{cast.workspace}/", f"/w/{cast.elsewhere}/")
        assert trainer.get(elsewhere).status == 404

    def test_of_nothing_is_refused(self, cast: Cast, client: Browser) -> None:
        page = client("roy").post(f"/w/{cast.workspace}/review/dossier")
        assert page.status == 422 and "Choisissez au moins une compétence." in page.text

    def test_shows_its_progress(self, app: Flask, cast: Cast, client: Browser) -> None:
        job = an_old_job(app, cast, beat_at=later(0))
        page = client("roy").get(f"/w/{cast.workspace}/review/dossier/{job.id}")
        assert "Jugement" in page.text and "hx-get" in page.html
        download = client("roy").get(f"/w/{cast.workspace}/review/dossier/{job.id}/download")
        assert download.status == 404

    def test_says_that_a_restart_interrupted_it(
        self, app: Flask, cast: Cast, client: Browser, clock: FrozenClock
    ) -> None:
        job = an_old_job(app, cast, beat_at=later(0))
        clock.instant = later(10)
        page = client("roy").get(f"/w/{cast.workspace}/review/dossier/{job.id}")
        assert "Préparation interrompue" in page.text and "Réessayer" in page.text

    @pytest.mark.parametrize(("status", "words"), [("failed", "a échoué"), ("broken", "est rompue")])
    def test_says_what_went_wrong(self, app: Flask, cast: Cast, client: Browser, status: str, words: str) -> None:
        job = an_old_job(app, cast, beat_at=later(0), status=status)
        assert words in client("roy").get(f"/w/{cast.workspace}/review/dossier/{job.id}").text

    def test_unknown_is_nowhere(self, cast: Cast, client: Browser) -> None:
        trainer = client("roy")
        for name in ("0" * 32, "..%2F..%2Fsigning", "x"):
            assert trainer.get(f"/w/{cast.workspace}/review/dossier/{name}").status == 404


def an_old_job(app: Flask, cast: Cast, *, beat_at: datetime, status: str = "running") -> Dossier:
    """Leave a job behind as another process would have."""
    job = Dossier(
        id=md5(f"{status}{beat_at}".encode(), usedforsecurity=False).hexdigest(),
        workspace_id=cast.workspace,
        learner_id=cast.people["lina"],
        asked_by=cast.people["roy"],
        codes=("CP4",),
        asked_at=beat_at.isoformat(),
        beat_at=beat_at.isoformat(),
        server="another",
        status=status,
        done=1,
    )
    DOSSIERS.save(app, job)
    return job


class TestAnAssessor:
    def test_leaves_a_view_for_each_page_and_nothing_on_the_learner_s_chain(
        self, app: Flask, cast: Cast, play: Play, client: Browser
    ) -> None:
        play(work_with_care)
        before = play(Stage.records)
        assessor = client("adam")
        assert assessor.get(f"/cohorts/{cast.cohort}/live").status == 200
        for path in PAGES[:4]:
            assert assessor.get(f"/w/{cast.workspace}/{path}").status == 200
        seen = views(app)
        assert [re.search(r'"page":"(\w+)"', text).group(1) for text in seen] == [  # type: ignore[union-attr]
            "live",
            "findings",
            "log",
            "criterion",
            "dossier",
        ]
        assert all('"name":"M. Adam"' in text for text in seen)
        assert play(Stage.records) == before
        assert "M. Adam" in client("roy").get(f"/w/{cast.workspace}/review/dossier").text

    def test_leaves_a_view_when_taking_the_archive(self, app: Flask, cast: Cast, client: Browser) -> None:
        assessor = client("adam")
        answer = assessor.post(f"/w/{cast.workspace}/review/dossier", codes=["CP1", "CP4"])
        found = DOSSIERS.find(app, answer.location.rpartition("/")[2])
        assert found is not None
        DOSSIERS.wait_for(found)
        assert assessor.get(f"{answer.location}/download").status == 200
        assert '"page":"download"' in views(app)[-1]

    def test_reads_without_opinions_to_give_nor_ticking(self, cast: Cast, client: Browser) -> None:
        assessor = client("adam")
        assert "Donner un avis" not in assessor.get(f"/w/{cast.workspace}/review/").text
        assert "tick from:body" not in assessor.get(f"/cohorts/{cast.cohort}/live").html

    def test_whose_time_is_over_is_a_stranger(self, cast: Cast, client: Browser, clock: FrozenClock) -> None:
        assessor = client("adam")
        clock.instant = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
        for path in (f"/cohorts/{cast.cohort}/live", f"/w/{cast.workspace}/review/"):
            assert assessor.get(path).status == 404

    def test_is_no_member_of_the_workspace(self, cast: Cast, client: Browser) -> None:
        assert client("adam").get(f"/w/{cast.workspace}/competencies").status == 403

    def test_a_trainer_s_look_leaves_nothing(self, app: Flask, cast: Cast, client: Browser) -> None:
        client("roy").get(f"/w/{cast.workspace}/review/")
        assert views(app) == []


class TestStrangers:
    def test_learners_elsewhere_find_nothing(self, cast: Cast, client: Browser) -> None:
        browser = client("noe")
        for path in PAGES:
            assert browser.get(f"/w/{cast.workspace}/{path}").status == 404, path
        assert browser.post(f"/w/{cast.workspace}/review/opinions", code="CP4").status == 404
        assert browser.post(f"/w/{cast.workspace}/review/dossier", codes=["CP4"]).status == 404

    def test_learners_see_no_review_page(self, cast: Cast, client: Browser) -> None:
        browser = client("lina")
        for path in PAGES[:4]:
            assert browser.get(f"/w/{cast.workspace}/{path}").status == 403, path

    def test_nobody_is_asked_to_sign_in(self, cast: Cast, client: Browser) -> None:
        for path in PAGES:
            assert client("").get(f"/w/{cast.workspace}/{path}").status == 303, path
