"""A dirty file imported and taken back, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

from crm.prospecting.imports.jobs import STEPS
from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner
from tests.prospecting.imports.samples import DIRTY


def bring(lina: Learner) -> str:
    """Send the file and return the address of its import."""
    answer = lina.client.post(f"{lina.root}/imports/new", file=(BytesIO(DIRTY.read_bytes()), DIRTY.name))
    assert answer.status == 303
    lina.open(answer.location)
    lina.follow("Continuer")
    return answer.location.removesuffix("/reading")


def finish(lina: Learner) -> None:
    """Wait until the step whose page is open has ended, and look at the page again."""
    job = STEPS.find(lina.client.browser.application, lina.path.rpartition("/")[2])
    assert job is not None
    STEPS.wait_for(job)
    lina.open(lina.path)


def mend(lina: Learner, where: str, number: int, **cells: str) -> None:
    """Open a row that is wrong and write its cells anew."""
    lina.open(f"{where}/rows?tab=wrong&edit={number}")
    lina.send(f"/rows/{number}", decision="Créer une fiche", **cells)


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    where = bring(lina)
    lina.send("/columns", columns__13__collision="Jamais", save_as="Salon")
    finish(lina)
    mend(lina, where, 6, texts__1="999980048")
    mend(lina, where, 7, texts__6="atelier@fil-de-lin.example")
    lina.open(f"{where}/rows")
    lina.send("/load")
    finish(lina)
    lina.wait_until(date(2026, 3, 3))
    lina.open("/companies/?q=col-blanc")
    lina.follow("Pressing Col-Blanc")
    lina.send("/notes", text="Rappeler jeudi : intéressé par deux fauteuils.")
    lina.open("/duplicates/")
    lina.send("/duplicates/search")
    lina.open("/companies/?q=trois-compas")
    lina.follow("Cabinet Trois-Compas")
    lina.send("/duplicates")
    lina.open("/companies/new")
    copy = {"legal_name": "Librairie Signet Bleu", "city": "Beauvais", "phone": "03 53 01 33 17"}
    lina.page = lina._submit("/companies/new", copy)
    assert "Une fiche ressemblante existe déjà" in lina.page.text
    lina.send("/companies/new", despite_likeness="y")
    lina.send("/duplicates")
    lina.follow("Comparer et fusionner")
    lina.follow("Garder plutôt l’autre fiche")
    lina.send(lina.path)
    lina.send("/undo")
    lina.open(where)
    lina.follow("Annuler l’import")
    assert "Pressing Col-Blanc" in lina.page.text
    lina.send("/undo", sure="y")
    finish(lina)
    classroom.play("import-and-undo", "karim")
    assert classroom.words("lina") == classroom.words("karim")
    assert classroom.counts("lina") == classroom.counts("karim")
