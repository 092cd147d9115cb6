"""How the house says no on a page: refusals, strangers, lost sessions, clashes, faults."""

from __future__ import annotations

import logging

from flask import Flask, make_response, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from crm.kernel.errors import N_, Refused

MOST_SWALLOWED, PIECE = 64 * 1024 * 1024, 64 * 1024
LOG = logging.getLogger(__name__)
SENTENCES = {
    400: (N_("Demande incomprise"), N_("La demande est incomplète ou mal formée. Revenez en arrière et réessayez.")),
    403: (N_("Accès refusé"), N_("Votre rôle ne permet pas cette action.")),
    404: (N_("Page introuvable"), N_("Cette page n’existe pas, ou vous n’y avez pas accès.")),
    405: (N_("Action impossible"), N_("Cette adresse n’accepte pas cette action.")),
    413: (
        N_("Envoi trop volumineux"),
        N_("Votre envoi dépasse la taille permise. Raccourcissez le texte et réessayez."),
    ),
    429: (N_("Trop d’essais"), N_("Trop d’essais en peu de temps. Patientez quelques minutes.")),
    500: (N_("Erreur interne"), N_("Un incident est survenu. Rien n’a été enregistré ; vous pouvez réessayer.")),
    503: (
        N_("Service occupé"),
        N_("La base de données est occupée. Rien n’a été enregistré ; réessayez dans un instant."),
    ),
}


class SignInWanted(Exception):
    """The page is for people who signed in."""


def sentence(refusal: Refused) -> str:
    """Say a refusal in the reader's language."""
    # A catalogue's answer to an empty text is its own heading.
    said = {
        name: gettext(value) if isinstance(value, str) and value else value for name, value in refusal.values.items()
    }
    return str(gettext(refusal.message, **said))


def register(app: Flask) -> None:
    """Let the app answer errors with pages in the house's voice."""

    @app.errorhandler(HTTPException)
    def of_http(fault: HTTPException) -> Response:
        if fault.code is None or fault.code < 400:  # noqa: PLR2004  (redirects are answers)
            return fault.get_response()
        if fault.code == 413:  # noqa: PLR2004  (HTTP's word for it)
            swallow()
        return error_page(fault.code)

    @app.errorhandler(Refused)
    def of_refusal(fault: Refused) -> Response:
        return error_page(400, detail=sentence(fault))

    @app.errorhandler(OperationalError)
    def of_database(fault: OperationalError) -> Response:
        LOG.exception("database")
        return error_page(503)

    @app.errorhandler(Exception)
    def of_anything(fault: Exception) -> Response:
        LOG.exception("fault on %s", request.path)
        return error_page(500)


def swallow() -> None:
    """Take what a browser is still sending: it reads no answer before it has sent all."""
    left = min(request.content_length or 0, MOST_SWALLOWED)
    body = request.environ["wsgi.input"]
    while left > 0 and (piece := body.read(min(left, PIECE))):
        left -= len(piece)


def error_page(code: int, *, detail: str | None = None) -> Response:
    """Return the page of an error; a part asked for by htmx gets the same page, shown as a message."""
    title, body = SENTENCES.get(code, SENTENCES[400])
    page = render_template("house/errors/error.html", title=gettext(title), body=detail or gettext(body), code=code)
    return make_response(page, code)
