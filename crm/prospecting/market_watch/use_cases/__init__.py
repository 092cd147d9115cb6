"""What can be done in the market watch."""

from crm.prospecting.market_watch.use_cases.arguing import NothingArgued, use_argument
from crm.prospecting.market_watch.use_cases.competing import (
    CompetitorData,
    CompetitorKnown,
    FreshBeforeToday,
    PriceUnnamed,
    WrongSiren,
    describe_competitor,
    describe_own_position,
    note_competitor_price,
    update_competitor,
)
from crm.prospecting.market_watch.use_cases.noting import (
    NoteData,
    NotYet,
    SameSource,
    ValidBeforeKnown,
    cross_check,
    revise_note,
    take_note,
)
from crm.prospecting.market_watch.use_cases.reading import NewsData, publish_news, read_news
from crm.prospecting.market_watch.use_cases.sending import NobodyToTell, NothingToTell, send_digest
from crm.prospecting.market_watch.use_cases.sourcing import (
    SourceData,
    SourceKnown,
    add_source,
    change_source,
    consult_source,
    rate_source,
)

__all__ = [
    "CompetitorData",
    "CompetitorKnown",
    "FreshBeforeToday",
    "NewsData",
    "NobodyToTell",
    "NotYet",
    "NoteData",
    "NothingArgued",
    "NothingToTell",
    "PriceUnnamed",
    "SameSource",
    "SourceData",
    "SourceKnown",
    "ValidBeforeKnown",
    "WrongSiren",
    "add_source",
    "change_source",
    "consult_source",
    "cross_check",
    "describe_competitor",
    "describe_own_position",
    "note_competitor_price",
    "publish_news",
    "rate_source",
    "read_news",
    "revise_note",
    "send_digest",
    "take_note",
    "update_competitor",
    "use_argument",
]
