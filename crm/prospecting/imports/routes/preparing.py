"""From a file to its columns: what came, how it is read, what each column fills."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.forms import ColumnsForm, ReadingForm, UploadForm
from crm.prospecting.imports.jobs import CHECK
from crm.prospecting.imports.models import Format, Import
from crm.prospecting.imports.routes.ground import begin, blueprint, the_import
from crm.prospecting.imports.rules import columns as mapping
from crm.prospecting.imports.rules import tables
from crm.prospecting.imports.rules.cells import check_row
from crm.prospecting.imports.rules.files import BadFile
from crm.web.pages import page, turn_to

SHOWN = 8


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A file about to come in."""
    return page("prospecting/imports/new.html", form=UploadForm(formdata=None))


@blueprint.post("/new")
@allowed(Permission.SELL)
def receive() -> ResponseReturnValue:
    """Take a file in, or say what is wrong with it."""
    form, batch = UploadForm(), None
    if form.validate():
        content, file_name = form.upload
        with form.refusals():
            batch = perform(here(), use_cases.receive_file, file_name=file_name, content=content)
    if batch is not None:
        return turn_to(".reading", import_id=batch.id)
    return page("prospecting/imports/new.html", form=form, status=form.status)


@blueprint.get("/<int:import_id>/reading")
@allowed(Permission.READ)
def reading(import_id: int) -> ResponseReturnValue:
    """How the file is read, and its first rows read so."""
    batch = the_import(import_id)
    return _reading(batch, ReadingForm(formdata=None, obj=batch))


@blueprint.post("/<int:import_id>/reading")
@allowed(Permission.SELL)
def set_reading(import_id: int) -> ResponseReturnValue:
    """Read the file in another way."""
    batch, form = the_import(import_id), ReadingForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.set_reading,
                batch,
                encoding=form.encoding.data,
                separator=form.separator.data,
                date_order=form.date_order.data,
                decimal_mark=form.decimal_mark.data,
            )
    return turn_to(".reading", import_id=import_id) if form.accepted() else _reading(the_import(import_id), form)


@blueprint.get("/<int:import_id>/columns")
@allowed(Permission.READ)
def columns(import_id: int) -> ResponseReturnValue:
    """What each column fills; `?saved=` proposes a mapping that was kept."""
    batch = the_import(import_id)
    saved = queries.mapping_by_id(request.args.get("saved", default=0, type=int))
    chosen = mapping.proposed(batch.header, saved.by_title) if saved else batch.columns
    return _columns(batch, ColumnsForm.offering(batch, chosen))


@blueprint.post("/<int:import_id>/columns")
@allowed(Permission.SELL)
def map_columns(import_id: int) -> ResponseReturnValue:
    """Say what each column fills, and check the rows."""
    batch, form = the_import(import_id), ColumnsForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.map_columns,
                batch,
                columns=form.chosen(batch),
                on_duplicate=form.on_duplicate.data,
                save_as=form.save_as.data or "",
            )
    return begin(import_id, CHECK) if form.accepted() else _columns(the_import(import_id), form)


def _reading(batch: Import, form: ReadingForm) -> ResponseReturnValue:
    """Return the page of how a file is read, with its first rows read as the form says, if they can be."""
    try:
        table = tables.table_of(queries.content_of(batch), batch.reading, most=SHOWN)
    except BadFile:
        table = None
    return page(
        "prospecting/imports/reading.html",
        batch=batch,
        form=form,
        table=table,
        is_csv=batch.format is Format.CSV,
        status=form.status,
    )


def _columns(batch: Import, form: ColumnsForm) -> ResponseReturnValue:
    """Return the page of the mapping, with samples of each column and how they are understood."""
    table = tables.table_of(queries.content_of(batch), batch.reading, most=SHOWN)
    samples = [
        [row[place] for row in table.rows if place < len(row) and row[place].strip()][:3]
        for place in range(len(batch.header))
    ]
    chosen = form.chosen(batch)
    preview = [check_row(row, chosen, batch.reading) for row in table.rows]
    return page(
        "prospecting/imports/columns.html",
        batch=batch,
        form=form,
        samples=samples,
        saved=queries.saved_mappings(),
        preview=preview,
        fields=[(each.target, mapping.TARGETS[each.target].label) for each in chosen if each.target],
        status=form.status,
    )
