"""Phone numbers of a household, for whoever has to telephone it: on asking, each one logged, kept on no phone's disk.

The right: SEE_IDENTITY where the door is, as everywhere. Else the door is the worker's own (scope) and there is a call
to make: somebody behind it is under a measure, or its sweep says that it is to be telephoned. Police get none.
"""

from uuid import UUID

from qiaomen.access.audit import disclose
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, door_for
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.sql import rows
from qiaomen.people.models import Person
from qiaomen.people.queries import identities_of
from qiaomen.sync.scope import owns
from qiaomen.sync.wire import NumberRow, Numbers

TO_CALL = """
SELECT 1 FROM monitoring_episode e JOIN people_person h ON h.id = e.person
WHERE h.home_door_id = %b AND e.state IN ('open', 'in_care', 'to_release')
UNION ALL
SELECT 1 FROM campaigns_target t
JOIN campaigns_campaign c ON c.id = t.campaign_id AND c.launched_at IS NOT NULL AND c.closed_at IS NULL
WHERE t.door_id = %b AND t.by_phone
LIMIT 1
"""


def numbers_of(door: UUID, worker: Worker, keys: Keys) -> Numbers:
    """The numbers of whoever lives there; none to those who lack the right. Raises `access.not_found`."""
    found = door_for(worker, door, Verb.RECORD)
    if worker.is_police or not (_is_to_call(worker, door) or _sees_identity(worker, found.place.path)):
        return Numbers([])
    people = list(Person.objects.filter(home_door=door).order_by("ordinal", "id").values_list("id", flat=True))
    cards = identities_of(keys, people)
    told = [NumberRow(one, list(cards[one].phones)) for one in people if one in cards and cards[one].phones]
    disclose(worker, [row.person for row in told], where="field.numbers")
    return Numbers(told)


def _is_to_call(worker: Worker, door: UUID) -> bool:
    return owns(worker.id, door) and bool(rows(TO_CALL, [door, door]))


def _sees_identity(worker: Worker, path: str) -> bool:
    return any(path.startswith(area) for area in areas(worker, Verb.SEE_IDENTITY))
