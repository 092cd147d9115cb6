"""What can be done with a campaign: prepare it, launch it, take note of what comes back, conclude."""

from crm.prospecting.campaigns.use_cases.concluding import (
    NothingConcluded,
    NotRunning,
    close_campaign,
    note_return,
    review_campaign,
)
from crm.prospecting.campaigns.use_cases.preparing import (
    AlreadyLaunched,
    CampaignData,
    EndsBeforeItStarts,
    Goals,
    NobodyLeft,
    NothingToSay,
    TooMany,
    UnknownField,
    draft_campaign,
    launch_campaign,
    revise_campaign,
)

__all__ = [
    "AlreadyLaunched",
    "CampaignData",
    "EndsBeforeItStarts",
    "Goals",
    "NobodyLeft",
    "NotRunning",
    "NothingConcluded",
    "NothingToSay",
    "TooMany",
    "UnknownField",
    "close_campaign",
    "draft_campaign",
    "launch_campaign",
    "note_return",
    "review_campaign",
    "revise_campaign",
]
