"""An evidence dossier turned into words: finding, opinion and decision kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm.kernel import wording
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.evidence import CriterionFinding, Dossier, Exhibit, Figure, LogLine, Opinion, Verdict
from crm.papers.phrases import count, say
from crm.papers.views import Language

GROUPS = (Verdict.VIOLATED, Verdict.SATISFIED, Verdict.PENDING, Verdict.NO_OCCASION)
SHOWN_SEAL = 16


def dossier_sheet(dossier: Dossier, *, made_at: datetime) -> dict[str, Tree]:
    """Return the words of a dossier made at a real, aware instant."""
    language = dossier.language
    return {
        "language": language,
        "title": shortened(say(language, "dossier.subject", code=dossier.competency_code, learner=dossier.learner)),
        "author": shortened(dossier.centre or "Comptoir"),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "running": f"{dossier.competency_code} · {dossier.learner}",
        "exercise": say(language, "house.simulated"),
        "words": _words(language),
        "competency": say(language, "dossier.competency", code=dossier.competency_code),
        "competency_title": typeset(dossier.competency_title, language),
        "framework": f"{dossier.framework} · {dossier.framework_version}",
        "learner": dossier.learner,
        "identification": _identification(dossier, made_at),
        "chain": [
            [say(language, "dossier.chain"), dossier.chain],
            [say(language, "dossier.position"), str(dossier.last_position)],
            [say(language, "dossier.seal"), dossier.last_seal],
        ],
        "summary": _summary(dossier),
        "criteria": [_criterion(finding, language) for finding in dossier.criteria],
        "opinions": _opinions(dossier.opinions, language),
        "log": _log(dossier.log, language) if dossier.log else None,
        "files": _pairs(dossier.files, language, "file", "description"),
    }


def _words(language: Language) -> Tree:
    """Return the fixed words which the template places itself."""
    names = (
        "title about identification signatures declaration learner_signature trainer_signature "
        "signature_hint contents summary summary_note rule finding finding_by opinion opinion_by opinion_none decision "
        "decision_by decision_hint human_only exhibits files log log_note verify verify_1 verify_2 verify_3 verify_4"
    )
    return {name: say(language, f"dossier.{name}") for name in names.split()}


def _identification(dossier: Dossier, made_at: datetime) -> Tree:
    """Return who, what and in which simulated world, as (label, value)."""
    facts = (
        ("learner", dossier.learner),
        ("cohort", dossier.cohort),
        ("centre", dossier.centre),
        ("framework", dossier.framework),
        ("framework_version", dossier.framework_version),
        ("competency_label", f"{dossier.competency_code} — {dossier.competency_title}"),
        ("mode", dossier.mode),
        ("workspace", dossier.workspace),
        ("scenario", dossier.scenario),
        ("seed", dossier.seed),
        ("software", dossier.software_version),
        ("made_at", wording.moment(made_at, dossier.language)),
    )
    return [
        [say(dossier.language, f"dossier.{name}"), typeset(value, dossier.language)] for name, value in facts if value
    ]


def _summary(dossier: Dossier) -> Tree:
    """Return the table of findings, one row a criterion."""
    language = dossier.language
    names = ("criterion", "finding", "satisfied", "violated", "pending", "customers", "days", "last")
    rows = [
        [
            {"label": finding.code, "detail": typeset(finding.title, language)},
            _verdict(finding.verdict, language),
            *(str(number) for number in (finding.satisfied, finding.violated, finding.pending)),
            *(str(number) for number in (finding.customers, finding.days)),
            "" if finding.last_satisfied_on is None else wording.day(finding.last_satisfied_on, language),
        ]
        for finding in dossier.criteria
    ]
    return _table(language, names, rows, ("1fr", *("auto",) * 7), "llrrrrrl")


def _criterion(finding: CriterionFinding, language: Language) -> Tree:
    """Return the page of one criterion."""
    heading = say(language, "dossier.criterion", code=finding.code)
    version = say(language, "dossier.rule_version", version=finding.rule_version) if finding.rule_version else ""
    return {
        "heading": shortened(f"{heading} — {typeset(finding.title, language)}"),
        "paraphrase": typeset(finding.paraphrase, language),
        "rule": typeset(finding.rule, language),
        "rule_version": version,
        "parameters": _pairs(finding.parameters, language, "parameter", "value"),
        "verdict": _verdict(finding.verdict, language),
        "observed": _observed(finding, language),
        "spread": _spread(finding, language),
        "groups": _groups(finding, language),
        "shown": _shown(finding, language),
        "human_only": typeset(finding.human_only, language),
        "opinions": _opinions(finding.opinions, language),
    }


def _verdict(verdict: Verdict, language: Language) -> Tree:
    """Return a verdict's key, which the template colours, and its word."""
    return {"verdict": verdict.value, "word": say(language, f"verdict.{verdict}")}


