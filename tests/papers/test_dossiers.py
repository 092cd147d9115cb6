"""The evidence dossier: what a panel reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pypdf.generic import Destination

from crm.papers.evidence import Dossier, Verdict
from crm.papers.render import render_dossier
from tests.papers.reading import reader, text_of
from tests.papers.samples import NOW, a_dossier, a_finding, an_exhibit


def said(dossier: Dossier) -> str:
    """Return all the text of a dossier."""
    return text_of(render_dossier(dossier, made_at=NOW))


class TestTheCover:
    @pytest.mark.parametrize(
        "fact",
        [
            "Lina (L-0417)",
            "Référentiel TP-AC-2020",
            "Version du référentiel 1.2",
            "Compétence CP4 — Assurer le suivi des encours et relancer les impayés",
            "Mode situation d’évaluation, aides coupées",
            "Espace de travail Papeterie des Dunes (n° 1)",
            "Scénario office_supplies, version 2",
            "Graine du hasard 20260302",
            "Version du logiciel 0.1.0",
            "Dossier édité le 2 mars 2026, 09:00",
            "Dernière position 412",
            "Dernier sceau 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "Je déclare sur l’honneur",
            "La personne évaluée",
            "Le formateur ou la formatrice",
        ],
    )
    def test_says_who_what_and_in_which_world(self, fact: str) -> None:
        pdf = render_dossier(a_dossier(), made_at=NOW)
        assert fact in " ".join(reader(pdf).pages[0].extract_text().translate({0x202F: " ", 0xA0: " "}).split())

    def test_may_name_nobody(self) -> None:
        text = said(replace(a_dossier(criteria=0, log=0), learner_name="", opinions=()))
        assert "Personne L-0417" in text
        assert "Lina" not in text


class TestACriterion:
    def test_shows_rule_parameters_and_counts(self) -> None:
        text = said(a_dossier(criteria=1))
        assert "Pour un même client, l’encours est vérifié avant chaque commande, depuis moins de 24 heures." in text
        assert "Version de la règle : 3" in text
        assert "Délai de validité du contrôle 24 h" in text
        assert "Constaté 4 fois sur 7 occasions, non respecté 2 fois, 1 occasion en attente." in text
        assert "3 clients distincts · 5 jours distincts · dernière occasion satisfaite le 2 mars 2026" in text

    def test_keeps_finding_opinion_and_decision_apart(self) -> None:
        text = said(a_dossier(criteria=1))
        finding, opinion, decision = (
            text.rindex(heading) for heading in ("Constat — établi", "Avis du formateur — daté", "Décision du jury —")
        )
        assert finding < opinion < decision
        assert text[decision:].startswith(
            "Décision du jury — laissée vide par le logiciel Date, décision, nom et signature Pièces"
        )
        assert "Avis de Mme Roy, le 2 mars 2026" in text

    def test_shows_negative_evidence_before_the_good(self) -> None:
        text = said(a_dossier(criteria=1))
        assert text.index("Occasions non respectées") < text.index("Occasions satisfaites")
        assert "P-005" in text[text.index("Occasions non respectées") : text.index("Occasions satisfaites")]

    def test_dates_each_exhibit_twice_and_says_with_which_help(self) -> None:
        text = said(a_dossier(criteria=1))
        row = text[text.index("P-001") :]
        for part in ("simulé : 3 mars 2026", "réel : 2 mars 2026", "Lina aide consultée", "Encours vu : 1 240,00 €"):
            assert part in row
        assert "CO-2026-0001 Boulangerie Petit" in row

    def test_without_an_occasion_finds_nothing(self) -> None:
        finding = replace(
            a_finding(1, satisfied=0, violated=0, pending=0),
            verdict=Verdict.NO_OCCASION,
            last_satisfied_on=None,
            opinions=(),
            parameters=(),
            rule_version="",
            human_only="",
        )
        text = said(replace(a_dossier(log=0), criteria=(finding,), opinions=(), files=()))
        assert "Aucune occasion : le journal ne permet aucun constat." in text
        assert "Aucun avis n’a été donné à ce jour." in text
        assert "Annexe A" not in text

    def test_says_when_exhibits_are_left_out(self) -> None:
        finding = replace(a_finding(1), satisfied=10, exhibits=(an_exhibit(1, Verdict.SATISFIED),))
        assert "1 pièce sur 13 est reproduite ici" in said(replace(a_dossier(), criteria=(finding,)))

    def test_never_declares_anybody_competent(self) -> None:
        assert "acquis" not in said(a_dossier(criteria=4)).lower()


class TestTheAppendices:
    def test_show_the_log_and_how_to_verify_it(self) -> None:
        text = said(a_dossier())
        assert "Annexe A — Extrait du journal" in text
        assert "12 simulé : 14 mars 2026, 09:00" in text
        assert "9f86d081884c7d65" in text
        assert "Annexe B — Vérifier ce dossier sans connexion" in text
        assert "records.json Les enregistrements de la chaîne" in text

    def test_are_in_the_outline(self) -> None:
        entries = reader(render_dossier(a_dossier(), made_at=NOW)).outline
        titles = [str(entry.title) for entry in entries if isinstance(entry, Destination)]
        assert titles[0] == "Vue d’ensemble"
        assert titles[-2:] == ["Annexe A — Extrait du journal", "Annexe B — Vérifier ce dossier sans connexion"]


def test_a_dossier_speaks_english_too() -> None:
    text = said(replace(a_dossier(), language="en"))
    assert "Observed 4 times on 7 occasions, violated 2 times, 1 occasion pending." in text
    assert "Panel’s decision — left blank by the software" in text


def test_a_big_dossier_has_its_sixty_pages() -> None:
    pdf = render_dossier(a_dossier(criteria=13, exhibits=30, log=200), made_at=NOW)
    assert len(reader(pdf).pages) >= 40
