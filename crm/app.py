"""Puts the house together: extensions, floors, rooms."""

from __future__ import annotations

import importlib
from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

import crm.activity.guards  # noqa: F401  (the guards stand as soon as the house does)
from crm.activity.door import House
from crm.config import ROOT, Settings
from crm.kernel.clock import Clock, SystemClock
from crm.people import access, journal
from crm.people.accounts import queries as accounts
from crm.store.base import db
from crm.store.engines import engine_options, prepare
from crm.web import addresses, assets, errors, filters, headers, navigation, pages, preferences

ROOMS = [
    "people.accounts",
    "people.workspaces",
    "desk.documents",
    "desk.messages",
    "prospecting.companies",
    "prospecting.qualification",
    "prospecting.privacy",
    "prospecting.market_watch",
    "prospecting.segments",
    "prospecting.conversations",
    "prospecting.files",
    "prospecting.duplicates",
    "prospecting.imports",
    "prospecting.sales_actions",
    "prospecting.campaigns",
    "prospecting.phoning",
    "field.agenda",
    "field.visits",
    "field.tours",
    "selling.catalogue",
    "selling.pricing",
    "selling.stock",
    "selling.quotes",
    "selling.negotiation",
    "selling.orders",
    "selling.deliveries",
    "selling.claims",
    "selling.amendments",
    "selling.purchase_orders",
    "selling.carriers",
    "selling.suppliers",
    "selling.supply",
    "selling.receipts",
    "billing.invoices",
    "billing.corrections",
    "billing.batches",
    "billing.payments",
    "billing.lettering",
    "billing.banking",
    "billing.ledger",
    "billing.procedure",
    "billing.einvoicing",
    "billing.dunning",
    "billing.agreements",
    "billing.recovery",
    "billing.receivables",
    "billing.derogations",
    "aftersales.loyalty",
    "aftersales.portfolio",
    "aftersales.results",
    "training.simulation",
    "training.review",
]
LARGEST_REQUEST = 10 * 1024 * 1024
LARGEST_FIELD = 512 * 1024


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Return the application for these settings."""
    app = Flask("crm", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELD,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.extensions["settings"] = settings
    app.extensions["house"] = House(clock or SystemClock(), settings.seal_key)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _furnish(app, settings)
    for room in ROOMS:
        app.register_blueprint(importlib.import_module(f"crm.{room}.routes").blueprint)
    return app


def _furnish(app: Flask, settings: Settings) -> None:
    """Start the extensions and the floors that need the app; what no address may hold is refused before anything."""
    addresses.register(app)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    Babel(app, locale_selector=preferences.chosen_language)
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(accounts.user_of_session)
    for floor in (errors, filters, headers, journal, navigation, pages, preferences):
        floor.register(app)
    assets.serve_assets(app)
    access.guard(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)  # type: ignore[method-assign]
    with app.app_context():
        engine: Engine = db.engine
        prepare(engine)
