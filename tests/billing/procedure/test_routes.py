"""The procedure on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm.billing.procedure import rules
from tests.builders import Cast
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def typed(**changes: Any) -> dict[str, Any]:
    """Return the whole procedure as the form sends it."""
    fields: dict[str, Any] = {}
    for place, days in enumerate((5, 12, 25, 40)):
        fields |= {
            f"steps-{place}-days": str(days),
            f"steps-{place}-channel": "post",
            f"steps-{place}-decided_by": "manager",
            f"steps-{place}-text_fr": "Réglez {number}.",
            f"steps-{place}-text_en": "",
        }
    return fields | changes


class TestTheProcedure:
    def test_everybody_reads_it(self, client: Open, at: str) -> None:
        page = client("lina").get(f"{at}/dunning/procedure")
        for words in ("Mise en demeure (niveau 3)", "38", "12,15", "en cours"):
            assert words in page.text
        assert "Modifier la procédure" not in page.text

    def test_the_trainer_changes_it(self, backstage: Backstage, client: Open, at: str) -> None:
        browser = client("roy")
        assert "Modifier la procédure" in browser.get(f"{at}/dunning/procedure").text
        answer = browser.post(f"{at}/dunning/procedure", **typed())
        assert answer.status == 303
        assert "40" in browser.get(answer.location).text
        steps = backstage(lambda stage: stage.last("dunning_procedure.defined")["details"]["steps"])
        assert [each["days"] for each in steps] == [5, 12, 25, 40]
        assert [each["own_text"] for each in steps] == [True, True, True, False]

    def test_the_house_texts_are_not_taken_for_its_own(self, backstage: Backstage, client: Open, at: str) -> None:
        texts = {f"steps-{place}-text_fr": rules.house_text(place + 1, "fr") for place in range(3)}
        crlf: dict[str, Any] = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
        assert client("roy").post(f"{at}/dunning/procedure", **typed(**crlf)).status == 303
        steps = backstage(lambda stage: stage.last("dunning_procedure.defined")["details"]["steps"])
        assert [each["own_text"] for each in steps] == [False] * 4

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"steps-1-days": "5"}, "Chaque étape vient après la précédente"),
            ({"steps-0-text_fr": "Bonjour {secret}"}, "secret"),
            ({"steps-0-days": ""}, "obligatoire"),
        ],
    )
    def test_must_make_sense(self, client: Open, at: str, changes: dict[str, Any], message: str) -> None:
        answer = client("roy").post(f"{at}/dunning/procedure", **typed(**changes))
        assert answer.status == 422
        assert message in answer.text

    def test_a_learner_may_not(self, client: Open, at: str) -> None:
        assert client("lina").post(f"{at}/dunning/procedure", **typed()).status == 403


class TestTheRates:
    def test_are_set_by_the_trainer(self, client: Open, at: str) -> None:
        browser = client("roy")
        fields: dict[str, Any] = {
            "year": "2026",
            "half": "2",
            "late": "12,4",
            "legal_other": "2,5",
            "legal_individual": "6,5",
        }
        answer = browser.post(f"{at}/dunning/rates", **fields)
        assert answer.status == 303
        assert "12,4" in browser.get(answer.location).text
        answer = browser.post(f"{at}/dunning/rates", **(fields | {"late": "7"}))
        assert answer.status == 422
        assert "trois fois l’intérêt légal" in answer.text
