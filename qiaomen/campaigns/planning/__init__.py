"""The planner in the district: reads doors, zones and people, proposes who knocks where, and carries it out.

`propose` and `replan` write nothing; `apply` and `apply_replan` write what they answered, in one change each.
"""

from qiaomen.campaigns.planning.applying import apply
from qiaomen.campaigns.planning.proposal import Proposal, propose, step_key
from qiaomen.campaigns.planning.replanning import (
    Replanning,
    ReplanSummary,
    ZoneLeft,
    apply_replan,
    replan,
    summarise_replan,
)
from qiaomen.campaigns.planning.summary import StepLine, Summary, ZoneLine, as_json, read_summary, summarise

__all__ = [
    "Proposal",
    "ReplanSummary",
    "Replanning",
    "StepLine",
    "Summary",
    "ZoneLeft",
    "ZoneLine",
    "apply",
    "apply_replan",
    "as_json",
    "propose",
    "read_summary",
    "replan",
    "step_key",
    "summarise",
    "summarise_replan",
]
