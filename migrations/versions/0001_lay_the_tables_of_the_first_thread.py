"""Lay the tables of the first thread"""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


# What may only grow, and what stands still once it is issued, in each database's own words.
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER activity_records_no_update BEFORE UPDATE ON activity_records FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'activity_records: append-only'); END",
        "CREATE TRIGGER activity_records_no_delete BEFORE DELETE ON activity_records FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'activity_records: append-only'); END",
        "CREATE TRIGGER activity_links_no_update BEFORE UPDATE ON activity_links FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'activity_links: append-only'); END",
        "CREATE TRIGGER activity_links_no_delete BEFORE DELETE ON activity_links FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'activity_links: append-only'); END",
        "CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'opinions: append-only'); END",
        "CREATE TRIGGER opinions_no_delete BEFORE DELETE ON opinions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'opinions: append-only'); END",
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS NOT NEW.workspace_id OR OLD.id IS NOT NEW.id OR OLD.company_id IS NOT NEW.company_id OR OLD.order_id IS NOT NEW.order_id OR OLD.delivery_note_id IS NOT NEW.delivery_note_id OR OLD.number IS NOT NEW.number OR OLD.drafted_on IS NOT NEW.drafted_on OR OLD.issued_on IS NOT NEW.issued_on OR OLD.delivered_on IS NOT NEW.delivered_on OR OLD.due_on IS NOT NEW.due_on OR OLD.payment_days IS NOT NEW.payment_days OR OLD.net IS NOT NEW.net OR OLD.gross IS NOT NEW.gross)))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_delete BEFORE DELETE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
        'CREATE TRIGGER activity_records_no_update BEFORE UPDATE ON activity_records FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER activity_records_no_delete BEFORE DELETE ON activity_records FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER activity_links_no_update BEFORE UPDATE ON activity_links FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER activity_links_no_delete BEFORE DELETE ON activity_links FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER opinions_no_delete BEFORE DELETE ON opinions FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS DISTINCT FROM NEW.workspace_id OR OLD.id IS DISTINCT FROM NEW.id OR OLD.company_id IS DISTINCT FROM NEW.company_id OR OLD.order_id IS DISTINCT FROM NEW.order_id OR OLD.delivery_note_id IS DISTINCT FROM NEW.delivery_note_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.drafted_on IS DISTINCT FROM NEW.drafted_on OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.delivered_on IS DISTINCT FROM NEW.delivered_on OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.payment_days IS DISTINCT FROM NEW.payment_days OR OLD.net IS DISTINCT FROM NEW.net OR OLD.gross IS DISTINCT FROM NEW.gross)))) EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_change_of_invoice_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> '') THEN RAISE EXCEPTION 'invoice_lines: append-only'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER invoice_lines_once_issued BEFORE UPDATE OR DELETE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION refuse_change_of_invoice_lines()',
    ),
}


