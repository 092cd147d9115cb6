"""Add sales administration"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# An issued invoice stands still: the triggers name its columns, so they follow them.
TAKE_OFF = {
    'sqlite': (
        'DROP TRIGGER invoices_no_update',
        'DROP TRIGGER invoices_no_delete',
        'DROP TRIGGER invoice_lines_no_update',
        'DROP TRIGGER invoice_lines_no_delete',
        'DROP TRIGGER invoiced_notes_no_update',
        'DROP TRIGGER invoiced_notes_no_delete',
        'DROP TRIGGER deposit_deductions_no_update',
        'DROP TRIGGER deposit_deductions_no_delete',
    ),
    'postgresql': (
        'DROP TRIGGER invoices_no_update ON invoices',
        'DROP TRIGGER invoices_no_delete ON invoices',
        'DROP TRIGGER invoice_lines_once_issued ON invoice_lines',
        'DROP TRIGGER invoiced_notes_once_issued ON invoiced_notes',
        'DROP TRIGGER deposit_deductions_once_issued ON deposit_deductions',
    ),
}
TAKE_AWAY = {
    'sqlite': (
        'DROP TRIGGER invoices_no_update',
        'DROP TRIGGER invoices_no_delete',
        'DROP TRIGGER invoice_lines_no_update',
        'DROP TRIGGER invoice_lines_no_delete',
    ),
    'postgresql': (
        'DROP TRIGGER invoices_no_update ON invoices',
        'DROP TRIGGER invoices_no_delete ON invoices',
        'DROP TRIGGER invoice_lines_once_issued ON invoice_lines',
    ),
}
PUT_BACK = {
    'sqlite': (
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS NOT NEW.workspace_id OR OLD.id IS NOT NEW.id OR OLD.company_id IS NOT NEW.company_id OR OLD.order_id IS NOT NEW.order_id OR OLD.delivery_note_id IS NOT NEW.delivery_note_id OR OLD.number IS NOT NEW.number OR OLD.type IS NOT NEW.type OR OLD.drafted_on IS NOT NEW.drafted_on OR OLD.issued_on IS NOT NEW.issued_on OR OLD.delivered_on IS NOT NEW.delivered_on OR OLD.due_on IS NOT NEW.due_on OR OLD.payment_days IS NOT NEW.payment_days OR OLD.due_rule IS NOT NEW.due_rule OR OLD.regime IS NOT NEW.regime OR OLD.currency IS NOT NEW.currency OR OLD.exchange_ppm IS NOT NEW.exchange_ppm OR OLD.language IS NOT NEW.language OR OLD.incoterm IS NOT NEW.incoterm OR OLD.discount IS NOT NEW.discount OR OLD.cash_discount IS NOT NEW.cash_discount OR OLD.cash_discount_days IS NOT NEW.cash_discount_days OR OLD.corrects_id IS NOT NEW.corrects_id OR OLD.correction IS NOT NEW.correction OR OLD.reason IS NOT NEW.reason OR OLD.period_from IS NOT NEW.period_from OR OLD.period_to IS NOT NEW.period_to OR OLD.net IS NOT NEW.net OR OLD.gross IS NOT NEW.gross OR OLD.deposited IS NOT NEW.deposited OR OLD.issued_as IS NOT NEW.issued_as)))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_delete BEFORE DELETE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
        "CREATE TRIGGER invoiced_notes_no_update BEFORE UPDATE ON invoiced_notes FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoiced_notes: append-only'); END",
        "CREATE TRIGGER invoiced_notes_no_delete BEFORE DELETE ON invoiced_notes FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoiced_notes: append-only'); END",
        "CREATE TRIGGER deposit_deductions_no_update BEFORE UPDATE ON deposit_deductions FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'deposit_deductions: append-only'); END",
        "CREATE TRIGGER deposit_deductions_no_delete BEFORE DELETE ON deposit_deductions FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'deposit_deductions: append-only'); END",
    ),
    'postgresql': (
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS DISTINCT FROM NEW.workspace_id OR OLD.id IS DISTINCT FROM NEW.id OR OLD.company_id IS DISTINCT FROM NEW.company_id OR OLD.order_id IS DISTINCT FROM NEW.order_id OR OLD.delivery_note_id IS DISTINCT FROM NEW.delivery_note_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.type IS DISTINCT FROM NEW.type OR OLD.drafted_on IS DISTINCT FROM NEW.drafted_on OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.delivered_on IS DISTINCT FROM NEW.delivered_on OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.payment_days IS DISTINCT FROM NEW.payment_days OR OLD.due_rule IS DISTINCT FROM NEW.due_rule OR OLD.regime IS DISTINCT FROM NEW.regime OR OLD.currency IS DISTINCT FROM NEW.currency OR OLD.exchange_ppm IS DISTINCT FROM NEW.exchange_ppm OR OLD.language IS DISTINCT FROM NEW.language OR OLD.incoterm IS DISTINCT FROM NEW.incoterm OR OLD.discount IS DISTINCT FROM NEW.discount OR OLD.cash_discount IS DISTINCT FROM NEW.cash_discount OR OLD.cash_discount_days IS DISTINCT FROM NEW.cash_discount_days OR OLD.corrects_id IS DISTINCT FROM NEW.corrects_id OR OLD.correction IS DISTINCT FROM NEW.correction OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.period_from IS DISTINCT FROM NEW.period_from OR OLD.period_to IS DISTINCT FROM NEW.period_to OR OLD.net IS DISTINCT FROM NEW.net OR OLD.gross IS DISTINCT FROM NEW.gross OR OLD.deposited IS DISTINCT FROM NEW.deposited OR OLD.issued_as IS DISTINCT FROM NEW.issued_as)))) EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_change_of_invoice_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> '') THEN RAISE EXCEPTION 'invoice_lines: append-only'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER invoice_lines_once_issued BEFORE UPDATE OR DELETE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION refuse_change_of_invoice_lines()',
        "CREATE OR REPLACE FUNCTION refuse_change_of_invoiced_notes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> '') THEN RAISE EXCEPTION 'invoiced_notes: append-only'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER invoiced_notes_once_issued BEFORE UPDATE OR DELETE ON invoiced_notes FOR EACH ROW EXECUTE FUNCTION refuse_change_of_invoiced_notes()',
        "CREATE OR REPLACE FUNCTION refuse_change_of_deposit_deductions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> '') THEN RAISE EXCEPTION 'deposit_deductions: append-only'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER deposit_deductions_once_issued BEFORE UPDATE OR DELETE ON deposit_deductions FOR EACH ROW EXECUTE FUNCTION refuse_change_of_deposit_deductions()',
    ),
}
AS_BEFORE = {
    'sqlite': (
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS NOT NEW.workspace_id OR OLD.id IS NOT NEW.id OR OLD.company_id IS NOT NEW.company_id OR OLD.order_id IS NOT NEW.order_id OR OLD.delivery_note_id IS NOT NEW.delivery_note_id OR OLD.number IS NOT NEW.number OR OLD.drafted_on IS NOT NEW.drafted_on OR OLD.issued_on IS NOT NEW.issued_on OR OLD.delivered_on IS NOT NEW.delivered_on OR OLD.due_on IS NOT NEW.due_on OR OLD.payment_days IS NOT NEW.payment_days OR OLD.net IS NOT NEW.net OR OLD.gross IS NOT NEW.gross)))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoices: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
        "CREATE TRIGGER invoice_lines_no_delete BEFORE DELETE ON invoice_lines FOR EACH ROW WHEN (NOT (NOT EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> ''))) BEGIN SELECT RAISE(ABORT, 'invoice_lines: append-only'); END",
    ),
    'postgresql': (
        "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> '' AND (OLD.workspace_id IS DISTINCT FROM NEW.workspace_id OR OLD.id IS DISTINCT FROM NEW.id OR OLD.company_id IS DISTINCT FROM NEW.company_id OR OLD.order_id IS DISTINCT FROM NEW.order_id OR OLD.delivery_note_id IS DISTINCT FROM NEW.delivery_note_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.drafted_on IS DISTINCT FROM NEW.drafted_on OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.delivered_on IS DISTINCT FROM NEW.delivered_on OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.payment_days IS DISTINCT FROM NEW.payment_days OR OLD.net IS DISTINCT FROM NEW.net OR OLD.gross IS DISTINCT FROM NEW.gross)))) EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices FOR EACH ROW WHEN (NOT (NOT (OLD.number <> ''))) EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_change_of_invoice_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoices AS whole WHERE whole.workspace_id = OLD.workspace_id AND whole.id = OLD.invoice_id AND whole.number <> '') THEN RAISE EXCEPTION 'invoice_lines: append-only'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        'CREATE TRIGGER invoice_lines_once_issued BEFORE UPDATE OR DELETE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION refuse_change_of_invoice_lines()',
    ),
}

# What the first revision knew, said in the second one's words: payments know their customer and are set against their
# invoice, orders know what left and what was charged, invoices which delivery notes they charge. New rows take the
# next numbers of their workspace.
PAYMENTS = (
    "UPDATE payments SET company_id = (SELECT i.company_id FROM invoices i WHERE i.workspace_id = payments.workspace_id "
    "AND i.id = payments.invoice_id), state = CASE WHEN recorded_on IS NULL THEN 'at_bank' ELSE 'recorded' END, "
    "allocated = CASE WHEN recorded_on IS NULL THEN 0 ELSE amount END",
)
MOVES = (
    "INSERT INTO allocations (workspace_id, id, company_id, invoice_id, amount, made_on, letter, payment_id, discount, "
    "exchange) SELECT p.workspace_id, h.next_id + ROW_NUMBER() OVER (PARTITION BY p.workspace_id ORDER BY p.id) - 1, "
    "p.company_id, p.invoice_id, p.amount, p.recorded_on, '', p.id, 0, 0 FROM payments p "
    "JOIN chain_heads h ON h.workspace_id = p.workspace_id WHERE p.recorded_on IS NOT NULL",
    "UPDATE chain_heads SET next_id = next_id + (SELECT COUNT(*) FROM allocations a "
    "WHERE a.workspace_id = chain_heads.workspace_id)",
    "INSERT INTO invoiced_notes (workspace_id, id, invoice_id, delivery_note_id) SELECT i.workspace_id, h.next_id + "
    "ROW_NUMBER() OVER (PARTITION BY i.workspace_id ORDER BY i.id) - 1, i.id, i.delivery_note_id FROM invoices i "
    "JOIN chain_heads h ON h.workspace_id = i.workspace_id WHERE i.delivery_note_id IS NOT NULL",
    "UPDATE chain_heads SET next_id = next_id + (SELECT COUNT(*) FROM invoiced_notes n "
    "WHERE n.workspace_id = chain_heads.workspace_id)",
    "UPDATE order_lines SET shipped = quantity WHERE EXISTS (SELECT 1 FROM orders o WHERE o.workspace_id = "
    "order_lines.workspace_id AND o.id = order_lines.order_id AND o.state IN ('shipped', 'delivered', 'invoiced'))",
    "UPDATE order_lines SET invoiced = quantity WHERE EXISTS (SELECT 1 FROM orders o WHERE o.workspace_id = "
    "order_lines.workspace_id AND o.id = order_lines.order_id AND o.state = 'invoiced')",
    "UPDATE invoices SET language = (SELECT c.language FROM companies c WHERE c.workspace_id = invoices.workspace_id "
    "AND c.id = invoices.company_id)",
)


def upgrade() -> None:
    """Add sales administration"""
    _carry_out(TAKE_AWAY)
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('bank_statements',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('imported_on', sa.Date(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('credits', sa.BigInteger(), nullable=False),
    sa.Column('debits', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_bank_statements'))
    )
    with op.batch_alter_table('bank_statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_statements_workspace_id_digest'), ['workspace_id', 'digest'], unique=False)

    op.create_table('carriers',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('base_price', sa.BigInteger(), nullable=False),
    sa.Column('price_per_kg', sa.BigInteger(), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('claims_address', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_carriers')),
    sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_carriers_workspace_id_name'))
    )
    op.create_table('character_assignments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=120), nullable=False),
    sa.Column('habits', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_character_assignments')),
    sa.UniqueConstraint('workspace_id', 'supplier_id', name=op.f('uq_character_assignments_workspace_id_supplier_id'))
    )
    op.create_table('contents',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_contents'))
    )
    op.create_table('discount_steps',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('from_net', sa.BigInteger(), nullable=False),
    sa.Column('limit_rate', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_discount_steps')),
    sa.UniqueConstraint('workspace_id', 'role', 'from_net', name=op.f('uq_discount_steps_workspace_id_role_from_net'))
    )
    op.create_table('dunning_steps',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('decided_by', sa.String(length=40), nullable=False),
    sa.Column('claims_fees', sa.Boolean(), nullable=False),
    sa.Column('text_fr', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_dunning_steps')),
    sa.UniqueConstraint('workspace_id', 'level', name=op.f('uq_dunning_steps_workspace_id_level'))
    )
    op.create_table('einvoice_answers',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('case', sa.String(length=40), nullable=False),
    sa.Column('field', sa.String(length=12), nullable=False),
    sa.Column('rule', sa.String(length=24), nullable=False),
    sa.Column('right', sa.Boolean(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_einvoice_answers'))
    )
    with op.batch_alter_table('einvoice_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_einvoice_answers_workspace_id_case_id'), ['workspace_id', 'case', 'id'], unique=False)

    op.create_table('interest_rates',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('half', sa.Integer(), nullable=False),
    sa.Column('late', sa.Integer(), nullable=False),
    sa.Column('legal_individual', sa.Integer(), nullable=False),
    sa.Column('legal_other', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_interest_rates')),
    sa.UniqueConstraint('workspace_id', 'year', 'half', name=op.f('uq_interest_rates_workspace_id_year_half'))
    )
    op.create_table('price_lists',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('segment', sa.String(length=40), nullable=False),
    sa.Column('currency', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_price_lists')),
    sa.UniqueConstraint('workspace_id', 'code', name=op.f('uq_price_lists_workspace_id_code'))
    )
    with op.batch_alter_table('price_lists', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_lists_workspace_id_currency_segment'), ['workspace_id', 'currency', 'segment'], unique=False)

    op.create_table('suppliers',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=12), nullable=False),
    sa.Column('city', sa.String(length=120), nullable=False),
    sa.Column('contact', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('vat_number', sa.String(length=20), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=40), nullable=False),
    sa.Column('incoterm', sa.String(length=40), nullable=True),
    sa.Column('carrier_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_suppliers')),
    sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_suppliers_workspace_id_name'))
    )
    op.create_table('bank_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('wording', sa.String(length=200), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'statement_id'], ['bank_statements.workspace_id', 'bank_statements.id'], name=op.f('fk_bank_lines_workspace_id_statement_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_bank_lines'))
    )
    with op.batch_alter_table('bank_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_lines_workspace_id_payment_id'), ['workspace_id', 'payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_lines_workspace_id_state_booked_on_id'), ['workspace_id', 'state', 'booked_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_lines_workspace_id_statement_id'), ['workspace_id', 'statement_id'], unique=False)

    op.create_table('conversations',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('graph', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('turn', sa.String(length=60), nullable=False),
    sa.Column('patience', sa.Integer(), nullable=False),
    sa.Column('mood', sa.Integer(), nullable=False),
    sa.Column('learnt', sa.JSON(), nullable=False),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_by', sa.String(length=120), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_conversations_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_conversations'))
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)

    op.create_table('price_entries',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('price_list_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('min_quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'price_list_id'], ['price_lists.workspace_id', 'price_lists.id'], name=op.f('fk_price_entries_workspace_id_price_list_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'product_id'], ['products.workspace_id', 'products.id'], name=op.f('fk_price_entries_workspace_id_product_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_price_entries')),
    sa.UniqueConstraint('workspace_id', 'price_list_id', 'product_id', 'min_quantity', name=op.f('uq_price_entries_workspace_id_price_list_id_product_id_min_quantity'))
    )
    with op.batch_alter_table('price_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_entries_workspace_id_product_id'), ['workspace_id', 'product_id'], unique=False)

    op.create_table('refunds',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('credit_note_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_refunds_workspace_id_company_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_refunds'))
    )
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_workspace_id_credit_note_id'), ['workspace_id', 'credit_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_workspace_id_payment_id'), ['workspace_id', 'payment_id'], unique=False)

    op.create_table('stock_levels',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('on_hand', sa.BigInteger(), nullable=False),
    sa.Column('reserved', sa.BigInteger(), nullable=False),
    sa.Column('on_order', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reserved >= 0 AND reserved <= on_hand AND on_order >= 0', name=op.f('ck_stock_levels_never_oversold')),
    sa.ForeignKeyConstraint(['workspace_id', 'product_id'], ['products.workspace_id', 'products.id'], name=op.f('fk_stock_levels_workspace_id_product_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_stock_levels')),
    sa.UniqueConstraint('workspace_id', 'product_id', name=op.f('uq_stock_levels_workspace_id_product_id'))
    )
    op.create_table('stock_movements',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('on_hand_after', sa.BigInteger(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('about_label', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'product_id'], ['products.workspace_id', 'products.id'], name=op.f('fk_stock_movements_workspace_id_product_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_stock_movements'))
    )
    with op.batch_alter_table('stock_movements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_movements_workspace_id_product_id_id'), ['workspace_id', 'product_id', 'id'], unique=False)

    op.create_table('supplier_offers',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('supplier_reference', sa.String(length=40), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('pack', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'product_id'], ['products.workspace_id', 'products.id'], name=op.f('fk_supplier_offers_workspace_id_product_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'supplier_id'], ['suppliers.workspace_id', 'suppliers.id'], name=op.f('fk_supplier_offers_workspace_id_supplier_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supplier_offers')),
    sa.UniqueConstraint('workspace_id', 'supplier_id', 'product_id', name=op.f('uq_supplier_offers_workspace_id_supplier_id_product_id'))
    )
    with op.batch_alter_table('supplier_offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplier_offers_workspace_id_product_id'), ['workspace_id', 'product_id'], unique=False)

    op.create_table('supply_orders',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('carrier_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('wanted_on', sa.Date(), nullable=True),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('first_promised_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('supplier_number', sa.String(length=60), nullable=False),
    sa.Column('incoterm', sa.String(length=40), nullable=True),
    sa.Column('incoterm_place', sa.String(length=120), nullable=False),
    sa.Column('currency', sa.String(length=40), nullable=False),
    sa.Column('exchange_ppm', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'carrier_id'], ['carriers.workspace_id', 'carriers.id'], name=op.f('fk_supply_orders_workspace_id_carrier_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'supplier_id'], ['suppliers.workspace_id', 'suppliers.id'], name=op.f('fk_supply_orders_workspace_id_supplier_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supply_orders'))
    )
    with op.batch_alter_table('supply_orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supply_orders_workspace_id_state_id'), ['workspace_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supply_orders_workspace_id_supplier_id_id'), ['workspace_id', 'supplier_id', 'id'], unique=False)

    op.create_table('conversation_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=True),
    sa.Column('answer', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'conversation_id'], ['conversations.workspace_id', 'conversations.id'], name=op.f('fk_conversation_lines_workspace_id_conversation_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_conversation_lines'))
    )
    with op.batch_alter_table('conversation_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_lines_workspace_id_conversation_id_rank'), ['workspace_id', 'conversation_id', 'rank'], unique=False)

    op.create_table('receipts',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('carrier_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('last_protest_on', sa.Date(), nullable=False),
    sa.Column('note_number', sa.String(length=60), nullable=False),
    sa.Column('reservations', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'carrier_id'], ['carriers.workspace_id', 'carriers.id'], name=op.f('fk_receipts_workspace_id_carrier_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['supply_orders.workspace_id', 'supply_orders.id'], name=op.f('fk_receipts_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_receipts'))
    )
    with op.batch_alter_table('receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipts_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('supplier_claims',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('grievance', sa.String(length=40), nullable=False),
    sa.Column('remedy', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['supply_orders.workspace_id', 'supply_orders.id'], name=op.f('fk_supplier_claims_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supplier_claims'))
    )
    with op.batch_alter_table('supplier_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplier_claims_workspace_id_answered_on_id'), ['workspace_id', 'answered_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplier_claims_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('supplier_follow_ups',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['supply_orders.workspace_id', 'supply_orders.id'], name=op.f('fk_supplier_follow_ups_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supplier_follow_ups'))
    )
    with op.batch_alter_table('supplier_follow_ups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplier_follow_ups_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('supply_arrivals',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('carrier_id', sa.Integer(), nullable=True),
    sa.Column('arrived_on', sa.Date(), nullable=False),
    sa.Column('note_number', sa.String(length=60), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('receipt_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'carrier_id'], ['carriers.workspace_id', 'carriers.id'], name=op.f('fk_supply_arrivals_workspace_id_carrier_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['supply_orders.workspace_id', 'supply_orders.id'], name=op.f('fk_supply_arrivals_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supply_arrivals'))
    )
    with op.batch_alter_table('supply_arrivals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supply_arrivals_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supply_arrivals_workspace_id_receipt_id_id'), ['workspace_id', 'receipt_id', 'id'], unique=False)

    op.create_table('supply_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('supplier_reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=False),
    sa.Column('cancelled', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['supply_orders.workspace_id', 'supply_orders.id'], name=op.f('fk_supply_lines_workspace_id_order_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supply_lines'))
    )
    with op.batch_alter_table('supply_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supply_lines_workspace_id_order_id'), ['workspace_id', 'order_id'], unique=False)

    op.create_table('carrier_reservations',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('receipt_id', sa.Integer(), nullable=False),
    sa.Column('carrier_id', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('in_time', sa.Boolean(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'receipt_id'], ['receipts.workspace_id', 'receipts.id'], name=op.f('fk_carrier_reservations_workspace_id_receipt_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_carrier_reservations')),
    sa.UniqueConstraint('workspace_id', 'receipt_id', name=op.f('uq_carrier_reservations_workspace_id_receipt_id'))
    )
    op.create_table('chase_holds',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('began_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('lifted_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_chase_holds_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_chase_holds'))
    )
    with op.batch_alter_table('chase_holds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chase_holds_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('claims',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('delivery_note_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settlement', sa.String(length=40), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'delivery_note_id'], ['delivery_notes.workspace_id', 'delivery_notes.id'], name=op.f('fk_claims_workspace_id_delivery_note_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_claims'))
    )
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claims_workspace_id_delivery_note_id'), ['workspace_id', 'delivery_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_claims_workspace_id_message_id'), ['workspace_id', 'message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_claims_workspace_id_settled_on_id'), ['workspace_id', 'settled_on', 'id'], unique=False)

    op.create_table('delivery_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('delivery_note_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('gone_after', sa.BigInteger(), nullable=False),
    sa.Column('returned', sa.BigInteger(), nullable=False),
    sa.Column('replaced', sa.BigInteger(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'delivery_note_id'], ['delivery_notes.workspace_id', 'delivery_notes.id'], name=op.f('fk_delivery_lines_workspace_id_delivery_note_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_delivery_lines'))
    )
    with op.batch_alter_table('delivery_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_lines_workspace_id_delivery_note_id'), ['workspace_id', 'delivery_note_id'], unique=False)

    op.create_table('deposit_deductions',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('deposit_invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'deposit_invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_deposit_deductions_workspace_id_deposit_invoice_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_deposit_deductions_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_deposit_deductions'))
    )
    with op.batch_alter_table('deposit_deductions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deposit_deductions_workspace_id_deposit_invoice_id'), ['workspace_id', 'deposit_invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposit_deductions_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('disputes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_disputes_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_disputes'))
    )
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disputes_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('doubtful_debts',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('allowance', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_doubtful_debts_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_doubtful_debts')),
    sa.UniqueConstraint('workspace_id', 'invoice_id', name=op.f('uq_doubtful_debts_workspace_id_invoice_id'))
    )
    op.create_table('einvoices',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('deposited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_einvoices_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_einvoices')),
    sa.UniqueConstraint('workspace_id', 'invoice_id', name=op.f('uq_einvoices_workspace_id_invoice_id'))
    )
    with op.batch_alter_table('einvoices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_einvoices_workspace_id_state_deposited_at_id'), ['workspace_id', 'state', 'deposited_at', 'id'], unique=False)

    op.create_table('invoiced_notes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('delivery_note_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'delivery_note_id'], ['delivery_notes.workspace_id', 'delivery_notes.id'], name=op.f('fk_invoiced_notes_workspace_id_delivery_note_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_invoiced_notes_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_invoiced_notes'))
    )
    with op.batch_alter_table('invoiced_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoiced_notes_workspace_id_delivery_note_id'), ['workspace_id', 'delivery_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoiced_notes_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)

    op.create_table('payment_order_steps',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_payment_order_steps_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_payment_order_steps')),
    sa.UniqueConstraint('workspace_id', 'invoice_id', 'step', name=op.f('uq_payment_order_steps_workspace_id_invoice_id_step'))
    )
    op.create_table('payment_promises',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('left_before', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('said_by', sa.String(length=120), nullable=False),
    sa.Column('noted_by', sa.String(length=120), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_payment_promises_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_payment_promises'))
    )
    with op.batch_alter_table('payment_promises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_promises_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_promises_workspace_id_state_due_on'), ['workspace_id', 'state', 'due_on'], unique=False)

    op.create_table('receipt_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('receipt_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('expected', sa.BigInteger(), nullable=False),
    sa.Column('counted', sa.BigInteger(), nullable=False),
    sa.Column('damaged', sa.BigInteger(), nullable=False),
    sa.Column('accepted', sa.BigInteger(), nullable=False),
    sa.Column('announced', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'receipt_id'], ['receipts.workspace_id', 'receipts.id'], name=op.f('fk_receipt_lines_workspace_id_receipt_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_receipt_lines'))
    )
    with op.batch_alter_table('receipt_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_lines_workspace_id_receipt_id'), ['workspace_id', 'receipt_id'], unique=False)

    op.create_table('recovery_files',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('recoverer', sa.String(length=40), nullable=False),
    sa.Column('to', sa.String(length=200), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('principal', sa.BigInteger(), nullable=False),
    sa.Column('interest', sa.BigInteger(), nullable=False),
    sa.Column('fee', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_recovery_files_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_recovery_files')),
    sa.UniqueConstraint('workspace_id', 'invoice_id', name=op.f('uq_recovery_files_workspace_id_invoice_id'))
    )
    op.create_table('return_notes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('delivery_note_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('restocked', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'delivery_note_id'], ['delivery_notes.workspace_id', 'delivery_notes.id'], name=op.f('fk_return_notes_workspace_id_delivery_note_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_return_notes'))
    )
    with op.batch_alter_table('return_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_notes_workspace_id_delivery_note_id'), ['workspace_id', 'delivery_note_id'], unique=False)

    op.create_table('supply_arrival_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('arrival_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('announced', sa.BigInteger(), nullable=False),
    sa.Column('there', sa.BigInteger(), nullable=False),
    sa.Column('damaged', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'arrival_id'], ['supply_arrivals.workspace_id', 'supply_arrivals.id'], name=op.f('fk_supply_arrival_lines_workspace_id_arrival_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_supply_arrival_lines'))
    )
    with op.batch_alter_table('supply_arrival_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supply_arrival_lines_workspace_id_arrival_id'), ['workspace_id', 'arrival_id'], unique=False)

    op.create_table('write_offs',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_write_offs_workspace_id_invoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_write_offs')),
    sa.UniqueConstraint('workspace_id', 'invoice_id', name=op.f('uq_write_offs_workspace_id_invoice_id'))
    )
    op.create_table('allocations',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('letter', sa.String(length=8), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('credit_note_id', sa.Integer(), nullable=True),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('exchange', sa.BigInteger(), nullable=False),
    sa.Column('undone_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'company_id'], ['companies.workspace_id', 'companies.id'], name=op.f('fk_allocations_workspace_id_company_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'invoice_id'], ['invoices.workspace_id', 'invoices.id'], name=op.f('fk_allocations_workspace_id_invoice_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'payment_id'], ['payments.workspace_id', 'payments.id'], name=op.f('fk_allocations_workspace_id_payment_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_allocations'))
    )
    with op.batch_alter_table('allocations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allocations_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocations_workspace_id_credit_note_id'), ['workspace_id', 'credit_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocations_workspace_id_invoice_id'), ['workspace_id', 'invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocations_workspace_id_payment_id'), ['workspace_id', 'payment_id'], unique=False)

    op.create_table('claim_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('delivery_line_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'claim_id'], ['claims.workspace_id', 'claims.id'], name=op.f('fk_claim_lines_workspace_id_claim_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_claim_lines'))
    )
    with op.batch_alter_table('claim_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_lines_workspace_id_claim_id'), ['workspace_id', 'claim_id'], unique=False)

    op.create_table('einvoice_statuses',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('einvoice_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'einvoice_id'], ['einvoices.workspace_id', 'einvoices.id'], name=op.f('fk_einvoice_statuses_workspace_id_einvoice_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_einvoice_statuses'))
    )
    with op.batch_alter_table('einvoice_statuses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_einvoice_statuses_workspace_id_einvoice_id_id'), ['workspace_id', 'einvoice_id', 'id'], unique=False)

    op.create_table('plan_instalments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('left_after', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'plan_id'], ['payment_plans.workspace_id', 'payment_plans.id'], name=op.f('fk_plan_instalments_workspace_id_plan_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_plan_instalments'))
    )
    with op.batch_alter_table('plan_instalments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_instalments_workspace_id_plan_id'), ['workspace_id', 'plan_id'], unique=False)

    op.create_table('return_lines',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('return_note_id', sa.Integer(), nullable=False),
    sa.Column('delivery_line_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=300), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('vat_rate', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'return_note_id'], ['return_notes.workspace_id', 'return_notes.id'], name=op.f('fk_return_lines_workspace_id_return_note_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_return_lines'))
    )
    with op.batch_alter_table('return_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_lines_workspace_id_return_note_id'), ['workspace_id', 'return_note_id'], unique=False)

    with op.batch_alter_table('companies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('due_rule', sa.String(length=40), server_default='net', nullable=False))
        batch_op.add_column(sa.Column('currency', sa.String(length=40), server_default='EUR', nullable=False))
        batch_op.add_column(sa.Column('tax_regime', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('pricing_segment', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('insurer_cover', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('delivery_notes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('received_by', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('carrier_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('carrier_name', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('tracking', sa.String(length=60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('parcels', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('weight_grams', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('dispatched_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('replaces_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('invoice_id', sa.Integer(), nullable=True))

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('received', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('sha256', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('file_name', sa.String(length=200), server_default='', nullable=False))
        batch_op.alter_column('company_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('detail', sa.String(length=160), server_default='', nullable=False))

    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('type', sa.String(length=40), server_default='invoice', nullable=False))
        batch_op.add_column(sa.Column('due_rule', sa.String(length=40), server_default='net', nullable=False))
        batch_op.add_column(sa.Column('regime', sa.String(length=40), server_default='domestic', nullable=False))
        batch_op.add_column(sa.Column('currency', sa.String(length=40), server_default='EUR', nullable=False))
        batch_op.add_column(sa.Column('exchange_ppm', sa.Integer(), server_default='1000000', nullable=False))
        batch_op.add_column(sa.Column('language', sa.String(length=2), server_default='fr', nullable=False))
        batch_op.add_column(sa.Column('incoterm', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('discount', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('cash_discount', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('cash_discount_days', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('corrects_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('correction', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('period_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('period_to', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('deposited', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('issued_as', sa.Text(), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_invoices_workspace_id_corrects_id'), ['workspace_id', 'corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoices_workspace_id_issued_on_id'), ['workspace_id', 'issued_on', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invoices_workspace_id_corrects_id'), 'invoices', ['workspace_id', 'corrects_id'], ['workspace_id', 'id'])

    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reserved', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('shipped', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('invoiced', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('cancelled', sa.BigInteger(), server_default='0', nullable=False))

    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wanted_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('incoterm', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('discount', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('deposit', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('currency', sa.String(length=40), server_default='EUR', nullable=False))
        batch_op.add_column(sa.Column('exchange_ppm', sa.Integer(), server_default='1000000', nullable=False))
        batch_op.add_column(sa.Column('regime', sa.String(length=40), server_default='domestic', nullable=False))
        batch_op.add_column(sa.Column('splits_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('noticed_late', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('payment_plans', schema=None) as batch_op:
        batch_op.add_column(sa.Column('granted_by', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('state', sa.String(length=40), server_default='open', nullable=False))
        batch_op.add_column(sa.Column('ended_on', sa.Date(), nullable=True))

    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('company_id', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('bounced_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('bounce_reason', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('state', sa.String(length=40), server_default='at_bank', nullable=False))
        batch_op.add_column(sa.Column('currency', sa.String(length=40), server_default='EUR', nullable=False))
        batch_op.add_column(sa.Column('exchange_ppm', sa.Integer(), server_default='1000000', nullable=False))
        batch_op.add_column(sa.Column('allocated', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('refunded', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.alter_column('invoice_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_payments_workspace_id_company_id_id'), ['workspace_id', 'company_id', 'id'], unique=False)

    _move(PAYMENTS)
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_payments_workspace_id_company_id'), 'companies', ['workspace_id', 'company_id'], ['workspace_id', 'id'])

    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nature', sa.String(length=40), server_default='goods', nullable=False))
        batch_op.add_column(sa.Column('is_stocked', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('weight_grams', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('packaging', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('reorder_point', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('reorder_quantity', sa.BigInteger(), server_default='0', nullable=False))

    with op.batch_alter_table('quotes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revises_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('revision', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('follow_up_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('delivery_days', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('incoterm', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('discount', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('deposit', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('currency', sa.String(length=40), server_default='EUR', nullable=False))
        batch_op.add_column(sa.Column('exchange_ppm', sa.Integer(), server_default='1000000', nullable=False))
        batch_op.add_column(sa.Column('regime', sa.String(length=40), server_default='domestic', nullable=False))
        batch_op.create_index(batch_op.f('ix_quotes_workspace_id_number'), ['workspace_id', 'number'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_quotes_workspace_id_revises_id'), ['workspace_id', 'revises_id'])

    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('claims_fees', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('result', sa.String(length=40), nullable=True))

    # ### end Alembic commands ###
    _move(MOVES)
    known = sa.MetaData()
    _carry_plans(known)
    _carry_files(known)
    _carry_out(PUT_BACK)


def downgrade() -> None:
    """Go back."""
    _carry_out(TAKE_OFF)
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_column('result')
        batch_op.drop_column('claims_fees')

    with op.batch_alter_table('quotes', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_quotes_workspace_id_revises_id'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_quotes_workspace_id_number'))
        batch_op.drop_column('regime')
        batch_op.drop_column('exchange_ppm')
        batch_op.drop_column('currency')
        batch_op.drop_column('deposit')
        batch_op.drop_column('discount')
        batch_op.drop_column('incoterm')
        batch_op.drop_column('delivery_days')
        batch_op.drop_column('follow_up_on')
        batch_op.drop_column('revision')
        batch_op.drop_column('revises_id')

    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_column('reorder_quantity')
        batch_op.drop_column('reorder_point')
        batch_op.drop_column('packaging')
        batch_op.drop_column('weight_grams')
        batch_op.drop_column('is_stocked')
        batch_op.drop_column('nature')

    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_payments_workspace_id_company_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_payments_workspace_id_company_id_id'))
        batch_op.alter_column('invoice_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('refunded')
        batch_op.drop_column('allocated')
        batch_op.drop_column('exchange_ppm')
        batch_op.drop_column('currency')
        batch_op.drop_column('state')
        batch_op.drop_column('bounce_reason')
        batch_op.drop_column('bounced_on')
        batch_op.drop_column('company_id')

    with op.batch_alter_table('payment_plans', schema=None) as batch_op:
        batch_op.drop_column('ended_on')
        batch_op.drop_column('state')
        batch_op.drop_column('granted_by')

    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_column('noticed_late')
        batch_op.drop_column('splits_id')
        batch_op.drop_column('regime')
        batch_op.drop_column('exchange_ppm')
        batch_op.drop_column('currency')
        batch_op.drop_column('deposit')
        batch_op.drop_column('discount')
        batch_op.drop_column('incoterm')
        batch_op.drop_column('wanted_on')

    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.drop_column('cancelled')
        batch_op.drop_column('invoiced')
        batch_op.drop_column('shipped')
        batch_op.drop_column('reserved')

    with op.batch_alter_table('invoices', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invoices_workspace_id_corrects_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_invoices_workspace_id_issued_on_id'))
        batch_op.drop_index(batch_op.f('ix_invoices_workspace_id_corrects_id'))
        batch_op.drop_column('issued_as')
        batch_op.drop_column('deposited')
        batch_op.drop_column('period_to')
        batch_op.drop_column('period_from')
        batch_op.drop_column('reason')
        batch_op.drop_column('correction')
        batch_op.drop_column('corrects_id')
        batch_op.drop_column('cash_discount_days')
        batch_op.drop_column('cash_discount')
        batch_op.drop_column('discount')
        batch_op.drop_column('incoterm')
        batch_op.drop_column('language')
        batch_op.drop_column('exchange_ppm')
        batch_op.drop_column('currency')
        batch_op.drop_column('regime')
        batch_op.drop_column('due_rule')
        batch_op.drop_column('type')

    with op.batch_alter_table('invoice_lines', schema=None) as batch_op:
        batch_op.drop_column('detail')

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.alter_column('company_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('file_name')
        batch_op.drop_column('sha256')
        batch_op.drop_column('received')

    with op.batch_alter_table('delivery_notes', schema=None) as batch_op:
        batch_op.drop_column('invoice_id')
        batch_op.drop_column('replaces_id')
        batch_op.drop_column('dispatched_on')
        batch_op.drop_column('weight_grams')
        batch_op.drop_column('parcels')
        batch_op.drop_column('tracking')
        batch_op.drop_column('carrier_name')
        batch_op.drop_column('carrier_id')
        batch_op.drop_column('received_by')

    with op.batch_alter_table('companies', schema=None) as batch_op:
        batch_op.drop_column('insurer_cover')
        batch_op.drop_column('pricing_segment')
        batch_op.drop_column('tax_regime')
        batch_op.drop_column('currency')
        batch_op.drop_column('due_rule')

    with op.batch_alter_table('return_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_lines_workspace_id_return_note_id'))

    op.drop_table('return_lines')
    with op.batch_alter_table('plan_instalments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_instalments_workspace_id_plan_id'))

    op.drop_table('plan_instalments')
    with op.batch_alter_table('einvoice_statuses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_einvoice_statuses_workspace_id_einvoice_id_id'))

    op.drop_table('einvoice_statuses')
    with op.batch_alter_table('claim_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_lines_workspace_id_claim_id'))

    op.drop_table('claim_lines')
    with op.batch_alter_table('allocations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_allocations_workspace_id_payment_id'))
        batch_op.drop_index(batch_op.f('ix_allocations_workspace_id_invoice_id'))
        batch_op.drop_index(batch_op.f('ix_allocations_workspace_id_credit_note_id'))
        batch_op.drop_index(batch_op.f('ix_allocations_workspace_id_company_id_id'))

    op.drop_table('allocations')
    op.drop_table('write_offs')
    with op.batch_alter_table('supply_arrival_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supply_arrival_lines_workspace_id_arrival_id'))

    op.drop_table('supply_arrival_lines')
    with op.batch_alter_table('return_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_notes_workspace_id_delivery_note_id'))

    op.drop_table('return_notes')
    op.drop_table('recovery_files')
    with op.batch_alter_table('receipt_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receipt_lines_workspace_id_receipt_id'))

    op.drop_table('receipt_lines')
    with op.batch_alter_table('payment_promises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_promises_workspace_id_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_payment_promises_workspace_id_invoice_id'))

    op.drop_table('payment_promises')
    op.drop_table('payment_order_steps')
    with op.batch_alter_table('invoiced_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoiced_notes_workspace_id_invoice_id'))
        batch_op.drop_index(batch_op.f('ix_invoiced_notes_workspace_id_delivery_note_id'))

    op.drop_table('invoiced_notes')
    with op.batch_alter_table('einvoices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_einvoices_workspace_id_state_deposited_at_id'))

    op.drop_table('einvoices')
    op.drop_table('doubtful_debts')
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disputes_workspace_id_invoice_id'))

    op.drop_table('disputes')
    with op.batch_alter_table('deposit_deductions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deposit_deductions_workspace_id_invoice_id'))
        batch_op.drop_index(batch_op.f('ix_deposit_deductions_workspace_id_deposit_invoice_id'))

    op.drop_table('deposit_deductions')
    with op.batch_alter_table('delivery_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_lines_workspace_id_delivery_note_id'))

    op.drop_table('delivery_lines')
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claims_workspace_id_settled_on_id'))
        batch_op.drop_index(batch_op.f('ix_claims_workspace_id_message_id'))
        batch_op.drop_index(batch_op.f('ix_claims_workspace_id_delivery_note_id'))

    op.drop_table('claims')
    with op.batch_alter_table('chase_holds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_chase_holds_workspace_id_invoice_id'))

    op.drop_table('chase_holds')
    op.drop_table('carrier_reservations')
    with op.batch_alter_table('supply_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supply_lines_workspace_id_order_id'))

    op.drop_table('supply_lines')
    with op.batch_alter_table('supply_arrivals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supply_arrivals_workspace_id_receipt_id_id'))
        batch_op.drop_index(batch_op.f('ix_supply_arrivals_workspace_id_order_id'))

    op.drop_table('supply_arrivals')
    with op.batch_alter_table('supplier_follow_ups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supplier_follow_ups_workspace_id_order_id'))

    op.drop_table('supplier_follow_ups')
    with op.batch_alter_table('supplier_claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supplier_claims_workspace_id_order_id'))
        batch_op.drop_index(batch_op.f('ix_supplier_claims_workspace_id_answered_on_id'))

    op.drop_table('supplier_claims')
    with op.batch_alter_table('receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receipts_workspace_id_order_id'))

    op.drop_table('receipts')
    with op.batch_alter_table('conversation_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_lines_workspace_id_conversation_id_rank'))

    op.drop_table('conversation_lines')
    with op.batch_alter_table('supply_orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supply_orders_workspace_id_supplier_id_id'))
        batch_op.drop_index(batch_op.f('ix_supply_orders_workspace_id_state_id'))

    op.drop_table('supply_orders')
    with op.batch_alter_table('supplier_offers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supplier_offers_workspace_id_product_id'))

    op.drop_table('supplier_offers')
    with op.batch_alter_table('stock_movements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_movements_workspace_id_product_id_id'))

    op.drop_table('stock_movements')
    op.drop_table('stock_levels')
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_workspace_id_payment_id'))
        batch_op.drop_index(batch_op.f('ix_refunds_workspace_id_credit_note_id'))
        batch_op.drop_index(batch_op.f('ix_refunds_workspace_id_company_id_id'))

    op.drop_table('refunds')
    with op.batch_alter_table('price_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_price_entries_workspace_id_product_id'))

    op.drop_table('price_entries')
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversations_workspace_id_company_id_id'))

    op.drop_table('conversations')
    with op.batch_alter_table('bank_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_lines_workspace_id_statement_id'))
        batch_op.drop_index(batch_op.f('ix_bank_lines_workspace_id_state_booked_on_id'))
        batch_op.drop_index(batch_op.f('ix_bank_lines_workspace_id_payment_id'))

    op.drop_table('bank_lines')
    op.drop_table('suppliers')
    with op.batch_alter_table('price_lists', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_price_lists_workspace_id_currency_segment'))

    op.drop_table('price_lists')
    op.drop_table('interest_rates')
    with op.batch_alter_table('einvoice_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_einvoice_answers_workspace_id_case_id'))

    op.drop_table('einvoice_answers')
    op.drop_table('dunning_steps')
    op.drop_table('discount_steps')
    op.drop_table('contents')
    op.drop_table('character_assignments')
    op.drop_table('carriers')
    with op.batch_alter_table('bank_statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_statements_workspace_id_digest'))

    op.drop_table('bank_statements')
    # ### end Alembic commands ###
    _carry_out(AS_BEFORE)



def _carry_out(statements: dict[str, tuple[str, ...]]) -> None:
    """Say statements in the database's own words."""
    bind = op.get_bind()
    for statement in statements[bind.dialect.name]:
        bind.exec_driver_sql(statement)


