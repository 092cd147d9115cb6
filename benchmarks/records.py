"""Reading a whole chain: verified beside bare HMACs over the same texts, judged beside reading the same JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator

from benchmarks.timing import PER_SECOND, Line, by_turns
from benchmarks.worlds import Place, World, the_workspace
from crm.activity.queries import sealed_records, verify_chain
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.frameworks.rules.judge import Judge
from crm.training.review.queries.judging import framework_of

ROUNDS = 5


def measure(world: World, place: Place) -> Iterator[Line]:
    """Yield a line for verifying and one for judging the chain of a workspace."""
    key, workspace_id = world.house.seal_key, place.workspace_id
    with world.inside(workspace_id):
        texts = [(each.position, each.text) for each in sealed_records(workspace_id)]
        workspace = the_workspace(workspace_id)
        framework, now = framework_of(workspace), workspace.now
        assert framework is not None

        def verify() -> None:
            found = verify_chain(workspace_id, key=key)
            assert found.broken is None
            assert found.records == len(texts)

        def bare_hmac() -> None:
            seal = b"0" * 64
            for position, text in texts:
                message = b"|".join((seal, str(position).encode(), text.encode()))
                seal = hmac.new(key, message, hashlib.sha256).hexdigest().encode()

        def judge() -> None:
            judging = Judge(framework)
            for each in sealed_records(workspace_id):
                judging.feed(fact_from_text(each.text))
            judging.verdicts(now)

        def bare_json() -> None:
            for _, text in texts:
                json.loads(text)

        many = len(texts)
        ours, floor = by_turns(verify, bare_hmac, rounds=ROUNDS, warm=1)
        note = f"{many} records in {ours.p50:.0f} ms; floor: HMAC over texts in memory"
        yield Line("records", "verified", ours, floor, unit=PER_SECOND, pieces=many, note=note)
        ours, floor = by_turns(judge, bare_json, rounds=ROUNDS, warm=1)
        note = f"{many} records in {ours.p50:.0f} ms, from nothing; floor: json.loads of texts in memory"
        yield Line("records", "judged", ours, floor, unit=PER_SECOND, pieces=many, note=note)
        yield _one_more(judge_framework=framework, texts=[text for _, text in texts])


def _one_more(*, judge_framework: object, texts: list[str]) -> Line:
    """Return what one more record costs a judge that has read the others."""
    judging = Judge(judge_framework)  # type: ignore[arg-type]
    cut = len(texts) - 500
    for text in texts[:cut]:
        judging.feed(fact_from_text(text))
    rest = iter(texts[cut:])
    ours, _ = by_turns(lambda: judging.feed(fact_from_text(next(rest))), None, rounds=490)
    return Line("records", "one more, judged", ours, None, note=f"after {cut} others")