def upgrade() -> None:
    """Lay the tables of the first thread"""
    op.create_table('activity_records',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('activity', sa.String(length=60), nullable=False),
    sa.Column('actor_kind', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('assistance', sa.String(length=40), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'position', name=op.f('pk_activity_records'))
    )
    with op.batch_alter_table('activity_records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_records_workspace_id_activity_position'), ['workspace_id', 'activity', 'position'], unique=False)

    op.create_table('chain_heads',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('next_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_chain_heads')),
    sa.UniqueConstraint('key', name=op.f('uq_chain_heads_key'))
    )
    op.create_table('cohorts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohorts')),
    sa.UniqueConstraint('name', name=op.f('uq_cohorts_name'))
    )
    op.create_table('companies',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('legal_name', sa.String(length=200), nullable=False),
    sa.Column('nature', sa.String(length=40), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('siren', sa.String(length=9), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('vat_number', sa.String(length=20), nullable=False),
    sa.Column('sector', sa.String(length=120), nullable=False),
    sa.Column('staff_size', sa.String(length=40), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=12), nullable=False),
    sa.Column('city', sa.String(length=120), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('legal_basis', sa.String(length=40), nullable=False),
    sa.Column('opted_out_email', sa.Boolean(), nullable=False),
    sa.Column('opted_out_phone', sa.Boolean(), nullable=False),
    sa.Column('opted_out_post', sa.Boolean(), nullable=False),
    sa.Column('payment_days', sa.Integer(), nullable=False),
    sa.Column('credit_limit', sa.BigInteger(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('sort_name', sa.String(length=200), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_companies'))
    )
    with op.batch_alter_table('companies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_companies_workspace_id_siren'), ['workspace_id', 'siren'], unique=False)
        batch_op.create_index(batch_op.f('ix_companies_workspace_id_sort_name_id'), ['workspace_id', 'sort_name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_companies_workspace_id_stage_sort_name_id'), ['workspace_id', 'stage', 'sort_name', 'id'], unique=False)

    op.create_table('documents',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('company_name', sa.String(length=200), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_documents'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_workspace_id_about_kind_about_id'), ['workspace_id', 'about_kind', 'about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_workspace_id_filed_at_id'), ['workspace_id', 'filed_at', 'id'], unique=False)

    op.create_table('filing_places',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('types', sa.String(length=400), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_filing_places')),
    sa.UniqueConstraint('workspace_id', 'code', name=op.f('uq_filing_places_workspace_id_code'))
    )
    op.create_table('messages',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('box', sa.String(length=40), nullable=False),
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('company_name', sa.String(length=200), nullable=False),
    sa.Column('sender', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_messages'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_workspace_id_company_id'), ['workspace_id', 'company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_workspace_id_handled_at_id'), ['workspace_id', 'handled_at', 'id'], unique=False)

    op.create_table('persona_assignments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=120), nullable=False),
    sa.Column('persona', sa.String(length=60), nullable=False),
    sa.Column('habits', sa.JSON(), nullable=False),
    sa.Column('pays_by', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_persona_assignments')),
    sa.UniqueConstraint('workspace_id', 'company_id', name=op.f('uq_persona_assignments_workspace_id_company_id'))
    )
    op.create_table('products',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('family', sa.String(length=80), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('cost', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_products')),
    sa.UniqueConstraint('workspace_id', 'reference', name=op.f('uq_products_workspace_id_reference'))
    )
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_products_workspace_id_family_name'), ['workspace_id', 'family', 'name'], unique=False)

    op.create_table('scheduled_events',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind_of_event', sa.String(length=40), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('occurrence', sa.Integer(), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_scheduled_events'))
    )
    with op.batch_alter_table('scheduled_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheduled_events_workspace_id_company_id_kind_of_event'), ['workspace_id', 'company_id', 'kind_of_event'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheduled_events_workspace_id_done_at_due_at_id'), ['workspace_id', 'done_at', 'due_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheduled_events_workspace_id_kind_of_event_object_id'), ['workspace_id', 'kind_of_event', 'object_id'], unique=False)

    op.create_table('seller_identities',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('legal_form', sa.String(length=60), nullable=False),
    sa.Column('capital', sa.BigInteger(), nullable=True),
    sa.Column('siren', sa.String(length=9), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('vat_number', sa.String(length=20), nullable=False),
    sa.Column('trade_register', sa.String(length=120), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=12), nullable=False),
    sa.Column('city', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('bic', sa.String(length=11), nullable=False),
    sa.Column('mediator', sa.String(length=300), nullable=False),
    sa.Column('pays_vat_on_debits', sa.Boolean(), nullable=False),
    sa.Column('late_rate', sa.Integer(), nullable=True),
    sa.Column('terms_of_sale', sa.Text(), nullable=False),
    sa.Column('opening', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_seller_identities')),
    sa.UniqueConstraint('workspace_id', name=op.f('uq_seller_identities_workspace_id'))
    )
    op.create_table('series',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'name', name=op.f('pk_series'))
    )
    op.create_table('submissions',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=True),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('workspace_id', 'key', name=op.f('pk_submissions'))
    )
    op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=80), nullable=False),
    sa.Column('display_name', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('is_administrator', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('login', name=op.f('uq_users_login'))
    )
    op.create_table('account_segments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('segment', sa.String(length=40), nullable=False),
    sa.Column('recency', sa.Integer(), nullable=False),
    sa.Column('frequency', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('last_order_on', sa.Date(), nullable=True),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('revenue', sa.BigInteger(), nullable=False),
    sa.Column('computed_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_account_segments_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_account_segments'))
    )
    with op.batch_alter_table('account_segments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_segments_workspace_id_company_id'), ['workspace_id', 'company_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_account_segments_workspace_id_segment_company_id'), ['workspace_id', 'segment', 'company_id'], unique=False)

    op.create_table('activity_links',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'position'], ['activity_records.workspace_id', 'activity_records.position'], name=op.f('fk_activity_links_workspace_id_position')),
    sa.PrimaryKeyConstraint('workspace_id', 'position', 'kind', 'object_id', name=op.f('pk_activity_links'))
    )
    with op.batch_alter_table('activity_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_links_workspace_id_kind_object_id_position'), ['workspace_id', 'kind', 'object_id', 'position'], unique=False)

    op.create_table('cohort_staff',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohorts.id'], name=op.f('fk_cohort_staff_cohort_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_cohort_staff_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_staff')),
    sa.UniqueConstraint('cohort_id', 'user_id', name=op.f('uq_cohort_staff_cohort_id_user_id'))
    )
    with op.batch_alter_table('cohort_staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_staff_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cohort_staff_user_id'), ['user_id'], unique=False)

    op.create_table('contacts',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('function', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_contacts_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_contacts'))
    )
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contacts_workspace_id_company_id'), ['workspace_id', 'company_id'], unique=False)

    op.create_table('derogations',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('about_label', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_derogations_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_derogations'))
    )
    with op.batch_alter_table('derogations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_derogations_workspace_id_about_kind_about_id'), ['workspace_id', 'about_kind', 'about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_derogations_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)

    op.create_table('exercises',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('scenario', sa.String(length=60), nullable=False),
    sa.Column('framework', sa.String(length=40), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('procedures', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohorts.id'], name=op.f('fk_exercises_cohort_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercises'))
    )
    with op.batch_alter_table('exercises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exercises_cohort_id'), ['cohort_id'], unique=False)

    op.create_table('offers',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_by', sa.String(length=120), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_offers_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_offers'))
    )
    with op.batch_alter_table('offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offers_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)

    op.create_table('opinions',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('framework', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('stance', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('trainer_id', sa.Integer(), nullable=False),
    sa.Column('trainer_name', sa.String(length=80), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['users.id'], name=op.f('fk_opinions_learner_id')),
    sa.ForeignKeyConstraint(['trainer_id'], ['users.id'], name=op.f('fk_opinions_trainer_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_opinions'))
    )
    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinions_workspace_id_learner_id_code_id'), ['workspace_id', 'learner_id', 'code', 'id'], unique=False)

    op.create_table('orders',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('customer_reference', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivery_address', sa.Text(), nullable=False),
    sa.Column('payment_days', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_orders_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_orders'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orders_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_workspace_id_quote_id'), ['workspace_id', 'quote_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_workspace_id_state_id'), ['workspace_id', 'state', 'id'], unique=False)

    op.create_table('qualifications',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('need', sa.Text(), nullable=False),
    sa.Column('budget', sa.String(length=40), nullable=False),
    sa.Column('budget_amount', sa.BigInteger(), nullable=True),
    sa.Column('circuit', sa.String(length=40), nullable=False),
    sa.Column('timing', sa.String(length=40), nullable=False),
    sa.Column('potential', sa.BigInteger(), nullable=True),
    sa.Column('objections', sa.Text(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('next_step', sa.String(length=40), nullable=False),
    sa.Column('next_step_on', sa.Date(), nullable=True),
    sa.Column('next_step_note', sa.Text(), nullable=False),
    sa.Column('qualified_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('qualified_by', sa.String(length=120), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_qualifications_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_qualifications'))
    )
    with op.batch_alter_table('qualifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_qualifications_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_qualifications_workspace_id_current_next_step_on_id'), ['workspace_id', 'current', 'next_step_on', 'id'], unique=False)

    op.create_table('quotes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('payment_days', sa.Integer(), nullable=False),
    sa.Column('delivery_terms', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_quotes_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_quotes'))
    )
    with op.batch_alter_table('quotes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quotes_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotes_workspace_id_state_id'), ['workspace_id', 'state', 'id'], unique=False)

    op.create_table('delivery_notes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('reservations', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['orders.workspace_id', 'orders.id'], name=op.f('fk_delivery_notes_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_delivery_notes'))
    )
    with op.batch_alter_table('delivery_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_notes_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('invoices',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('delivery_note_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('payment_days', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('paid', sa.BigInteger(), nullable=False),
    sa.Column('fell_due', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_invoices_workspace_id_company_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['orders.workspace_id', 'orders.id'], name=op.f('fk_invoices_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_invoices'))
    )
    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoices_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoices_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoices_workspace_id_state_due_on_id'), ['workspace_id', 'state', 'due_on', 'id'], unique=False)

    op.create_table('order_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['orders.workspace_id', 'orders.id'], name=op.f('fk_order_lines_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_order_lines'))
    )
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_lines_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('quote_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'quote_id'], ['quotes.workspace_id', 'quotes.id'], name=op.f('fk_quote_lines_workspace_id_quote_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_quote_lines'))
    )
    with op.batch_alter_table('quote_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quote_lines_workspace_id_quote_id'), ['workspace_id', 'quote_id'], unique=False)

    op.create_table('workspaces',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exercise_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('scenario', sa.String(length=60), nullable=False),
    sa.Column('company_name', sa.String(length=120), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('now', sa.DateTime(timezone=True), nullable=False),
    sa.Column('day_began_at', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['exercise_id'], ['exercises.id'], name=op.f('fk_workspaces_exercise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspaces'))
    )
    with op.batch_alter_table('workspaces', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workspaces_exercise_id'), ['exercise_id'], unique=False)

    op.create_table('invoice_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_invoice_lines_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_invoice_lines'))
    )
    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_lines_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('memberships',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('assistance', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_memberships_user_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_memberships_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships')),
    sa.UniqueConstraint('workspace_id', 'user_id', name=op.f('uq_memberships_workspace_id_user_id'))
    )
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_memberships_user_id'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_memberships_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('payment_plans',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('instalments', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_payment_plans_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_payment_plans'))
    )
    with op.batch_alter_table('payment_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_plans_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('payments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=True),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_payments_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_payments'))
    )
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payments_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_workspace_id_recorded_on_id'), ['workspace_id', 'recorded_on', 'id'], unique=False)

    op.create_table('reminders',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('days_late', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('sent_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_reminders_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_reminders'))
    )
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminders_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    bind = op.get_bind()
    for statement in TRIGGERS[bind.dialect.name]:
        bind.exec_driver_sql(statement)
    heads = sa.table("chain_heads", *(sa.column(name) for name in ("workspace_id", "key", "position", "seal", "next_id")))
    first = {"workspace_id": 0, "key": str(uuid4()), "position": 0, "seal": "0" * 64, "next_id": 1}
    op.execute(heads.insert().values(**first))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminders_workspace_id_invoice_id'))

    op.drop_table('reminders')
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payments_workspace_id_recorded_on_id'))
        batch_op.drop_index(batch_op.f('ix_payments_workspace_id_invoice_id'))

    op.drop_table('payments')
    with op.batch_alter_table('payment_plans', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_plans_workspace_id_invoice_id'))

    op.drop_table('payment_plans')
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_memberships_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_memberships_user_id'))

    op.drop_table('memberships')
    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_lines_workspace_id_invoice_id'))

    op.drop_table('invoice_lines')
    with op.batch_alter_table('workspaces', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workspaces_exercise_id'))

    op.drop_table('workspaces')
    with op.batch_alter_table('quote_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quote_lines_workspace_id_quote_id'))

    op.drop_table('quote_lines')
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_lines_workspace_id_order_id'))

    op.drop_table('order_lines')
    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoices_workspace_id_state_due_on_id'))
        batch_op.drop_index(batch_op.f('ix_invoices_workspace_id_order_id'))
        batch_op.drop_index(batch_op.f('ix_invoices_workspace_id_company_id_id'))

    op.drop_table('invoices')
    with op.batch_alter_table('delivery_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_notes_workspace_id_order_id'))

    op.drop_table('delivery_notes')
    with op.batch_alter_table('quotes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quotes_workspace_id_state_id'))
        batch_op.drop_index(batch_op.f('ix_quotes_workspace_id_company_id_id'))

    op.drop_table('quotes')
    with op.batch_alter_table('qualifications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_qualifications_workspace_id_current_next_step_on_id'))
        batch_op.drop_index(batch_op.f('ix_qualifications_workspace_id_company_id_id'))

    op.drop_table('qualifications')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_orders_workspace_id_state_id'))
        batch_op.drop_index(batch_op.f('ix_orders_workspace_id_quote_id'))
        batch_op.drop_index(batch_op.f('ix_orders_workspace_id_company_id_id'))

    op.drop_table('orders')
    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinions_workspace_id_learner_id_code_id'))

    op.drop_table('opinions')
    with op.batch_alter_table('offers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offers_workspace_id_company_id_id'))

    op.drop_table('offers')
    with op.batch_alter_table('exercises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercises_cohort_id'))

    op.drop_table('exercises')
    with op.batch_alter_table('derogations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_derogations_workspace_id_company_id_id'))
        batch_op.drop_index(batch_op.f('ix_derogations_workspace_id_about_kind_about_id'))

    op.drop_table('derogations')
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contacts_workspace_id_company_id'))

    op.drop_table('contacts')
    with op.batch_alter_table('cohort_staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_staff_user_id'))
        batch_op.drop_index(batch_op.f('ix_cohort_staff_cohort_id'))

    op.drop_table('cohort_staff')
    with op.batch_alter_table('activity_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_links_workspace_id_kind_object_id_position'))

    op.drop_table('activity_links')
    with op.batch_alter_table('account_segments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_segments_workspace_id_segment_company_id'))
        batch_op.drop_index(batch_op.f('ix_account_segments_workspace_id_company_id'))

    op.drop_table('account_segments')
    op.drop_table('users')
    op.drop_table('submissions')
    op.drop_table('series')
    op.drop_table('seller_identities')
    with op.batch_alter_table('scheduled_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheduled_events_workspace_id_kind_of_event_object_id'))
        batch_op.drop_index(batch_op.f('ix_scheduled_events_workspace_id_done_at_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_scheduled_events_workspace_id_company_id_kind_of_event'))

    op.drop_table('scheduled_events')
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_products_workspace_id_family_name'))

    op.drop_table('products')
    op.drop_table('persona_assignments')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messages_workspace_id_handled_at_id'))
        batch_op.drop_index(batch_op.f('ix_messages_workspace_id_company_id'))

    op.drop_table('messages')
    op.drop_table('filing_places')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_workspace_id_filed_at_id'))
        batch_op.drop_index(batch_op.f('ix_documents_workspace_id_about_kind_about_id'))

    op.drop_table('documents')
    with op.batch_alter_table('companies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_companies_workspace_id_stage_sort_name_id'))
        batch_op.drop_index(batch_op.f('ix_companies_workspace_id_sort_name_id'))
        batch_op.drop_index(batch_op.f('ix_companies_workspace_id_siren'))

    op.drop_table('companies')
    op.drop_table('cohorts')
    op.drop_table('chain_heads')
    with op.batch_alter_table('activity_records', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_records_workspace_id_activity_position'))

    op.drop_table('activity_records')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change_of_invoice_lines()")
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
