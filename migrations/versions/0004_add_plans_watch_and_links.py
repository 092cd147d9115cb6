"""Add sales action plans, the market watch and what ties prospecting's rooms together"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_exercises_have_several_frameworks()
    _add_market_watch()
    _add_sales_plans()
    _let_the_file_be_searched_by_its_index()
    _let_tours_be_locked_and_planned_anew()


def downgrade() -> None:
    _plan_tours_once()
    _search_the_file_row_by_row()
    _drop_sales_plans()
    _drop_market_watch()
    _leave_exercises_one_framework()


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


def _add_sales_plans() -> None:
    """Make room for plans, goals and actions, and let campaigns, appointments and tours name the action they carry out."""
    op.create_table('sales_plans',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('context', sa.Text(), nullable=False),
    sa.Column('orientation', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('drafted_by', sa.String(length=120), nullable=False),
    sa.Column('justification', sa.Text(), nullable=False),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('approved_by', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_sales_plans'))
    )
    op.create_index(op.f('ix_sales_plans_workspace_id_starts_on_id'), 'sales_plans', ['workspace_id', 'starts_on', 'id'], unique=False)
    op.create_table('sales_goals',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('aim', sa.String(length=200), nullable=False),
    sa.Column('indicator', sa.String(length=40), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('priority', sa.String(length=40), nullable=False),
    sa.Column('set_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'plan_id'], ['sales_plans.workspace_id', 'sales_plans.id'], name=op.f('fk_sales_goals_workspace_id_sales_plans')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_sales_goals'))
    )
    op.create_index(op.f('ix_sales_goals_workspace_id_plan_id_id'), 'sales_goals', ['workspace_id', 'plan_id', 'id'], unique=False)
    op.create_table('goal_shares',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=False),
    sa.Column('dimension', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'goal_id'], ['sales_goals.workspace_id', 'sales_goals.id'], name=op.f('fk_goal_shares_workspace_id_sales_goals')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_goal_shares')),
    sa.UniqueConstraint('workspace_id', 'goal_id', 'dimension', 'key', name=op.f('uq_goal_shares_workspace_id_goal_id_dimension_key'))
    )
    op.create_table('goal_variances',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=False),
    sa.Column('expected', sa.BigInteger(), nullable=False),
    sa.Column('actual', sa.BigInteger(), nullable=True),
    sa.Column('causes', sa.Text(), nullable=False),
    sa.Column('correction', sa.Text(), nullable=False),
    sa.Column('correct_by', sa.Date(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'goal_id'], ['sales_goals.workspace_id', 'sales_goals.id'], name=op.f('fk_goal_variances_workspace_id_sales_goals')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_goal_variances'))
    )
    op.create_index(op.f('ix_goal_variances_workspace_id_goal_id_id'), 'goal_variances', ['workspace_id', 'goal_id', 'id'], unique=False)
    op.create_table('sales_actions',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('audience', sa.String(length=200), nullable=False),
    sa.Column('segment_id', sa.Integer(), nullable=True),
    sa.Column('means', sa.Text(), nullable=False),
    sa.Column('budget', sa.BigInteger(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('priority', sa.String(length=40), nullable=False),
    sa.Column('corrects', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('spent', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'goal_id'], ['sales_goals.workspace_id', 'sales_goals.id'], name=op.f('fk_sales_actions_workspace_id_sales_goals')),
    sa.ForeignKeyConstraint(['workspace_id', 'plan_id'], ['sales_plans.workspace_id', 'sales_plans.id'], name=op.f('fk_sales_actions_workspace_id_sales_plans')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_sales_actions'))
    )
    op.create_index(op.f('ix_sales_actions_workspace_id_goal_id'), 'sales_actions', ['workspace_id', 'goal_id'], unique=False)
    op.create_index(op.f('ix_sales_actions_workspace_id_plan_id_starts_on_id'), 'sales_actions', ['workspace_id', 'plan_id', 'starts_on', 'id'], unique=False)
    for table in ('campaigns', 'appointments', 'tours'):
        op.add_column(table, sa.Column('sales_action_id', sa.Integer(), nullable=True))


def _drop_sales_plans() -> None:
    """Forget plans, and what carries them out."""
    for table in ('tours', 'appointments', 'campaigns'):
        op.drop_column(table, 'sales_action_id')
    for table in ('sales_actions', 'goal_variances', 'goal_shares', 'sales_goals', 'sales_plans'):
        op.drop_table(table)


def _add_market_watch() -> None:
    """Add sources, notes, competitors, news, digests and arguments."""
    op.create_table('watch_sources',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_name', sa.String(length=120), nullable=False),
    sa.Column('source_kind', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('sector', sa.String(length=120), nullable=False),
    sa.Column('need', sa.Text(), nullable=False),
    sa.Column('rhythm', sa.String(length=40), nullable=False),
    sa.Column('reliability', sa.String(length=40), nullable=True),
    sa.Column('rating_reason', sa.Text(), nullable=False),
    sa.Column('rated_on', sa.Date(), nullable=True),
    sa.Column('last_consulted_on', sa.Date(), nullable=True),
    sa.Column('consultations', sa.Integer(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('added_by', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_watch_sources'))
    )
    op.create_index(op.f('ix_watch_sources_workspace_id_sort_name_id'), 'watch_sources', ['workspace_id', 'sort_name', 'id'], unique=False)
    op.create_table('competitors',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_name', sa.String(length=120), nullable=False),
    sa.Column('is_us', sa.Boolean(), nullable=False),
    sa.Column('siren', sa.String(length=9), nullable=False),
    sa.Column('city', sa.String(length=120), nullable=False),
    sa.Column('website', sa.String(length=200), nullable=False),
    sa.Column('identity', sa.Text(), nullable=False),
    sa.Column('range_text', sa.Text(), nullable=False),
    sa.Column('prices_text', sa.Text(), nullable=False),
    sa.Column('service_text', sa.Text(), nullable=False),
    sa.Column('strengths', sa.Text(), nullable=False),
    sa.Column('weaknesses', sa.Text(), nullable=False),
    sa.Column('price_level', sa.Integer(), nullable=True),
    sa.Column('service_level', sa.Integer(), nullable=True),
    sa.Column('fresh_until', sa.Date(), nullable=True),
    sa.Column('described_on', sa.Date(), nullable=True),
    sa.Column('described_by', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_competitors'))
    )
    op.create_index(op.f('ix_competitors_workspace_id_sort_name_id'), 'competitors', ['workspace_id', 'sort_name', 'id'], unique=False)
    op.create_table('competitor_prices',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('competitor_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.String(length=200), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('noted_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'competitor_id'], ['competitors.workspace_id', 'competitors.id'], name=op.f('fk_competitor_prices_workspace_id_competitor_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_competitor_prices'))
    )
    op.create_index(op.f('ix_competitor_prices_workspace_id_competitor_id_id'), 'competitor_prices', ['workspace_id', 'competitor_id', 'id'], unique=False)
    op.create_index(op.f('ix_competitor_prices_workspace_id_reference'), 'competitor_prices', ['workspace_id', 'reference'], unique=False)
    op.create_table('market_events',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('news_kind', sa.String(length=40), nullable=False),
    sa.Column('headline', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('outlet', sa.String(length=120), nullable=False),
    sa.Column('outlet_kind', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('competitor', sa.String(length=120), nullable=False),
    sa.Column('family', sa.String(length=80), nullable=False),
    sa.Column('denies_id', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_by', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_market_events')),
    sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_market_events_workspace_id_key'))
    )
    op.create_index(op.f('ix_market_events_workspace_id_read_at_id'), 'market_events', ['workspace_id', 'read_at', 'id'], unique=False)
    op.create_table('watch_notes',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('nature', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('credibility', sa.String(length=40), nullable=False),
    sa.Column('importance', sa.String(length=40), nullable=False),
    sa.Column('competitor_id', sa.Integer(), nullable=True),
    sa.Column('family', sa.String(length=80), nullable=False),
    sa.Column('informed_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('news_id', sa.Integer(), nullable=True),
    sa.Column('checks', sa.Integer(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'source_id'], ['watch_sources.workspace_id', 'watch_sources.id'], name=op.f('fk_watch_notes_workspace_id_source_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_watch_notes'))
    )
    op.create_index(op.f('ix_watch_notes_workspace_id_competitor_id_id'), 'watch_notes', ['workspace_id', 'competitor_id', 'id'], unique=False)
    op.create_index(op.f('ix_watch_notes_workspace_id_news_id'), 'watch_notes', ['workspace_id', 'news_id'], unique=False)
    op.create_index(op.f('ix_watch_notes_workspace_id_taken_at_id'), 'watch_notes', ['workspace_id', 'taken_at', 'id'], unique=False)
    op.create_table('watch_checks',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('finding', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'note_id'], ['watch_notes.workspace_id', 'watch_notes.id'], name=op.f('fk_watch_checks_workspace_id_note_id')),
    sa.ForeignKeyConstraint(['workspace_id', 'source_id'], ['watch_sources.workspace_id', 'watch_sources.id'], name=op.f('fk_watch_checks_workspace_id_source_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_watch_checks'))
    )
    op.create_index(op.f('ix_watch_checks_workspace_id_note_id_id'), 'watch_checks', ['workspace_id', 'note_id', 'id'], unique=False)
    op.create_table('watch_digests',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_watch_digests'))
    )
    op.create_index(op.f('ix_watch_digests_workspace_id_sent_at_id'), 'watch_digests', ['workspace_id', 'sent_at', 'id'], unique=False)
    op.create_table('watch_arguments',
    sa.Column('workspace_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('about_label', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'note_id'], ['watch_notes.workspace_id', 'watch_notes.id'], name=op.f('fk_watch_arguments_workspace_id_note_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_watch_arguments'))
    )
    op.create_index(op.f('ix_watch_arguments_workspace_id_about_kind_about_id'), 'watch_arguments', ['workspace_id', 'about_kind', 'about_id'], unique=False)
    op.create_index(op.f('ix_watch_arguments_workspace_id_note_id_id'), 'watch_arguments', ['workspace_id', 'note_id', 'id'], unique=False)


def _drop_market_watch() -> None:
    """Forget the market watch."""
    for table in ('watch_arguments', 'watch_digests', 'watch_checks', 'watch_notes', 'market_events', 'competitor_prices', 'competitors', 'watch_sources'):
        op.drop_table(table)


def _let_exercises_have_several_frameworks() -> None:
    """Judge the same acts by several frameworks."""
    op.add_column('exercises', sa.Column('more_frameworks', sa.String(length=200), server_default='', nullable=False))


def _leave_exercises_one_framework() -> None:
    """Judge them by the first one."""
    op.drop_column('exercises', 'more_frameworks')
