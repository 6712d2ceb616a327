"""The planner: who knocks on which doors, whether the deadline holds, and what moves when people drop out.

Pure domain: data in, data out; no database and no clock. docs/planner.md gives the formulas.
"""

from qiaomen.campaigns.planner.affinity import quotas, zones_for
from qiaomen.campaigns.planner.forecast import Forecast, forecast
from qiaomen.campaigns.planner.lend import Loan, lend
from qiaomen.campaigns.planner.openness import BELIEVABLE, USUALLY_EMPTY, Habit, Openness, Rates, registered
from qiaomen.campaigns.planner.pace import Pace, has_lift, weighted
from qiaomen.campaigns.planner.pacing import paced
from qiaomen.campaigns.planner.plan import Plan, ZonePlan, plan
from qiaomen.campaigns.planner.pool import Pooled, pooled
from qiaomen.campaigns.planner.regroup import regroup
from qiaomen.campaigns.planner.replan import Left, Move, Replan, ZoneReplan, replan
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.teams import Formation, Member, Organisation, Reserve, Team, form_teams
from qiaomen.campaigns.planner.visits import WINDOWS, Visits, window_at
from qiaomen.campaigns.planner.work import Span, Stretch, ZoneWork, stretches

__all__ = [
    "BELIEVABLE",
    "USUALLY_EMPTY",
    "WINDOWS",
    "Forecast",
    "Formation",
    "Habit",
    "Left",
    "Loan",
    "Member",
    "Move",
    "Openness",
    "Organisation",
    "Pace",
    "Plan",
    "Pooled",
    "Rates",
    "Replan",
    "Reserve",
    "Schedule",
    "Span",
    "Stretch",
    "Team",
    "Visits",
    "ZonePlan",
    "ZoneReplan",
    "ZoneWork",
    "forecast",
    "form_teams",
    "has_lift",
    "lend",
    "paced",
    "plan",
    "pooled",
    "quotas",
    "registered",
    "regroup",
    "replan",
    "stretches",
    "weighted",
    "window_at",
    "zones_for",
]