def _observed(finding: CriterionFinding, language: Language) -> str:
    """Say the finding in one sentence, without ever judging the person."""
    if not finding.occasions:
        return say(language, "dossier.nothing")
    occasions = count(language, "dossier.occasions", finding.occasions)
    parts = [count(language, "dossier.observed", finding.satisfied, occasions=occasions)]
    parts += [count(language, "dossier.violated", finding.violated)] if finding.violated else []
    parts += [count(language, "dossier.pending", finding.pending)] if finding.pending else []
    return ", ".join(parts) + "."


def _spread(finding: CriterionFinding, language: Language) -> str:
    """Say over how many customers and days, and how recently."""
    if not finding.occasions:
        return ""
    parts = [
        count(language, "dossier.spread_customers", finding.customers),
        count(language, "dossier.spread_days", finding.days),
    ]
    if finding.last_satisfied_on is not None:
        parts.append(say(language, "dossier.last_satisfied", day=wording.day(finding.last_satisfied_on, language)))
    return " · ".join(parts)


def _groups(finding: CriterionFinding, language: Language) -> list[Tree]:
    """Return the exhibits by verdict: what went wrong is shown like what went well, and first."""
    names = ("number", "when", "who", "what", "about")
    groups: list[Tree] = []
    for verdict in GROUPS:
        rows = [_exhibit(exhibit, language) for exhibit in finding.exhibits if exhibit.verdict is verdict]
        if rows:
            title = say(language, f"dossier.exhibits_{verdict}")
            table = _table(language, names, rows, ("14mm", "41mm", "28mm", "1.3fr", "1fr"), "lllll")
            groups.append({"title": title, "verdict": verdict.value, "table": table})
    return groups


def _exhibit(exhibit: Exhibit, language: Language) -> list[Tree]:
    """Return the cells of one exhibit: number, dates, who with which help, what, about what."""
    figures = " · ".join(f"{label}\u00a0: {value}" for label, value in exhibit.figures)
    detail = "\n".join(part for part in (typeset(exhibit.reason, language), figures) if part)
    return [
        exhibit.number,
        _dates(exhibit, language),
        {"label": exhibit.who, "detail": say(language, f"assistance.{exhibit.assistance}")},
        {"label": typeset(exhibit.what, language), "detail": detail},
        "\n".join(exhibit.about),
    ]


def _dates(dated: Exhibit | LogLine, language: Language) -> Tree:
    """Return the simulated and the real date, told apart by a word."""
    return {
        "label": say(language, "dossier.simulated_at", moment=wording.moment(dated.happened_at, language)),
        "detail": say(language, "dossier.recorded_at", moment=wording.moment(dated.recorded_at, language)),
        "plain": True,
    }


def _shown(finding: CriterionFinding, language: Language) -> str:
    """Say that only a part of the exhibits is shown, if so."""
    if not finding.exhibits or len(finding.exhibits) >= finding.occasions:
        return ""
    return count(language, "dossier.shown", len(finding.exhibits), total=str(finding.occasions))


def _opinions(opinions: Sequence[Opinion], language: Language) -> list[Tree]:
    """Return the opinions, oldest first, each with who and when."""
    return [
        {
            "by": say(
                language, "dossier.opinion_given", trainer=opinion.trainer, day=wording.day(opinion.given_on, language)
            ),
            "text": typeset(opinion.text, language),
        }
        for opinion in sorted(opinions, key=lambda opinion: opinion.given_on)
    ]


def _log(log: Sequence[LogLine], language: Language) -> Tree:
    """Return the table of the log extract; a seal is shown by its beginning."""
    rows = [
        [
            str(line.position),
            _dates(line, language),
            {"label": line.who, "detail": say(language, f"assistance.{line.assistance}")},
            {"label": typeset(line.what, language), "detail": line.about},
            line.seal[:SHOWN_SEAL],
        ]
        for line in log
    ]
    names = ("position", "when", "who", "what", "seal")
    return _table(language, names, rows, ("12mm", "40mm", "28mm", "1fr", "auto"), "rllll")


def _pairs(pairs: Sequence[Figure], language: Language, left: str, right: str) -> Tree:
    """Return a two-column table, or nothing."""
    if not pairs:
        return None
    rows = [[typeset(label, language), typeset(value, language)] for label, value in pairs]
    return _table(language, (left, right), rows, ("auto", "1fr"), "ll")


def _table(
    language: Language,
    names: Sequence[str],
    rows: Sequence[Sequence[Tree]],
    widths: Sequence[str],
    aligns: str,
) -> dict[str, Tree]:
    """Return a table as the template wants it."""
    sides = {"l": "left", "r": "right"}
    columns = [
        [say(language, f"dossier.column_{name}"), sides[align], width]
        for name, width, align in zip(names, widths, aligns, strict=True)
    ]
    return {"columns": columns, "rows": rows}
