"""News on screen: what waits to be read, and one piece of it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here
from crm.prospecting.market_watch import queries, use_cases
from crm.prospecting.market_watch.choices import NewsKind
from crm.prospecting.market_watch.models import News
from crm.prospecting.market_watch.queries import NewsFilter
from crm.prospecting.market_watch.routes.ground import View, blueprint, chosen, options, tabs, the_news
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The news that wait to be read, or all of them; filters in the URL."""
    wanted = NewsFilter(
        unread="all" not in request.args,
        search=request.args.get("q", "")[:100],
        news_kind=chosen(NewsKind, "kind"),
    )
    return page(
        "prospecting/market_watch/news.html",
        tabs=tabs(View.NEWS),
        wanted=wanted,
        slice=queries.news_page(wanted, cursor=request.args.get("after")),
        count=queries.news_count(wanted),
        unread=queries.unread_count(),
        everything=queries.news_count(NewsFilter(unread=False)),
        kinds=options(NewsKind),
    )


@blueprint.get("/news/<int:news_id>")
@allowed(Permission.READ)
def news(news_id: int) -> ResponseReturnValue:
    """One piece of news: its headline until it is read, then all of it."""
    return _news(the_news(news_id))


@blueprint.post("/news/<int:news_id>/read")
@allowed(Permission.SELL)
def read(news_id: int) -> ResponseReturnValue:
    """Read it: an act."""
    found, form = the_news(news_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.read_news, found)
    return turn_to(".news", news_id=news_id)


def _news(found: News) -> ResponseReturnValue:
    """Return the page of a piece of news."""
    denied = queries.what_is_denied(found)
    denial = queries.what_denies(found)
    return page(
        "prospecting/market_watch/news_item.html",
        item=found,
        source=queries.source_of(found),
        sheet=queries.competitor_named(found.competitor) if found.competitor else None,
        notes=queries.answers_to(found),
        denied=denied[0] if denied and found.is_read else None,
        denial=denial if denial is not None and denial.is_read else None,
        entries=timeline(kind=News.kind, object_id=found.id),
    )
