"""The prospect file through a filter."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.prospecting import quality
from crm.prospecting.segments import queries, use_cases
from crm.prospecting.segments.forms import ExportForm, KeepForm
from crm.prospecting.segments.routes.ground import blueprint, chips, filter_of_the_url, in_words, list_url, readable
from crm.prospecting.segments.rules import exporting, parsing, tree
from crm.prospecting.segments.rules.fields import FIELDS, GROUPS, Field
from crm.prospecting.segments.rules.tree import OPS, WITHOUT_VALUE, Group, Op
from crm.prospecting.segments.use_cases.keeping import Format
from crm.web import filters
from crm.web.forms import HouseForm, with_refused
from crm.web.pages import page

MOST_STEPS = 3
TYPES = {Format.CSV: "text/csv; charset=utf-8"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The file through a filter: everything that narrows it is in the address."""
    wanted = filter_of_the_url()
    if "field" in request.args and "op" in request.args:
        return _add(wanted)
    return show(wanted)


@blueprint.post("/export")
@allowed(Permission.SELL)
def export() -> ResponseReturnValue:
    """Take the records away as a file: an act."""
    form, done = ExportForm(), False
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.export_prospects, expression=form.expression.data or "", format=form.format.data)
            done = form.accepted()
    if not done:
        return show(readable(form.expression.data), form)
    header, lines = _table(readable(form.expression.data))
    if form.format.data is Format.CSV:
        content, kind, name = exporting.as_csv(header, lines), TYPES[Format.CSV], "prospects.csv"
    else:
        content, kind = exporting.as_workbook(header, lines, title=gettext("Prospects")), WORKBOOK
        name = "prospects.xlsx"
    return content, {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}


def show(wanted: Group, refused: HouseForm | None = None, wrong: str = "") -> ResponseReturnValue:
    """Return the list, with the form that was refused if there is one."""
    today, sort = the_workspace().today, request.args.get("sort", "name")
    slice_ = queries.matching(wanted, today=today, sort=sort, cursor=request.args.get("after"))
    rows = queries.rows(slice_.rows, today=today)
    blank: dict[str, HouseForm] = {"keep_form": KeepForm(formdata=None), "export_form": ExportForm(formdata=None)}
    kept = queries.segments(for_person=person().actor.id)
    written = parsing.write(wanted)
    return page(
        "prospecting/segments/list.html",
        rows=rows,
        next=slice_.next,
        count=queries.count(wanted, today=today),
        chips=chips(wanted),
        written=written,
        kept=[(each, list_url(readable(each.expression)), each.expression == written) for each in kept],
        current=next((each for each in kept if each.expression == written and written), None),
        means=quality.of_the_file(row.quality for row in rows),
        fields=[(gettext(group), [each for each in FIELDS.values() if each.group == group]) for group in GROUPS],
        adding=_adding(),
        places=_places(wanted),
        wrong=wrong,
        in_words=in_words,
        **with_refused(blank, refused),
        status=refused.status if refused else 422 if wrong else 200,
    )


def _adding() -> tuple[Field, list[tuple[str, str, bool]], list[tuple[str, str]]] | None:
    """Return the field that a condition is being put on, its comparisons, and its choices."""
    field = FIELDS.get(request.args.get("add") or request.args.get("field") or "")
    if field is None:
        return None
    ops = [(str(op.value), gettext(op.label), op in WITHOUT_VALUE) for op in OPS[field.kind]]
    choices = [(str(each.value), gettext(each.label)) for each in field.choices] if field.choices else []
    return field, ops, choices


def _places(wanted: Group) -> list[tuple[str, str]]:
    """Return where a new condition can go: beside the others, in a group, or in a new group."""
    groups = [place for place, part in enumerate(wanted.parts) if isinstance(part, Group)]
    found = [("", gettext("avec les autres conditions"))]
    found += [(str(place), gettext("dans le groupe %(number)d", number=at)) for at, place in enumerate(groups, start=1)]
    return [*found, ("new", gettext("dans un nouveau groupe"))] if wanted.parts else found


def _add(wanted: Group) -> ResponseReturnValue:
    """Put a condition on the filter and go to the list's own address, or say what cannot be read."""
    said = request.args
    into = said.get("into", "")
    path = (len(wanted.parts),) if into == "new" else (int(into),) if into.isdigit() and len(into) < MOST_STEPS else ()
    op = next((each for each in Op if each.value == said.get("op")), Op.IS)
    try:
        added = parsing.condition(said.get("field", ""), op, said.get("value", ""))
        narrowed = parsing.checked(tree.with_condition(wanted, added, path))
    except parsing.Unreadable:
        return show(wanted, wrong=gettext("Cette valeur est illisible pour ce champ : corrigez-la."))
    return redirect(list_url(narrowed), code=303)


def _table(wanted: Group) -> tuple[list[str], list[list[str]]]:
    """Return the records that fit as titles and lines of text."""
    today = the_workspace().today
    header = [gettext("Nom"), gettext("Nature"), gettext("Étape"), gettext("SIREN"), gettext("Activité")]
    header += [gettext("Effectif"), gettext("Adresse"), gettext("Code postal"), gettext("Ville"), gettext("Pays")]
    header += [gettext("Téléphone"), gettext("E-mail"), gettext("Origine"), gettext("Responsable")]
    header += [gettext("Étiquettes"), gettext("Score"), gettext("Potentiel annuel HT (€)")]
    header += [gettext("Refuse les appels"), gettext("Refuse les e-mails"), gettext("Refuse les courriers")]
    rows = queries.rows(queries.companies(wanted, today=today), today=today)
    return header, [_line(row) for row in rows]


def _line(row: queries.Row) -> list[str]:
    """Return one record as texts."""
    one, yes, no = row.company, gettext("oui"), gettext("non")
    line = [one.legal_name, gettext(one.nature.label), gettext(one.stage.label), one.siren, one.sector]
    line += [one.staff_size, one.street, one.postcode, one.city, one.country, one.phone, one.email]
    line += [gettext(one.source.label), one.owner, ", ".join(one.tag_list)]
    line += ["" if row.score is None else str(row.score)]
    line += [filters.number(row.potential.euros) if row.potential is not None else ""]
    return line + [yes if out else no for out in (one.opted_out_phone, one.opted_out_email, one.opted_out_post)]
