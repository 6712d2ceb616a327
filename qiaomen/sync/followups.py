"""People under a measure behind the team's own doors, as rows of the feed: all of them whenever any of them changed.

The cursor says by a digest which ones a phone has: so somebody whose episode ended, who moved, or whose two files were
joined leaves the phone too, without a row that says so. Where nobody is under a measure it costs one query.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.models import CheckDone, Episode
from qiaomen.monitoring.queries.rows import asked_of
from qiaomen.sync.wire import AskedRow, CheckRow, FollowUpRow

_LIVE = """
FROM people_person h JOIN monitoring_episode e ON e.person = h.id AND e.state IN ('open', 'in_care', 'to_release')
WHERE h.home_door_id = ANY(%b)
"""
# Folding a person writes all rows of their episodes anew, so the episode's change stands for its checks too.
DIGEST = f"SELECT left(md5(string_agg(concat(e.id, e.change, h.home_door_id), ',' ORDER BY e.id)), 16) {_LIVE}"
DOORS = f"SELECT e.id, h.home_door_id {_LIVE}"


def changed(doors: Sequence[UUID], had: str) -> tuple[str, list[FollowUpRow] | None]:
    """The digest of the follow-ups behind these doors, and all of them where it is not the one that the phone had."""
    digest: str = rows(DIGEST, [list(doors)])[0][0] or ""
    return digest, None if digest == had else _of_doors(doors) if digest else []


def _of_doors(doors: Sequence[UUID]) -> list[FollowUpRow]:
    homes = dict(rows(DOORS, [list(doors)]))
    episodes = list(Episode.objects.filter(id__in=homes).order_by("started", "id"))
    editions = Read({episode.edition for episode in episodes if episode.edition is not None})
    checks: dict[UUID, list[CheckDone]] = defaultdict(list)
    for check in CheckDone.objects.filter(episode__in=homes).order_by("at", "record"):
        checks[check.episode].append(check)
    return [_row(episode, homes[episode.id], editions, checks[episode.id]) for episode in episodes]


def _row(episode: Episode, door: UUID, editions: Read, checks: Sequence[CheckDone]) -> FollowUpRow:
    measure = editions.measure_name(episode.edition, episode.measure)
    last = checks[-1] if checks else None
    return FollowUpRow(
        person=episode.person,
        door=door,
        state=episode.state,
        measure_zh=measure.zh,
        measure_en=measure.en,
        isolates=episode.isolates,
        since=episode.phase_since,
        until=episode.phase_end,
        due_end=episode.due_end,
        day_zero=episode.day_zero,
        checks_a_day=episode.checks_a_day,
        checks=[CheckRow(check.record, check.day, check.slot) for check in checks],
        last_check_at=last.at if last else None,
        temperature=last.temperature if last else None,
        symptoms=last.symptoms if last else [],
        last_seen_at=episode.last_seen_at,
        last_call_at=episode.last_call_at,
        last_outcome=episode.last_outcome,
        calls=episode.calls,
        promise_due=episode.promise_due,
        questions=[
            AskedRow(one.id, one.topic, list(one.waits_for), one.due)
            for one in asked_of(episode)
            if one.settled_at is None
        ],
        referral=episode.referral_state,
        pick_up_at=episode.pick_up_at if episode.transfer_state == "planned" else None,
    )
