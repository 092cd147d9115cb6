"""The demonstration: one class at work in one scenario, made in a few minutes on a fresh machine."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from flask import Flask

from crm.activity.door import PROCEDURES, House, Standing, Work, perform
from crm.config import ROOT, Settings
from crm.people.accounts.models import User
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Mode, StaffRole
from crm.people.workspaces.use_cases import add_staff, create_cohort, create_exercise, open_workspace
from crm.store.base import db
from crm.store.migrating import upgrade
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.training.playback.rules import Script, read_script
from crm.training.playback.use_cases import play_script
from crm.training.scenarios.use_cases import seed

SCENARIO = "nordbureau"
PASSWORD = "comptoir-demo"  # noqa: S105  (printed on the screen: the demonstration listens on this machine only)
LEARNERS = (
    "Lina",
    "Adam",
    "Aya",
    "Camille",
    "Enzo",
    "Fatou",
    "Hugo",
    "Inès",
    "Lucas",
    "Maëlys",
    "Noé",
    "Yanis",
)
SELLERS = ("sales-plan", "phone-campaign", "discovery-visit", "week-tour", "english-enquiry")
TEMPERS = ("careful", "middling", "careless", "beginner", "hurried", "collector", "hesitant")
STAFF = {"formatrice": "Mme Roy", "jury": "M. Adam-Lenoir", "admin": "Administration"}
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Login:
    """Somebody who can try the demonstration."""

    role: str
    login: str
    password: str


LOGINS = (
    Login("apprenante", "lina", PASSWORD),
    Login("formatrice", "formatrice", PASSWORD),
    Login("évaluateur", "jury", PASSWORD),
    Login("administration", "admin", PASSWORD),
)


def folder() -> Path:
    """Return where the demonstration keeps its database and keys."""
    return Path(os.environ.get("COMPTOIR_DATA", "var/demo")).resolve()


def settings() -> Settings:
    """Return the demonstration's settings: SQLite, keys drawn once and kept beside it."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    keys = _keys(place / "keys.json")
    return Settings(
        database_url=f"sqlite:///{place / 'comptoir.sqlite'}",
        secret_key=keys["secret"],
        seal_key=keys["seal"].encode(),
        data_dir=place,
        production=False,
    )


def _keys(path: Path) -> dict[str, str]:
    """Return the keys, drawn the first time; nobody else may read them."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({"secret": secrets.token_hex(32), "seal": secrets.token_hex(32)}))
    return {str(name): str(value) for name, value in json.loads(path.read_text()).items()}


def prepare(
    app: Flask, *, tell: Tell, learners: Sequence[str] = LEARNERS, scripts: Sequence[Path] | None = None
) -> None:
    """Bring the demonstration to life, unless it lives already."""
    with app.app_context():
        upgrade()
        enter(HOUSE_WORKSPACE)
        if workspaces.cohorts():
            return
        # A first start that was stopped may have left the world without its class.
        entered = workspaces.world_of(SCENARIO) is not None
    if not entered:
        tell("Préparation de l’entreprise fictive (douze mois d’historique)…")
        with app.app_context():
            seed(_house(app), SCENARIO)
    tell("Ouverture de la classe…")
    with app.app_context():
        perform(Standing(house=_house(app)), open_class, learners=learners)
    for name, script in zip(learners, casting(plays() if scripts is None else scripts), strict=False):
        tell(f"{name} travaille…")
        _let_work(app, name, script)


def plays() -> list[Path]:
    """Return the scripts that the class plays: first that of the learner whose login is shown, the careful one."""
    names = (*(f"demo-{temper}" for temper in TEMPERS), *SELLERS)
    return [ROOT / "seed_data" / "scenarios" / SCENARIO / "plays" / f"{name}.toml" for name in names]


def casting(paths: Sequence[Path]) -> Iterator[Script]:
    """Yield the scripts whole, then again and again as far as their middle: those learners are behind the others."""
    scripts = [read_script(path) for path in paths]
    yield from scripts
    yield from cycle(script.until((script.days + 1) // 2) for script in scripts)


def _house(app: Flask) -> House:
    """Return the running house."""
    found = app.extensions["house"]
    assert isinstance(found, House)  # noqa: S101  (put there by create_app)
    return found


def open_class(work: Work, *, learners: Sequence[str]) -> None:
    """Create the accounts, the class, the exercise and a workspace for each learner."""
    people: dict[str, User] = {}
    for login, name in STAFF.items():
        people[login] = create_account(
            work, login=login, display_name=name, password=PASSWORD, is_administrator=login == "admin"
        )
    cohort = create_cohort(work, name="AC-2026")
    add_staff(work, cohort, people["formatrice"], role=StaffRole.TRAINER)
    add_staff(work, cohort, people["jury"], role=StaffRole.ASSESSOR)
    exercise = create_exercise(
        work,
        cohort,
        title="Semaine de l’administration des ventes",
        scenario=SCENARIO,
        framework="TP-AC-2020",
        more_frameworks=("TP-CC-2017", "BP-VENTE"),
        mode=Mode.TRAINING,
        seed=2026,
        procedures=dict(PROCEDURES),
    )
    for name in learners:
        learner = create_account(work, login=_login(name), display_name=name, password=PASSWORD)
        open_workspace(work, exercise, name=name, members=[learner])


def _login(name: str) -> str:
    """Return a learner's login."""
    return name.lower().replace("ë", "e").replace("é", "e").replace("è", "e")


def _let_work(app: Flask, name: str, script: Script) -> None:
    """Play a script in a learner's workspace."""
    with app.app_context():
        enter(HOUSE_WORKSPACE)
        workspace_id = next(each.id for each in workspaces.all_workspaces() if each.name == name)
    with app.app_context():
        enter(workspace_id)
        workspace = workspaces.workspace_by_id(workspace_id)
        assert workspace is not None  # noqa: S101  (just found)
        play_script(_house(app), workspace, script)
        db.session.remove()
