"""Dossiers on screen: choose competencies, watch the job, take the archive."""

from __future__ import annotations

from flask import abort, current_app, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.jobs import DONE, running_app
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.review.export.dossier import STEPS
from crm.training.review.export.jobs import DOSSIERS, Dossier, archive_of
from crm.training.review.export.signing import fingerprint
from crm.training.review.forms import DossierForm
from crm.training.review.queries.live import judged_competencies
from crm.training.review.queries.opinions import last_views
from crm.training.review.reader import (
    blueprint,
    choices,
    heading,
    learner_numbered,
    note_view,
    own_tabs,
    the_finding,
    the_learner,
)
from crm.training.review.rules import pseudonym
from crm.web.pages import page, turn_to


@blueprint.get("/w/<int:workspace_id>/review/dossier")
@allowed(Permission.EXPORT)
def dossier() -> ResponseReturnValue:
    """What a dossier may hold; who has looked."""
    return _dossier(DossierForm(formdata=None))


@blueprint.post("/w/<int:workspace_id>/review/dossier")
@allowed(Permission.EXPORT)
def order_dossier() -> ResponseReturnValue:
    """Begin to make a dossier; the job itself performs and records the export when its manifest is signed."""
    learner, framework = the_learner(), the_finding().framework
    form = DossierForm().offer(choices(framework))
    if not form.validate():
        return _dossier(form)
    app = running_app()
    DOSSIERS.sweep(app)
    wanted = Dossier(learner_id=learner.id, framework=framework.id, codes=tuple(form.codes.data or ()))
    return turn_to(".job", job_id=DOSSIERS.start(app, DOSSIERS.asked(wanted, here())).id)


@blueprint.get("/w/<int:workspace_id>/review/dossier/<job_id>")
@allowed(Permission.EXPORT)
def job(job_id: str) -> ResponseReturnValue:
    """How far a dossier has come."""
    found = _job(job_id)
    return page(
        "training/review/job.html",
        job=found,
        steps=[gettext(each) for each in STEPS],
        fingerprint=fingerprint(current_app.extensions["settings"]),
        status=200,
        **heading(learner_numbered(found.learner_id), "dossier"),
    )


@blueprint.get("/w/<int:workspace_id>/review/dossier/<job_id>/download")
@allowed(Permission.EXPORT)
def download(job_id: str) -> ResponseReturnValue:
    """The finished archive."""
    found = _job(job_id)
    if found.status != DONE:
        abort(404)
    note_view("download", learner_numbered(found.learner_id), the_workspace())
    path = archive_of(current_app, found)
    answer = send_file(path, mimetype="application/zip", as_attachment=True, download_name=found.file_name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _dossier(form: DossierForm) -> ResponseReturnValue:
    """Return the page on which a dossier is asked for."""
    learner, settings = the_learner(), current_app.extensions["settings"]
    note_view("dossier", learner, the_workspace())
    finding = the_finding(learner)
    form.offer(choices(finding.framework))
    if not form.is_submitted():
        form.codes.data = [each.code for each in judged_competencies(finding.framework)]
    return page(
        "training/review/dossier.html",
        **heading(learner, "dossier"),
        form=form,
        framework_tabs=own_tabs(learner, "review.dossier"),
        finding=finding,
        code=pseudonym(settings.seal_key, learner.id),
        fingerprint=fingerprint(settings),
        views=[fact_from_text(each.text) for each in last_views(the_workspace().id)],
        status=form.status,
    )


def _job(job_id: str) -> Dossier:
    """Find a job of this workspace or answer 404."""
    found = DOSSIERS.find(current_app, job_id)
    if found is None or found.workspace_id != the_workspace().id:
        abort(404)
    return found
