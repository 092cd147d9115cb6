"""Classes, exercises and workspaces: state and record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from crm.activity.door import Standing, Work, perform
from crm.activity.queries import verify_chain
from crm.kernel.actor import Assistance
from crm.people.accounts import rules as passwords
from crm.people.accounts import use_cases as accounts
from crm.people.accounts.models import User
from crm.people.workspaces import queries, use_cases
from crm.people.workspaces.models import Cohort, Exercise, Membership, Mode, StaffRole, Workspace
from crm.prospecting.companies.models import Company
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.builders import MONDAY, Cast
from tests.looking import facts

P = ParamSpec("P")
T = TypeVar("T")


class Centre:
    """The house, from inside."""

    def __init__(self, app: Flask) -> None:
        """Stand outside any workspace."""
        self.app = app
        self.house = app.extensions["house"]

    def do(self, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform as the house."""
        return perform(Standing(house=self.house), use_case, *args, **kwargs)

    @property
    def cohort(self) -> Cohort:
        """The class of the cast."""
        return db.session.scalars(select(Cohort)).one()

    @property
    def exercise(self) -> Exercise:
        """Its exercise."""
        return db.session.scalars(select(Exercise)).one()

    def user(self, login: str) -> User:
        """Somebody of the cast."""
        return db.session.scalars(select(User).where(User.login == login)).one()


@pytest.fixture
def centre(app: Flask, cast: Cast) -> Iterator[Centre]:
    """The house of the cast."""
    with app.app_context():
        enter(HOUSE_WORKSPACE)
        yield Centre(app)


class TestAccounts:
    def test_a_login_is_kept_in_lower_case_and_once(self, centre: Centre) -> None:
        user = centre.do(accounts.create_account, login=" Zoé ", display_name=" Zoé ", password="motdepasse")
        assert (user.login, user.display_name, user.initials) == ("zoé", "Zoé", "Z")
        with pytest.raises(accounts.LoginTaken, match="zoé"):
            centre.do(accounts.create_account, login="ZOÉ", display_name="Autre", password="motdepasse")

    def test_a_short_password_is_none(self, centre: Centre) -> None:
        with pytest.raises(accounts.WeakPassword, match="8"):
            centre.do(accounts.create_account, login="z", display_name="Z", password="1234567")

    def test_passwords_are_hashed_and_compared_as_typed(self) -> None:
        hashed = passwords.hash_password("pâté de 1 kg")
        assert hashed.startswith("$argon2id$")
        assert "pâté" not in hashed
        assert passwords.password_fits(hashed, "pa\u0302té de 1 kg")
        assert not passwords.password_fits(hashed, "pate de 1 kg")
        assert not passwords.password_fits("", "x")

    def test_codes_can_be_read_aloud(self) -> None:
        codes = {passwords.new_code() for _ in range(50)}
        assert len(codes) == 50
        assert all(len(code) == 14 and not set(code) & set("01ilo") for code in codes)

    @pytest.mark.parametrize(
        ("name", "login"),
        [
            ("Zoé L’Haÿ", "zoe.lhay"),
            ("Jean-Marc", "jean.marc"),
            ("張偉", "apprenant"),
            ("", "apprenant"),
            ("x" * 99, "x" * 60),
        ],
    )
    def test_a_login_is_made_of_a_name(self, name: str, login: str) -> None:
        assert passwords.login_from(name) == login


class TestCohorts:
    def test_two_classes_do_not_share_a_name(self, centre: Centre) -> None:
        with pytest.raises(use_cases.CohortNameTaken, match="AC-2026"):
            centre.do(use_cases.create_cohort, name="AC-2026")

    def test_who_creates_a_class_stands_beside_it(self, centre: Centre) -> None:
        cohort = centre.do(use_cases.create_own_cohort, centre.user("roy"), name="AC-2027")
        assert [(staff.role, user.login) for staff, user in queries.staff_members(cohort)] == [
            (StaffRole.TRAINER, "roy")
        ]
        assert facts(centre.app, HOUSE_WORKSPACE)[-2]["activity"] == "cohort.created"

    def test_a_role_may_change_and_end(self, centre: Centre) -> None:
        centre.do(use_cases.invite_staff, centre.cohort, login="ADAM ", role=StaffRole.TRAINER, until=date(2026, 3, 2))
        adam = centre.user("adam")
        found = queries.staff_of(adam, centre.cohort.id, today=date(2026, 3, 2))
        assert found is not None and found.role is StaffRole.TRAINER
        assert queries.staff_of(adam, centre.cohort.id, today=date(2026, 3, 3)) is None
        assert queries.cohorts_beside(adam, today=date(2026, 3, 3)) == []
        details = facts(centre.app, HOUSE_WORKSPACE)[-1]["details"]
        assert details == {"role": "trainer", "until": "2026-03-02"}

    def test_only_who_has_an_account_is_invited(self, centre: Centre) -> None:
        with pytest.raises(use_cases.UnknownLogin, match="personne"):
            centre.do(use_cases.invite_staff, centre.cohort, login="personne", role=StaffRole.TRAINER)


