"""The district's side: how it stands with the sweep right now, told to the city every five minutes.

The numbers are those of the district's own overview, counted by the same statements.
"""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.base.ids import new_id
from qiaomen.campaigns import outlook as pacing
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import area
from qiaomen.campaigns.queries.coverage import closed_by_hour, coverage, teams_at_work
from qiaomen.campaigns.queries.summary import frame_of
from qiaomen.campaigns.states import GAPS
from qiaomen.reports import carriers, sending
from qiaomen.reports.models import Recipient
from qiaomen.reports.models_sending import Way
from qiaomen.reports.parcel import Parcel

Figures = list[dict[str, str | int]]


def sweep() -> Campaign | None:
    """The sweep under way: the one launched last, of those of the whole district before others."""
    running = Campaign.objects.filter(launched_at__isnull=False, closed_at=None, outbreak__closed_at=None)
    return running.select_related("place", "outbreak").order_by("place__path", "-launched_at").first()


def figures(campaign: Campaign, now: datetime) -> Figures:
    """How it stands with the sweep: doors, closed, gaps by reason, people, pace in doors per knocking hour."""
    whole = area(campaign, [campaign.place.path])
    counted = coverage(whole)
    seen = pacing.outlook(
        frame_of(campaign).at(now),
        total=counted["doors"],
        closed=counted.closed,
        recent=closed_by_hour(whole),
        teams=teams_at_work(whole),
    )
    said = _("as of now")
    found = [
        ("doors", _("Doors"), counted["doors"]),
        ("closed", _("Closed"), counted.closed),
        ("gaps", _("Gaps"), counted.gaps),
        *((f"gap_{state.name.lower()}", str(state.label), counted[state.name.lower()]) for state in GAPS),
        ("people", _("People"), counted["people"]),
        ("unaccounted", _("People missing"), counted["unaccounted"]),
        ("planned", _("Planned by now"), seen.planned),
    ]
    if seen.pace is not None:
        found.append(("pace", _("Doors an hour"), round(seen.pace)))
    if seen.late is not None:
        found.append(("late_minutes", _("Minutes late"), round(seen.late.total_seconds() / 60)))
    return [{"key": key, "name": name, "counted": said, "number": number} for key, name, number in found]


def publish(now: datetime) -> int:
    """Tell everybody who gets the live tally. What does not arrive is not sent again: the next one comes soon.

    Answers how many were told. Without a sweep nothing is told but that there is none.
    """
    told = 0
    wanted = Recipient.objects.filter(until=None, live=True, way=Way.WEBHOOK, outbreak__closed_at=None)
    for recipient in wanted.select_related("outbreak"):
        with translation.override(recipient.language):
            campaign = sweep()
            said = figures(campaign, now) if campaign else []
        parcel = Parcel("", "", {"live": {"at": now.isoformat()}, "figures": said}, ())
        receipt = carriers.post(parcel, address=sending.address_of(recipient), sending=new_id())
        Recipient.objects.filter(pk=recipient.pk).update(live_receipt=receipt.kept(now))
        told += receipt.ok
    return told
