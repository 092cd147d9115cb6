"""Add sales action plans, the market watch and what ties prospecting's rooms together"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_the_file_be_searched_by_its_index()
    _let_tours_be_locked_and_planned_anew()


def downgrade() -> None:
    _plan_tours_once()
    _search_the_file_row_by_row()


def _let_the_file_be_searched_by_its_index() -> None:
    with op.batch_alter_table('companies') as batch_op:
        batch_op.drop_index('ix_companies_workspace_id_sort_name_id')
        batch_op.create_index('ix_companies_workspace_id_sort_name_id_search_text', ['workspace_id', 'sort_name', 'id', 'search_text'], unique=False)


def _search_the_file_row_by_row() -> None:
    with op.batch_alter_table('companies') as batch_op:
        batch_op.drop_index('ix_companies_workspace_id_sort_name_id_search_text')
        batch_op.create_index('ix_companies_workspace_id_sort_name_id', ['workspace_id', 'sort_name', 'id'], unique=False)


def _let_tours_be_locked_and_planned_anew() -> None:
    """Let planners leave days and visits alone, tours go on after a cancellation, appointments say where they come from."""
    op.add_column('tours', sa.Column('locked_days', sa.JSON(), server_default='[]', nullable=False))
    op.add_column('tours', sa.Column('resumes_on', sa.Date(), nullable=True))
    op.add_column('tours', sa.Column('resumes_at', sa.Integer(), nullable=True))
    op.add_column('tours', sa.Column('roads', sa.JSON(), nullable=True))
    op.add_column('tour_stops', sa.Column('locked', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('tour_stops', sa.Column('made_at', sa.Integer(), nullable=True))
    op.add_column('tour_stops', sa.Column('appointment_id', sa.Integer(), nullable=True))
    op.add_column('appointments', sa.Column('call_id', sa.Integer(), nullable=True))


def _plan_tours_once() -> None:
    """Forget it."""
    op.drop_column('appointments', 'call_id')
    for column in ('appointment_id', 'made_at', 'locked'):
        op.drop_column('tour_stops', column)
    for column in ('roads', 'resumes_at', 'resumes_on', 'locked_days'):
        op.drop_column('tours', column)