def _move(statements: tuple[str, ...]) -> None:
    """Carry out statements that both databases understand."""
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _carry_plans(known: sa.MetaData) -> None:
    """Give the payment plans of the first revision their instalments, and each a day on which it is looked at.

    Split as a plan is today: equal parts at equal distances, the odd cents in
    the first. What was paid in full was kept; of what is still owed nobody
    has looked at any instalment yet, so even those whose day has passed are
    looked at on the next day of their workspace, and recorded then.
    """
    plans, invoices = _table(known, 'payment_plans'), _table(known, 'invoices')
    here = (invoices.c.workspace_id == plans.c.workspace_id) & (invoices.c.id == plans.c.invoice_id)
    whose = sa.select(plans, invoices.c.company_id, invoices.c.state.label('invoice_state')).join(invoices, here)
    for plan in _rows(whose.order_by(plans.c.workspace_id, plans.c.id)):
        kept = plan['invoice_state'] == 'paid'
        key = {'workspace_id': plan['workspace_id']}
        share, rest = divmod(plan['amount'], plan['instalments'])
        span = (plan['last_on'] - plan['granted_on']).days
        for rank in range(1, plan['instalments'] + 1):
            due_on = plan['granted_on'] + timedelta(days=span * rank // plan['instalments'])
            _put(known, 'plan_instalments', key | {
                'plan_id': plan['id'],
                'rank': rank,
                'due_on': due_on,
                'amount': share + (rest if rank == 1 else 0),
                'left_after': share * (plan['instalments'] - rank),
                'state': 'kept' if kept else 'open',
            })
            if not kept:
                _put(known, 'scheduled_events', key | {
                    'due_at': _seen_at(known, plan['workspace_id'], due_on),
                    'kind_of_event': 'instalment_due',
                    'company_id': plan['company_id'],
                    'object_id': plan['id'],
                    'occurrence': 0,
                    'payload': {'rank': rank},
                    'done_at': None,
                    'outcome': '',
                })
        if kept:
            mine = (plans.c.workspace_id == plan['workspace_id']) & (plans.c.id == plan['id'])
            op.get_bind().execute(sa.update(plans).where(mine).values(state='kept', ended_on=_paid_on(known, plan)))


def _carry_files(known: sa.MetaData) -> None:
    """Give what the first revision handed over its file: to whom, when and for how much, as its record says.

    The first revision reckoned neither interest nor the fixed fee, so the file
    claims what was due.
    """
    invoices = _table(known, 'invoices')
    told = _handed_over(known)
    handed = sa.select(invoices).where(invoices.c.number != '').order_by(invoices.c.workspace_id, invoices.c.id)
    for invoice in _rows(handed):
        place = (invoice['workspace_id'], invoice['id'])
        if place not in told and invoice['state'] != 'handed_over':
            continue
        details, handed_on = told.get(place, ({}, invoice['due_on']))
        _put(known, 'recovery_files', {
            'workspace_id': invoice['workspace_id'],
            'invoice_id': invoice['id'],
            'recoverer': 'litigation',
            'to': str(details.get('to') or 'Contentieux')[:200],
            'handed_on': handed_on,
            'principal': int(details.get('amount_due_cents', invoice['gross'] - invoice['paid'])),
            'interest': 0,
            'fee': 0,
        })


def _handed_over(known: sa.MetaData) -> dict[tuple[int, int], tuple[dict[str, Any], date]]:
    """Return what the records say of the invoices that were handed over: the newest one's details and day."""
    records, links = _table(known, 'activity_records'), _table(known, 'activity_links')
    joined = (links.c.workspace_id == records.c.workspace_id) & (links.c.position == records.c.position)
    statement = sa.select(records.c.workspace_id, links.c.object_id, records.c.text, records.c.happened_at)
    statement = statement.join(links, joined).where(
        records.c.activity == 'receivable.handed_over', links.c.kind == 'invoice'
    )
    return {
        (row['workspace_id'], row['object_id']): (json.loads(row['text'])['details'], row['happened_at'].date())
        for row in _rows(statement.order_by(records.c.position))
    }


def _seen_at(known: sa.MetaData, workspace_id: int, due_on: date) -> datetime:
    """Return when an instalment is looked at: early on the day after it, in the workspace's days to come."""
    workspaces = _table(known, 'workspaces')
    now = op.get_bind().execute(sa.select(workspaces.c.now).where(workspaces.c.id == workspace_id)).scalar_one()
    return datetime.combine(max(due_on, now.date()) + timedelta(days=1), time(6, 30), UTC)


def _paid_on(known: sa.MetaData, plan: dict[str, Any]) -> date | None:
    """Return the day of the last money for a plan's invoice."""
    payments = _table(known, 'payments')
    mine = (payments.c.workspace_id == plan['workspace_id']) & (payments.c.invoice_id == plan['invoice_id'])
    return op.get_bind().execute(sa.select(sa.func.max(payments.c.received_on)).where(mine)).scalar_one()


def _put(known: sa.MetaData, name: str, values: dict[str, Any]) -> None:
    """Insert a row under the next number of its workspace."""
    heads, bind = _table(known, 'chain_heads'), op.get_bind()
    mine = heads.c.workspace_id == values['workspace_id']
    number = bind.execute(sa.select(heads.c.next_id).where(mine)).scalar_one()
    bind.execute(_table(known, name).insert(), values | {'id': number})
    bind.execute(sa.update(heads).where(mine).values(next_id=number + 1))


def _rows(statement: sa.Select[Any]) -> list[dict[str, Any]]:
    """Read rows as they stand now."""
    return [dict(row) for row in op.get_bind().execute(statement).mappings()]


def _table(known: sa.MetaData, name: str) -> sa.Table:
    """Return a table as this revision has it, read once."""
    return sa.Table(name, known, autoload_with=op.get_bind())
