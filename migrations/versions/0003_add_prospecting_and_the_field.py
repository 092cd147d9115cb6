"""Add the prospect file, campaigns and the field; carry doubtful debts in the books"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_doubtful_debts()
    _add_the_import_and_merging_of_prospects()
    _add_segments_and_personal_data()
    _add_the_agenda_and_visits()
    _add_tours_and_positions()
    _add_campaigns()


def downgrade() -> None:
    _drop_campaigns()
    _drop_tours_and_positions()
    _drop_the_agenda_and_visits()
    _drop_segments_and_personal_data()
    _drop_the_import_and_merging_of_prospects()
    _drop_doubtful_debts()


# What was declared doubtful or given up before the books knew of it gets its entries: from the day on which it was.
DOUBTS_AS_THEY_WERE = (
    "UPDATE invoices SET carried_as = 'doubtful' WHERE EXISTS (SELECT 1 FROM doubtful_debts AS debt WHERE debt.workspace_id = invoices.workspace_id AND debt.invoice_id = invoices.id)",
    "UPDATE invoices SET carried_as = 'lost' WHERE EXISTS (SELECT 1 FROM write_offs AS loss WHERE loss.workspace_id = invoices.workspace_id AND loss.invoice_id = invoices.id)",
    "UPDATE allocations SET carried_as = 'doubtful' WHERE EXISTS (SELECT 1 FROM doubtful_debts AS debt WHERE debt.workspace_id = allocations.workspace_id AND debt.invoice_id = allocations.invoice_id AND debt.since < allocations.made_on)",
    "UPDATE allocations SET carried_as = 'lost' WHERE EXISTS (SELECT 1 FROM write_offs AS loss WHERE loss.workspace_id = allocations.workspace_id AND loss.invoice_id = allocations.invoice_id AND loss.written_on < allocations.made_on)",
    "UPDATE allocations SET undone_as = 'sound' WHERE undone_on IS NOT NULL",
    "UPDATE allocations SET undone_as = 'doubtful' WHERE EXISTS (SELECT 1 FROM doubtful_debts AS debt WHERE debt.workspace_id = allocations.workspace_id AND debt.invoice_id = allocations.invoice_id AND debt.since < allocations.undone_on)",
    "UPDATE allocations SET undone_as = 'lost' WHERE EXISTS (SELECT 1 FROM write_offs AS loss WHERE loss.workspace_id = allocations.workspace_id AND loss.invoice_id = allocations.invoice_id AND loss.written_on < allocations.undone_on)",
    "UPDATE doubtful_debts SET allowance = (SELECT (doubtful_debts.allowance * invoice.exchange_ppm + 500000) / 1000000 FROM invoices AS invoice WHERE invoice.workspace_id = doubtful_debts.workspace_id AND invoice.id = doubtful_debts.invoice_id)",
    "INSERT INTO debt_moves (workspace_id, id, invoice_id, made_on, moved, allowance) SELECT debt.workspace_id, debt.id, debt.invoice_id, debt.since, (debt.gross * invoice.exchange_ppm + 500000) / 1000000, debt.allowance FROM doubtful_debts AS debt JOIN invoices AS invoice ON invoice.workspace_id = debt.workspace_id AND invoice.id = debt.invoice_id",
    "INSERT INTO debt_moves (workspace_id, id, invoice_id, made_on, moved, allowance) SELECT loss.workspace_id, loss.id, loss.invoice_id, loss.written_on, 0, -debt.allowance FROM write_offs AS loss JOIN doubtful_debts AS debt ON debt.workspace_id = loss.workspace_id AND debt.invoice_id = loss.invoice_id WHERE debt.allowance <> 0",
    "UPDATE write_offs SET euros = (SELECT ((write_offs.net + write_offs.vat) * invoice.exchange_ppm + 500000) / 1000000 FROM invoices AS invoice WHERE invoice.workspace_id = write_offs.workspace_id AND invoice.id = write_offs.invoice_id)",
    "UPDATE write_offs SET carried_as = 'doubtful' WHERE EXISTS (SELECT 1 FROM doubtful_debts AS debt WHERE debt.workspace_id = write_offs.workspace_id AND debt.invoice_id = write_offs.invoice_id)",
    "UPDATE doubtful_debts SET allowance = 0, ended_on = (SELECT loss.written_on FROM write_offs AS loss WHERE loss.workspace_id = doubtful_debts.workspace_id AND loss.invoice_id = doubtful_debts.invoice_id) WHERE EXISTS (SELECT 1 FROM write_offs AS loss WHERE loss.workspace_id = doubtful_debts.workspace_id AND loss.invoice_id = doubtful_debts.invoice_id)",
)


def _add_doubtful_debts() -> None:
    """Let invoices say how they are carried, and doubtful debts what they change in the books."""
    op.create_table(
        'debt_moves',
        sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('invoice_id', sa.Integer(), nullable=False),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('moved', sa.BigInteger(), nullable=False),
        sa.Column('allowance', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_debt_moves_workspace_id_invoices')),
        sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_debt_moves')),
    )
    op.create_index(op.f('ix_debt_moves_workspace_id_invoice_id_id'), 'debt_moves', ['workspace_id', 'invoice_id', 'id'])
    op.add_column('invoices', sa.Column('carried_as', sa.String(length=40), server_default='sound', nullable=False))
    op.add_column('allocations', sa.Column('carried_as', sa.String(length=40), server_default='sound', nullable=False))
    op.add_column('allocations', sa.Column('undone_as', sa.String(length=40), nullable=True))
    op.add_column('doubtful_debts', sa.Column('ended_on', sa.Date(), nullable=True))
    op.add_column('write_offs', sa.Column('waiting', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('write_offs', sa.Column('euros', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('write_offs', sa.Column('carried_as', sa.String(length=40), server_default='sound', nullable=False))
    op.add_column('write_offs', sa.Column('proof', sa.String(length=40), server_default='none', nullable=False))
    op.add_column('write_offs', sa.Column('proof_on', sa.Date(), nullable=True))
    op.add_column('write_offs', sa.Column('proof_number', sa.String(length=60), server_default='', nullable=False))
    for statement in DOUBTS_AS_THEY_WERE:
        op.get_bind().exec_driver_sql(statement)


def _drop_doubtful_debts() -> None:
    """Forget what doubtful debts change in the books."""
    for column in ('proof_number', 'proof_on', 'proof', 'carried_as', 'euros', 'waiting'):
        op.drop_column('write_offs', column)
    op.drop_column('doubtful_debts', 'ended_on')
    op.drop_column('allocations', 'undone_as')
    op.drop_column('allocations', 'carried_as')
    op.drop_column('invoices', 'carried_as')
    op.drop_index(op.f('ix_debt_moves_workspace_id_invoice_id_id'), table_name='debt_moves')
    op.drop_table('debt_moves')


def _add_the_import_and_merging_of_prospects() -> None:
    op.create_table('company_merges',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('merged_id', sa.Integer(), nullable=False),
    sa.Column('kept_name', sa.String(length=200), nullable=False),
    sa.Column('merged_name', sa.String(length=200), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_company_merges'))
    )
    op.create_index(op.f('ix_company_merges_workspace_id_kept_id'), 'company_merges', ['workspace_id', 'kept_id'], unique=False)
    op.create_index(op.f('ix_company_merges_workspace_id_merged_id'), 'company_merges', ['workspace_id', 'merged_id'], unique=False)
    op.create_table('duplicate_pairs',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.String(length=200), nullable=False),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_duplicate_pairs')),
    sa.UniqueConstraint('workspace_id', 'first_id', 'second_id', name=op.f('uq_duplicate_pairs_workspace_id_first_id_second_id'))
    )
    op.create_index(op.f('ix_duplicate_pairs_workspace_id_dismissed_at_score_id'), 'duplicate_pairs', ['workspace_id', 'dismissed_at', 'score', 'id'], unique=False)
    op.create_table('imports',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('format', sa.String(length=40), nullable=False),
    sa.Column('encoding', sa.String(length=40), nullable=False),
    sa.Column('separator', sa.String(length=40), nullable=False),
    sa.Column('date_order', sa.String(length=40), nullable=False),
    sa.Column('decimal_mark', sa.String(length=40), nullable=False),
    sa.Column('header', sa.JSON(), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.Column('on_duplicate', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('undo_from', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_imports'))
    )
    op.create_index(op.f('ix_imports_workspace_id_received_at_id'), 'imports', ['workspace_id', 'received_at', 'id'], unique=False)
    op.create_table('import_files',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'import_id'], ['imports.workspace_id', 'imports.id'], name=op.f('fk_import_files_workspace_id_import_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'import_id', name=op.f('pk_import_files'))
    )
    op.create_table('import_rows',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('matches', sa.JSON(), nullable=False),
    sa.Column('wrong', sa.Boolean(), nullable=False),
    sa.Column('alike', sa.Boolean(), nullable=False),
    sa.Column('decision', sa.String(length=40), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('touched_at', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'import_id'], ['imports.workspace_id', 'imports.id'], name=op.f('fk_import_rows_workspace_id_import_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'import_id', 'number', name=op.f('pk_import_rows'))
    )
    op.create_index(op.f('ix_import_rows_workspace_id_import_id_alike_number'), 'import_rows', ['workspace_id', 'import_id', 'alike', 'number'], unique=False)
    op.create_index(op.f('ix_import_rows_workspace_id_import_id_outcome_number'), 'import_rows', ['workspace_id', 'import_id', 'outcome', 'number'], unique=False)
    op.create_index(op.f('ix_import_rows_workspace_id_import_id_wrong_number'), 'import_rows', ['workspace_id', 'import_id', 'wrong', 'number'], unique=False)
    op.create_table('import_mappings',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_import_mappings')),
    sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_import_mappings_workspace_id_name'))
    )


def _drop_the_import_and_merging_of_prospects() -> None:
    op.drop_table('import_mappings')
    op.drop_table('import_rows')
    op.drop_table('import_files')
    op.drop_table('imports')
    op.drop_table('duplicate_pairs')
    op.drop_table('company_merges')


def _add_segments_and_personal_data() -> None:
    """Say of companies who looks after them and what was agreed; keep segments, changes of many records, requests."""
    op.add_column('companies', sa.Column('owner', sa.String(length=120), server_default='', nullable=False))
    op.add_column('companies', sa.Column('tags', sa.String(length=400), server_default='', nullable=False))
    op.add_column('companies', sa.Column('informed_on', sa.Date(), nullable=True))
    op.add_column('companies', sa.Column('informed_by', sa.String(length=40), nullable=True))
    op.add_column('companies', sa.Column('consented_phone_on', sa.Date(), nullable=True))
    op.add_column('companies', sa.Column('consented_email_on', sa.Date(), nullable=True))
    op.add_column('companies', sa.Column('consent_proof', sa.String(length=200), server_default='', nullable=False))
    op.add_column('companies', sa.Column('last_contact_on', sa.Date(), nullable=True))
    op.add_column('companies', sa.Column('erased_on', sa.Date(), nullable=True))
    op.create_table('segments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('expression', sa.Text(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('owner_name', sa.String(length=120), nullable=False),
    sa.Column('defined_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_segments'))
    )
    op.create_table('bulk_changes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('deed', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('expression', sa.Text(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_by', sa.String(length=120), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_bulk_changes'))
    )
    op.create_table('data_requests',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('right', sa.String(length=40), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_data_requests_workspace_id_companies')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_data_requests'))
    )
    op.create_index(op.f('ix_data_requests_workspace_id_answered_on_due_on_id'), 'data_requests', ['workspace_id', 'answered_on', 'due_on', 'id'], unique=False)
    op.create_index(op.f('ix_data_requests_workspace_id_company_id'), 'data_requests', ['workspace_id', 'company_id'], unique=False)


def _drop_segments_and_personal_data() -> None:
    """Forget segments, changes of many records and requests."""
    op.drop_table('data_requests')
    op.drop_table('bulk_changes')
    op.drop_table('segments')
    for column in ('erased_on', 'last_contact_on', 'consent_proof', 'consented_email_on', 'consented_phone_on', 'informed_by', 'informed_on', 'tags', 'owner'):
        op.drop_column('companies', column)


def _add_the_agenda_and_visits() -> None:
    """Make room for appointments, tasks, opening hours, visits and what they cost."""
    op.create_table('appointments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('contact_name', sa.String(length=200), nullable=False),
    sa.Column('meeting', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('moves', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('salesperson_id', sa.Integer(), nullable=True),
    sa.Column('salesperson', sa.String(length=120), nullable=False),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_appointments_workspace_id_companies')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_appointments'))
    )
    op.create_index(op.f('ix_appointments_workspace_id_company_id_starts_at'), 'appointments', ['workspace_id', 'company_id', 'starts_at'], unique=False)
    op.create_index(op.f('ix_appointments_workspace_id_starts_at_id'), 'appointments', ['workspace_id', 'starts_at', 'id'], unique=False)
    op.create_table('opening_days',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('opens', sa.Time(), nullable=True),
    sa.Column('closes', sa.Time(), nullable=True),
    sa.Column('reopens', sa.Time(), nullable=True),
    sa.Column('closes_again', sa.Time(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_opening_days_workspace_id_companies')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_opening_days')),
    sa.UniqueConstraint('workspace_id', 'company_id', 'weekday', name=op.f('uq_opening_days_workspace_id_company_id_weekday'))
    )
    op.create_table('tasks',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('salesperson_id', sa.Integer(), nullable=True),
    sa.Column('salesperson', sa.String(length=120), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_tasks_workspace_id_companies')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tasks'))
    )
    op.create_index(op.f('ix_tasks_workspace_id_company_id'), 'tasks', ['workspace_id', 'company_id'], unique=False)
    op.create_index(op.f('ix_tasks_workspace_id_done_at_due_on_id'), 'tasks', ['workspace_id', 'done_at', 'due_on', 'id'], unique=False)
    op.create_table('visits',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.Column('history_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('people', sa.Text(), nullable=False),
    sa.Column('main_goal', sa.String(length=300), nullable=False),
    sa.Column('fallback_goal', sa.String(length=300), nullable=False),
    sa.Column('documents', sa.Text(), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'appointment_id'], ['appointments.workspace_id', 'appointments.id'], name=op.f('fk_visits_workspace_id_appointments')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_visits')),
    sa.UniqueConstraint('workspace_id', 'appointment_id', name=op.f('uq_visits_workspace_id_appointment_id'))
    )
    op.create_table('discoveries',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('situation', sa.Text(), nullable=False),
    sa.Column('needs', sa.Text(), nullable=False),
    sa.Column('motives', sa.JSON(), nullable=False),
    sa.Column('brakes', sa.Text(), nullable=False),
    sa.Column('circuit', sa.String(length=40), nullable=False),
    sa.Column('deciders', sa.String(length=300), nullable=False),
    sa.Column('objections', sa.JSON(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'visit_id'], ['visits.workspace_id', 'visits.id'], name=op.f('fk_discoveries_workspace_id_visits')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_discoveries')),
    sa.UniqueConstraint('workspace_id', 'visit_id', name=op.f('uq_discoveries_workspace_id_visit_id'))
    )
    op.create_table('expense_reports',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('salesperson_id', sa.Integer(), nullable=True),
    sa.Column('salesperson', sa.String(length=120), nullable=False),
    sa.Column('km', sa.BigInteger(), nullable=False),
    sa.Column('km_before', sa.BigInteger(), nullable=False),
    sa.Column('power', sa.Integer(), nullable=False),
    sa.Column('electric', sa.Boolean(), nullable=False),
    sa.Column('scale_year', sa.Integer(), nullable=False),
    sa.Column('mileage', sa.BigInteger(), nullable=False),
    sa.Column('meals', sa.BigInteger(), nullable=False),
    sa.Column('hotel', sa.BigInteger(), nullable=False),
    sa.Column('other', sa.BigInteger(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'visit_id'], ['visits.workspace_id', 'visits.id'], name=op.f('fk_expense_reports_workspace_id_visits')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_expense_reports')),
    sa.UniqueConstraint('workspace_id', 'visit_id', name=op.f('uq_expense_reports_workspace_id_visit_id'))
    )
    op.create_index(op.f('ix_expense_reports_workspace_id_salesperson_id_spent_on'), 'expense_reports', ['workspace_id', 'salesperson_id', 'spent_on'], unique=False)
    op.create_table('visit_reports',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('next_step', sa.String(length=40), nullable=False),
    sa.Column('next_step_on', sa.Date(), nullable=True),
    sa.Column('next_step_note', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'visit_id'], ['visits.workspace_id', 'visits.id'], name=op.f('fk_visit_reports_workspace_id_visits')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_visit_reports')),
    sa.UniqueConstraint('workspace_id', 'visit_id', name=op.f('uq_visit_reports_workspace_id_visit_id'))
    )
    op.create_index(op.f('ix_visit_reports_workspace_id_next_step_on'), 'visit_reports', ['workspace_id', 'next_step_on'], unique=False)


def _drop_the_agenda_and_visits() -> None:
    """Forget them."""
    op.drop_index(op.f('ix_visit_reports_workspace_id_next_step_on'), table_name='visit_reports')
    op.drop_table('visit_reports')
    op.drop_index(op.f('ix_expense_reports_workspace_id_salesperson_id_spent_on'), table_name='expense_reports')
    op.drop_table('expense_reports')
    op.drop_table('discoveries')
    op.drop_table('visits')
    op.drop_index(op.f('ix_tasks_workspace_id_done_at_due_on_id'), table_name='tasks')
    op.drop_index(op.f('ix_tasks_workspace_id_company_id'), table_name='tasks')
    op.drop_table('tasks')
    op.drop_table('opening_days')
    op.drop_index(op.f('ix_appointments_workspace_id_starts_at_id'), table_name='appointments')
    op.drop_index(op.f('ix_appointments_workspace_id_company_id_starts_at'), table_name='appointments')
    op.drop_table('appointments')


def _add_tours_and_positions() -> None:
    """Let companies stand on the map, and tours go round them."""
    op.add_column('companies', sa.Column('latitude', sa.Integer(), nullable=True))
    op.add_column('companies', sa.Column('longitude', sa.Integer(), nullable=True))
    op.add_column('companies', sa.Column('position_precision', sa.String(length=40), nullable=True))
    op.add_column('companies', sa.Column('position_source', sa.String(length=40), nullable=True))
    op.create_table(
        'tours',
        sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('title', sa.String(length=120), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('planned_on', sa.Date(), nullable=False),
        sa.Column('planned_by', sa.String(length=120), nullable=False),
        sa.Column('accepted_on', sa.Date(), nullable=True),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('day_count', sa.Integer(), nullable=False),
        sa.Column('day_starts', sa.Integer(), nullable=False),
        sa.Column('day_ends', sa.Integer(), nullable=False),
        sa.Column('lunch_minutes', sa.Integer(), nullable=False),
        sa.Column('start_name', sa.String(length=120), nullable=False),
        sa.Column('start_latitude', sa.Integer(), nullable=False),
        sa.Column('start_longitude', sa.Integer(), nullable=False),
        sa.Column('end_name', sa.String(length=120), nullable=False),
        sa.Column('end_latitude', sa.Integer(), nullable=False),
        sa.Column('end_longitude', sa.Integer(), nullable=False),
        sa.Column('car_power', sa.Integer(), nullable=False),
        sa.Column('car_yearly_km', sa.Integer(), nullable=False),
        sa.Column('car_electric', sa.Boolean(), nullable=False),
        sa.Column('pattern', sa.String(length=40), nullable=False),
        sa.Column('laid_out', sa.String(length=40), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tours')),
    )
    op.create_index(op.f('ix_tours_workspace_id_first_day_id'), 'tours', ['workspace_id', 'first_day', 'id'])
    op.create_table(
        'tour_stops',
        sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('tour_id', sa.Integer(), nullable=False),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('value', sa.BigInteger(), nullable=False),
        sa.Column('required', sa.Boolean(), nullable=False),
        sa.Column('week', sa.JSON(), nullable=False),
        sa.Column('fixed_on', sa.Date(), nullable=True),
        sa.Column('fixed_at', sa.Integer(), nullable=True),
        sa.Column('day', sa.Integer(), nullable=True),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_tour_stops_workspace_id_companies')),
        sa.ForeignKeyConstraint(['workspace_id', 'tour_id'], ['tours.workspace_id', 'tours.id'], name=op.f('fk_tour_stops_workspace_id_tours')),
        sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tour_stops')),
        sa.UniqueConstraint('workspace_id', 'tour_id', 'company_id', name=op.f('uq_tour_stops_workspace_id_tour_id_company_id')),
    )
    op.create_index(op.f('ix_tour_stops_workspace_id_company_id'), 'tour_stops', ['workspace_id', 'company_id'])
    op.create_table(
        'tour_proposals',
        sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('tour_id', sa.Integer(), nullable=False),
        sa.Column('fingerprint', sa.String(length=64), nullable=False),
        sa.Column('orders', sa.JSON(), nullable=False),
        sa.Column('net', sa.BigInteger(), nullable=False),
        sa.Column('bound', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id', 'tour_id'], ['tours.workspace_id', 'tours.id'], name=op.f('fk_tour_proposals_workspace_id_tours')),
        sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_tour_proposals')),
        sa.UniqueConstraint('workspace_id', 'tour_id', name=op.f('uq_tour_proposals_workspace_id_tour_id')),
    )


def _drop_tours_and_positions() -> None:
    """Forget them."""
    for table in ('tour_proposals', 'tour_stops', 'tours'):
        op.drop_table(table)
    for column in ('position_source', 'position_precision', 'longitude', 'latitude'):
        op.drop_column('companies', column)


def _add_campaigns() -> None:
    op.create_table('campaigns',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('technique', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('selection', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('script', sa.Text(), nullable=False),
    sa.Column('graph', sa.String(length=60), nullable=False),
    sa.Column('fixed_cost', sa.BigInteger(), nullable=False),
    sa.Column('unit_cost', sa.BigInteger(), nullable=False),
    sa.Column('goal_contacts', sa.Integer(), nullable=False),
    sa.Column('goal_useful', sa.Integer(), nullable=False),
    sa.Column('goal_appointments', sa.Integer(), nullable=False),
    sa.Column('goal_sales', sa.Integer(), nullable=False),
    sa.Column('goal_cost', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=120), nullable=False),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('launched_by', sa.String(length=120), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_campaigns'))
    )
    op.create_index(op.f('ix_campaigns_workspace_id_state_id'), 'campaigns', ['workspace_id', 'state', 'id'], unique=False)
    op.create_table('campaign_targets',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('person', sa.String(length=200), nullable=False),
    sa.Column('person_function', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('exclusion', sa.String(length=40), nullable=True),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('next_call_on', sa.Date(), nullable=True),
    sa.Column('calls', sa.Integer(), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=True),
    sa.Column('conversation_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'campaign_id'], ['campaigns.workspace_id', 'campaigns.id'], name=op.f('fk_campaign_targets_workspace_id_campaign_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_campaign_targets_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_campaign_targets'))
    )
    op.create_index(op.f('ix_campaign_targets_workspace_id_campaign_id_next_call_on_id'), 'campaign_targets', ['workspace_id', 'campaign_id', 'next_call_on', 'id'], unique=False)
    op.create_index(op.f('ix_campaign_targets_workspace_id_company_id'), 'campaign_targets', ['workspace_id', 'company_id'], unique=False)
    op.create_table('campaign_returns',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('came_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'target_id'], ['campaign_targets.workspace_id', 'campaign_targets.id'], name=op.f('fk_campaign_returns_workspace_id_target_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_campaign_returns'))
    )
    op.create_index(op.f('ix_campaign_returns_workspace_id_campaign_id_result'), 'campaign_returns', ['workspace_id', 'campaign_id', 'result'], unique=False)
    op.create_index(op.f('ix_campaign_returns_workspace_id_target_id'), 'campaign_returns', ['workspace_id', 'target_id'], unique=False)
    op.create_table('campaign_calls',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=200), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('next_step', sa.Text(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('called_by', sa.String(length=120), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=True),
    sa.Column('appointment_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appointment_place', sa.String(length=200), nullable=False),
    sa.Column('confirmation', sa.String(length=40), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmation_text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_campaign_calls_workspace_id_company_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'target_id'], ['campaign_targets.workspace_id', 'campaign_targets.id'], name=op.f('fk_campaign_calls_workspace_id_target_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_campaign_calls'))
    )
    op.create_index(op.f('ix_campaign_calls_workspace_id_appointment_at'), 'campaign_calls', ['workspace_id', 'appointment_at'], unique=False)
    op.create_index(op.f('ix_campaign_calls_workspace_id_campaign_id_id'), 'campaign_calls', ['workspace_id', 'campaign_id', 'id'], unique=False)
    op.create_index(op.f('ix_campaign_calls_workspace_id_company_id_called_at'), 'campaign_calls', ['workspace_id', 'company_id', 'called_at'], unique=False)
    op.create_index(op.f('ix_campaign_calls_workspace_id_target_id_id'), 'campaign_calls', ['workspace_id', 'target_id', 'id'], unique=False)
    op.create_table('campaign_reviews',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('causes', sa.Text(), nullable=False),
    sa.Column('corrections', sa.Text(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'campaign_id'], ['campaigns.workspace_id', 'campaigns.id'], name=op.f('fk_campaign_reviews_workspace_id_campaign_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_campaign_reviews'))
    )
    op.create_index(op.f('ix_campaign_reviews_workspace_id_campaign_id_id'), 'campaign_reviews', ['workspace_id', 'campaign_id', 'id'], unique=False)


def _drop_campaigns() -> None:
    op.drop_table('campaign_reviews')
    op.drop_table('campaign_calls')
    op.drop_table('campaign_returns')
    op.drop_table('campaign_targets')
    op.drop_table('campaigns')
