"""What follows for people from a tube's result: each member's `result` record, submitted by the system.

So whatever reads results (policy, episodes, files, certificates) reads these, too. The id follows from the two records,
so that working it out twice adds nothing; a sample or a tube's result that is taken back takes them back.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from qiaomen.base.ids import SYSTEM
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import system, told
from qiaomen.ledger.records import Void
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Correction, Draft
from qiaomen.ledger.told import Told
from qiaomen.policy.records import Result

Said = Literal["negative", "positive", "invalid"]
# How long after a sample its tube may be answered. A code that comes again later is another tube.
ANSWERED = timedelta(days=7)
CHUNK = 2000
TUBES = """
SELECT DISTINCT body ->> 'tube' FROM ledger_record
WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind IN ('sample', 'tube_result') AND body ->> 'tube' <> ''
"""
# Two batches about one tube follow each other: the second one sees what the first one brought.
LOCK = """
SELECT pg_advisory_xact_lock(hashtext('tube ' || current_schema()), t.code)
FROM (SELECT DISTINCT hashtext(tube) AS code FROM unnest(%b::text[]) u(tube) ORDER BY 1) t
"""
OF_TUBES = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE kind IN ('sample', 'tube_result') AND body ->> 'tube' = ANY(%b::text[])
"""
GIVEN = """
SELECT r.id, r.body ->> 'sample', r.body ->> 'result' FROM ledger_record r
WHERE r.kind = 'result' AND r.author = %b AND r.root IS NULL AND r.body ->> 'sample' = ANY(%b::text[])
  AND NOT EXISTS (SELECT FROM ledger_record v WHERE v.root = r.id)
"""


class Wanted(msgspec.Struct, frozen=True):
    """The result that somebody's sample has by its tube."""

    sample: Told
    tube: Told
    result: Said

    @property
    def id(self) -> UUID:
        return uuid5(self.sample.record, f"{self.tube.record} {self.result}")


def follow(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage before the facts: what the touched tubes say of people is theirs."""
    if not {"sample", "tube_result", "void"} & touched.kinds or not touched.records:
        return
    records = list(touched.records)
    if tubes := [row[0] for row in rows(TUBES, [records, records])]:
        run(LOCK, [tubes])
        said = told.of_chains([row[0] for row in rows(OF_TUBES, [tubes])])
        samples = list({one.id for one in said.values() if one.kind == "sample"} | touched.records)
        given = {(UUID(row[1]), row[2]): row[0] for row in rows(GIVEN, [SYSTEM, [str(id) for id in samples]])}
        drafts = changes(wanted(list(said.values())), given, now)
        _submit(drafts, touched, change, now)


def wanted(said: Sequence[Told]) -> list[Wanted]:
    """The results that people have by these tubes, from their samples and tubes' results: pure."""
    answers: dict[str, list[Told]] = defaultdict(list)
    for one in told.in_order(said):
        if one.kind == "tube_result":
            answers[one.body.tube].append(one)
    found: list[Wanted] = []
    for one in (one for one in said if one.kind == "sample"):
        answer = _answer(one, answers.get(one.body.tube, ()))
        result = of_member(one.body.holds, answer.body.result) if answer else None
        if answer and result:
            found.append(Wanted(one, answer, result))
    return found


def of_member(holds: str, result: Said) -> Said | None:
    """What a tube's result says of one whose sample is in it: nothing where several people's are, and it is positive.

    Source: RULES 4; "a positive pool opens singles for its members".
    """
    return None if result == "positive" and holds != "single" else result


def changes(results: Sequence[Wanted], given: Mapping[tuple[UUID, str], UUID], now: datetime) -> list[Draft]:
    """The records that make what is given what is wanted: new results, and those to take back."""
    keep = {(one.sample.id, one.result) for one in results}
    new = [one for one in results if (one.sample.id, one.result) not in given]
    gone = [id for key, id in given.items() if key not in keep]
    return [
        *(Draft(one.id, "result", now, _body(one), person=one.sample.person) for one in new),
        *(Correction(id=uuid5(id, "void"), kind="void", at=now, body=Void(), amends=id) for id in gone),
    ]


def _body(one: Wanted) -> Result:
    answer = one.tube.body
    ct = answer.ct if one.result == "positive" else None
    return Result(taken=one.sample.body.taken, result=one.result, sample=one.sample.id, method=answer.method, ct=ct)


def _answer(sample: Told, answers: Sequence[Told]) -> Told | None:
    """The newest answer that came within a week of the sample."""
    taken: datetime = sample.body.taken
    fitting = [one for one in answers if taken - timedelta(days=1) <= one.body.reported <= taken + ANSWERED]
    return fitting[-1] if fitting else None


def _submit(drafts: Sequence[Draft], touched: Touched, change: UUID, now: datetime) -> None:
    if not drafts:
        return
    outbreak = Outbreak.objects.current()
    for start in range(0, len(drafts), CHUNK):
        system.submit(drafts[start : start + CHUNK], outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    _touch(drafts, touched)


def _touch(drafts: Collection[Draft], touched: Touched) -> None:
    """They are folded with what brought them. Whom a void frees is found by the facts that it takes back."""
    touched.kinds |= {draft.kind for draft in drafts}
    touched.records |= {draft.amends if isinstance(draft, Correction) else draft.id for draft in drafts}
    touched.people |= {draft.person for draft in drafts if draft.person is not None}