class TestExercises:
    def test_a_world_must_be_there(self, centre: Centre) -> None:
        with pytest.raises(use_cases.NoSuchWorld, match="atlantide"):
            centre.do(
                use_cases.create_exercise,
                centre.cohort,
                title="X",
                scenario="atlantide",
                framework="TP-AC-2020",
                mode=Mode.ASSESSMENT,
                seed=1,
                procedures={},
            )

    def test_a_workspace_is_an_own_copy_with_a_chain_of_its_own(self, centre: Centre, cast: Cast) -> None:
        opened = centre.do(use_cases.open_workspace, centre.exercise, name="Équipe", members=[centre.user("noe")])
        places = [cast.workspace, cast.elsewhere, opened.id]
        everywhere = select(Company.workspace_id, Company.id, Company.legal_name).execution_options(
            every_workspace=True
        )
        rows = [tuple(row) for row in db.session.execute(everywhere.where(Company.workspace_id.in_(places)))]
        assert sorted(rows) == [(place, cast.petit, "Boulangerie Petit") for place in places]
        names = {fact["chain"] for place in places for fact in facts(centre.app, place)}
        assert len(names) == len(places)
        assert all(verify_chain(place, key=centre.house.seal_key).broken is None for place in places)
        first = facts(centre.app, opened.id)[-1]
        assert first["activity"] == "exercise.opened"
        assert (first["details"]["framework"], first["details"]["frameworks"]) == ("TP-AC-2020", ["TP-AC-2020"])
        assert opened.day_began_at == first["position"]
        assert queries.workspaces_of(centre.user("noe"))[0].id == opened.id

    def test_without_its_world_no_workspace_opens(self, centre: Centre) -> None:
        exercise = centre.exercise
        db.session.expunge(exercise)
        exercise.scenario = "atlantide"
        with pytest.raises(use_cases.NoSuchWorld):
            centre.do(use_cases.open_workspace, exercise, name="X", members=[])


class TestEnrolling:
    def test_each_name_gets_an_account_a_code_and_a_workspace(self, centre: Centre) -> None:
        enrolled = centre.do(use_cases.enrol, centre.exercise, names=["  Zoé   Petit ", "Zoé Petit", ""])
        assert [each.user.login for each in enrolled] == ["zoe.petit", "zoe.petit2"]
        assert [each.user.display_name for each in enrolled] == ["Zoé Petit"] * 2
        assert all(passwords.password_fits(each.user.password_hash, each.code) for each in enrolled)
        members = db.session.scalars(select(Membership).where(Membership.user_id == enrolled[0].user.id)).all()
        assert [(each.workspace_id, each.assistance) for each in members] == [
            (enrolled[0].workspace.id, Assistance.ALONE)
        ]
        assert [each.id for each in queries.members_of(enrolled[0].workspace)] == [members[0].id]

    def test_names_without_latin_letters_find_logins_however_many_there_are(self, centre: Centre) -> None:
        def crowd(work: Work) -> str:
            for number in ("", *range(2, 450)):
                work.add(
                    User(login=f"apprenant{number}", display_name="x", password_hash="x", created_at=work.real_now)
                )
            [one] = use_cases.enrol(work, centre.exercise, names=["張偉"])
            return one.user.login

        assert centre.do(crowd) == "apprenant450"

    @pytest.mark.parametrize(
        ("names", "refusal"),
        [
            ([], use_cases.EmptyClassList),
            (["", " "], use_cases.EmptyClassList),
            (["x"] * 101, use_cases.TooManyNames),
            (["x" * 81], use_cases.NameTooLong),
        ],
    )
    def test_a_list_that_is_none_enrols_nobody(
        self, centre: Centre, names: list[str], refusal: type[Exception]
    ) -> None:
        before = len(queries.all_workspaces())
        with pytest.raises(refusal):
            centre.do(use_cases.enrol, centre.exercise, names=names)
        assert len(queries.all_workspaces()) == before

    def test_a_new_code_replaces_the_old_one(self, centre: Centre) -> None:
        before = centre.user("lina").password_hash
        user, code = centre.do(use_cases.renew_code, centre.user("lina"))
        assert user.password_hash != before
        assert passwords.password_fits(user.password_hash, code)
        record = facts(centre.app, HOUSE_WORKSPACE)[-1]
        assert record["activity"] == "account.code_renewed"
        assert code not in str(record)


class TestWorlds:
    def test_a_new_world_of_a_scenario_takes_the_place_of_the_old(self, centre: Centre) -> None:
        world = centre.do(
            use_cases.open_world,
            scenario="petit-monde",
            company_name="Nouveau",
            starts_on=date(2026, 3, 2),
            seed=8,
        )
        found = queries.world_of("petit-monde")
        assert found is not None and found.id == world.id
        assert world.now == MONDAY
        assert queries.world_of("atlantide") is None
        assert ("petit-monde", "Nouveau") in queries.scenarios()
        assert (world.exercise_title, world.procedures, world.mode) == ("", {}, Mode.TRAINING)

    def test_every_workspace_is_known(self, centre: Centre, cast: Cast) -> None:
        assert {cast.workspace, cast.elsewhere} < {each.id for each in queries.all_workspaces()}
        assert isinstance(queries.all_workspaces()[0], Workspace)
