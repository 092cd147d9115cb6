"""Making a dossier, step by step: read the chain, judge it anew, gather the exhibits, print, sign, pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from crm.activity.chain import Json, Sealed, first_break
from crm.activity.queries import chain_head, sealed_records
from crm.config import Settings
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.papers.render import render_dossier
from crm.papers.views import Attachment
from crm.people.accounts.models import User
from crm.people.workspaces.models import Workspace
from crm.training.frameworks.rules.facts import Fact, fact_from_text
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.frameworks.rules.judge import Judge
from crm.training.frameworks.rules.verdicts import CriterionVerdict
from crm.training.review.export import bundle, facts
from crm.training.review.export.reading import Subject, reading
from crm.training.review.export.signing import signing_key
from crm.training.review.rules import pseudonym

STEPS = (
    N_("Lecture du journal"),
    N_("Jugement"),
    N_("Pièces"),
    N_("PDF"),
    N_("Signature"),
    N_("Archive"),
)
FILES = (
    ("records.json", "Tous les enregistrements de la chaîne, un par ligne"),
    ("verdicts.json", "Les constats avec leurs pièces, et les avis"),
    ("framework.json", "Le référentiel et les règles appliquées"),
    ("manifest.json, manifest.sig", "Les empreintes des fichiers, signées"),
    ("verify.py", "La vérification, sans connexion"),
)
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Made:
    """A finished dossier."""

    archive: bytes
    manifest_sha256: str
    position: int
    file_name: str


@dataclass(frozen=True)
class _Log:
    """A chain as it was read: nothing after `head` goes into the dossier."""

    chain: str
    head: Sealed
    records: Sequence[Sealed]
    facts: Sequence[Fact]


def make_dossier(
    workspace: Workspace,
    learner: User,
    framework: Framework,
    competencies: Sequence[Competency],
    *,
    settings: Settings,
    made_at: datetime,
    progress: Progress = lambda step: None,
) -> Made:
    """Return the dossier of a learner for some competencies; `BrokenChain` if the chain is not sound.

    `progress` is told the number of each step of STEPS as it begins (from 0).
    `made_at` is real and aware.
    """
    progress(0)
    log = _read(workspace.id, settings.seal_key)
    progress(1)
    judge = Judge(framework)
    for fact in log.facts:
        judge.feed(fact)
    now = max([workspace.now, *(fact.happened_at for fact in log.facts[-1:])])
    codes = facts.codes_of(competencies)
    verdicts = [each for each in judge.verdicts(now, subject=learner.id) if each.code in codes]
    progress(2)
    spoken = facts.opinions_in(log.facts, learner_id=learner.id, framework=framework.id)
    opinions = [each for each in spoken if each.details.get("code") in codes]
    subject = _subject(workspace, learner, framework, log, now=now, settings=settings)
    files = {
        "verdicts.json": bundle.json_file(facts.findings(verdicts, opinions, pseudonym=subject.learner_code)),
        "framework.json": bundle.json_file(facts.framework_applied(framework, judge.parameters)),
    }
    progress(3)
    files |= _papers(subject, competencies, verdicts, opinions, log, files=files, made_at=made_at)
    progress(4)
    files["records.json"], last_link = bundle.records_file(log.records)
    about = _about(subject, competencies, made_at) | {"chain": _chain(log, last_link)}
    packed = bundle.sealed_up(files, about, key=signing_key(settings))
    progress(5)
    return Made(packed.archive, packed.manifest_sha256, log.head.position, _file_name(subject, competencies, made_at))


def _read(workspace_id: int, seal_key: bytes) -> _Log:
    """Read a chain up to where it ends now, and check its seals."""
    end = chain_head(workspace_id)
    head = Sealed(end.position, "", end.seal)
    records = list(takewhile(lambda each: each.position <= head.position, sealed_records(workspace_id)))
    broken = first_break(seal_key, records, head=head)
    if broken is not None:
        raise bundle.BrokenChain(broken.position, broken.reason)
    return _Log(end.key, head, records, [fact_from_text(each.text) for each in records])


def _subject(
    workspace: Workspace, learner: User, framework: Framework, log: _Log, *, now: datetime, settings: Settings
) -> Subject:
    """Return whose dossier it is."""
    return Subject(
        workspace=workspace,
        cohort=workspace.exercise.cohort.name if workspace.exercise else "",
        framework=framework,
        learner_name=learner.display_name,
        learner_code=pseudonym(settings.seal_key, learner.id),
        chain=log.chain,
        head=log.head,
        now=now,
        version=str(bundle.software()["version"]),
    )


def _papers(
    subject: Subject,
    competencies: Sequence[Competency],
    verdicts: Sequence[CriterionVerdict],
    opinions: Sequence[Fact],
    log: _Log,
    *,
    files: dict[str, bytes],
    made_at: datetime,
) -> dict[str, bytes]:
    """Return the PDF of each competency: `dossier.pdf`, or one named after each code if there are several."""
    attached = [
        Attachment(name=name, text=data.decode(), media_type="application/json", description=name)
        for name, data in files.items()
    ]
    seals = {each.position: each.seal for each in log.records}
    return {
        "dossier.pdf" if len(competencies) == 1 else f"dossier-{each.code}.pdf": render_dossier(
            reading(subject, each, verdicts, opinions, seals=seals, files=FILES), made_at=made_at, attach=attached
        )
        for each in competencies
    }


def _about(subject: Subject, competencies: Sequence[Competency], made_at: datetime) -> dict[str, Json]:
    """Return what the manifest says besides the files."""
    workspace = subject.workspace
    return {
        "made_at": made_at.isoformat(),
        "judged_at": subject.now.isoformat(),
        "software": bundle.software(),
        "learner": {"pseudonym": subject.learner_code},
        "workspace": {"id": workspace.id, "scenario": workspace.scenario, "mode": workspace.mode.value},
        "framework": {"id": subject.framework.id, "version": subject.framework.version},
        "competencies": [each.code for each in competencies],
    }


def _chain(log: _Log, last_link: str) -> Json:
    """Return where the chain ends."""
    return {"key": log.chain, "position": log.head.position, "seal": log.head.seal, "link": last_link}


def _file_name(subject: Subject, competencies: Sequence[Competency], made_at: datetime) -> str:
    """Return a file name that names nobody."""
    codes = "-".join(each.code for each in competencies)
    return f"dossier-{subject.learner_code}-{codes}-{local_date(made_at):%Y%m%d}.zip"
