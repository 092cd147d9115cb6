"""A tour to take along: on paper, in a calendar, in a navigation device."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.field.agenda.rules.calendars import calendar_of
from crm.field.tours import queries
from crm.field.tours.routes.ground import blueprint, found_tour
from crm.field.tours.rules.tracks import gpx_of
from crm.kernel.clock import opening_of
from crm.papers.render import render_roadbook
from crm.people.access import Permission, allowed, the_workspace
from crm.places.gazetteer import CREDITS


@blueprint.get("/<int:tour_id>/roadbook.pdf")
@allowed(Permission.READ)
def roadbook(tour_id: int) -> ResponseReturnValue:
    """The tour on paper."""
    tour, workspace = found_tour(tour_id), the_workspace()
    sources = gettext("Communes : %(credits)s.", credits=CREDITS)
    book = queries.roadbook_of(tour, company=workspace.company_name, sources=sources)
    return _file(render_roadbook(book, made_at=opening_of(tour.planned_on)), "application/pdf", tour.id, "pdf")


@blueprint.get("/<int:tour_id>/tour.ics")
@allowed(Permission.READ)
def calendar(tour_id: int) -> ResponseReturnValue:
    """The tour for another program's calendar (RFC 5545)."""
    tour = found_tour(tour_id)
    text = calendar_of(tour.title, queries.visits_of(tour), stamp=the_workspace().now)
    return _file(text, "text/calendar", tour.id, "ics")


@blueprint.get("/<int:tour_id>/tour.gpx")
@allowed(Permission.READ)
def track(tour_id: int) -> ResponseReturnValue:
    """The tour for a navigation device (GPX 1.1)."""
    tour = found_tour(tour_id)
    return _file(gpx_of(queries.track_of(tour)), "application/gpx+xml", tour.id, "gpx")


def _file(content: bytes, kind: str, number: int, ending: str) -> Response:
    """Return a file of a tour; paper opens in the browser, the others are kept."""
    shown = "inline" if ending == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="tournee-{number}.{ending}"'}
    return Response(content, mimetype=kind, headers=headers)
