"""Learners at work: threads that sign in, read, act and think, over plain HTTP; nothing of the house is imported."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Thread
from time import perf_counter, sleep, time
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
TIMEOUT = 30
THINK = (2.0, 5.0)
# Eight acts for ten reads.
SHARE_OF_ACTS = 8 / 18
READS = ("today", "companies/", "companies/?q=garage", "company", "invoices/", "invoice", "dunning/aged", "dunning/")
ACTS = ("note", "contact", "company", "duplicates", "opt_out", "balance")


@dataclass(frozen=True)
class Desk:
    """Where a learner works: the workspace, and the numbers of things in it."""

    login: str
    workspace_id: int
    companies: tuple[int, ...]
    invoices: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """When the crowd comes and goes (seconds of `time()`), and which part of it this process plays."""

    host: str
    port: int
    password: str
    begins_at: float
    arrived_by: float
    measured_from: float
    ends_at: float
    desks: Sequence[Desk]
    first: int
    everybody: int


@dataclass
class Seen:
    """What a process saw: seconds taken by kind of request, faults, and the acts that were acknowledged."""

    taken: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "act": [], "after": [], "arrival": []})
    faults: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[int, list[str]] = field(default_factory=dict)


def play(plan: Plan) -> Seen:
    """Let this process's learners work until the end, and return what they saw."""
    learners = [Learner(plan, desk, plan.first + number) for number, desk in enumerate(plan.desks)]
    threads = [Thread(target=each.work, daemon=True) for each in learners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Seen()
    for each in learners:
        whole.faults.update(each.seen.faults)
        whole.acknowledged.update(each.seen.acknowledged)
        for kind, taken in each.seen.taken.items():
            whole.taken[kind] += taken
    return whole


class Learner:
    """One learner with a browser: a connection for each step, closed before thinking."""

    def __init__(self, plan: Plan, desk: Desk, number: int) -> None:
        """Come at one's own moment, with one's own stream of chance."""
        self.plan, self.desk, self.seen = plan, desk, Seen()
        self.chance = random.Random(f"{desk.login} {number}")
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.comes_at = plan.begins_at + (plan.arrived_by - plan.begins_at) * number / plan.everybody
        self.done: list[str] = []
        self.seen.acknowledged[desk.workspace_id] = self.done

    def work(self) -> None:
        """Sign in, then read, act and think until it is time to go."""
        sleep(max(0.0, self.comes_at - time()))
        if not self._guarded(self._arrive):
            return
        while True:
            sleep(self.chance.uniform(*THINK))
            if time() >= self.plan.ends_at:
                return
            self._guarded(self._act if self.chance.random() < SHARE_OF_ACTS else self._read)

    def _guarded(self, step: object) -> bool:
        """Take a step on a connection of its own; what fails is counted, and the learner goes on."""
        self.connection = HTTPConnection(self.plan.host, self.plan.port, timeout=TIMEOUT)
        try:
            step()  # type: ignore[operator]
        except (OSError, HTTPException, Fault) as fault:
            self.seen.faults[f"{step.__name__}: {type(fault).__name__} {fault}"[:160]] += 1  # type: ignore[attr-defined]
            return False
        finally:
            self.connection.close()
        return True

    def _arrive(self) -> None:
        """Sign in as people do: the form, then the first page."""
        self._page("/sign-in", "arrival")
        fields = {"login": self.desk.login, "password": self.plan.password, "submission": self._key()}
        answer, _ = self._ask("POST", "/sign-in", "arrival", fields)
        if answer.status != 303:
            raise Fault(answer.status)
        self._page(self._here("today"), "arrival")

    def _read(self) -> None:
        """Open a page."""
        wanted = self.chance.choice(READS)
        if wanted == "company":
            wanted = f"companies/{self.chance.choice(self.desk.companies)}"
        if wanted == "invoice":
            wanted = f"invoices/{self.chance.choice(self.desk.invoices)}"
        self._page(self._here(wanted), "read")

    def _act(self) -> None:
        """Send a form, and follow where it leads."""
        path, fields = self._form(self.chance.choice(ACTS))
        key = self._key()
        answer, _ = self._ask("POST", self._here(path), "act", fields | {"submission": key})
        if answer.status != 303:
            raise Fault(f"{path} {answer.status}")
        self.done.append(key)
        self._page(answer.headers["Location"], "after")

    def _form(self, act: str) -> tuple[str, dict[str, str]]:
        """Return where an act is sent and what is typed."""
        company, key = f"companies/{self.chance.choice(self.desk.companies)}", self._key()[:8]
        forms = {
            "note": (f"{company}/notes", {"text": f"Rappeler lundi, dossier {key}"}),
            "contact": (f"{company}/contacts", {"last_name": f"Durand {key}", "role": "user"}),
            "duplicates": (f"{company}/duplicates", {}),
            "opt_out": (f"{company}/opt-out/check", {}),
            "balance": (f"{company}/balance", {"decision": "accept"}),
            "company": (
                "companies/new",
                {
                    "nature": "business",
                    "legal_name": f"Atelier {key}",
                    "city": "Douai",
                    "language": "fr",
                    "source": "canvassing",
                    "legal_basis": "legitimate_interest",
                },
            ),
        }
        return forms[act]

    def _page(self, path: str, kind: str) -> None:
        """Fetch a page that must be there, and keep its token."""
        answer, body = self._ask("GET", path, kind)
        if answer.status != 200:
            raise Fault(f"{path} {answer.status}")
        found = TOKEN.search(body)
        self.token = found[1] if found else self.token

    def _ask(self, method: str, path: str, kind: str, fields: dict[str, str] | None = None) -> tuple[HTTPResponse, str]:
        """Send one request and read the whole answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields | {"csrf_token": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began, measured = perf_counter(), time() >= self.plan.measured_from
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if measured or kind == "arrival":
            self.seen.taken[kind].append(perf_counter() - began)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text

    def _here(self, path: str) -> str:
        """Return an address in the learner's workspace."""
        return f"/w/{self.desk.workspace_id}/{path}"

    def _key(self) -> str:
        """Return a form's key."""
        return f"{self.chance.getrandbits(128):032x}"


class Fault(Exception):
    """An answer that was not the one expected."""
