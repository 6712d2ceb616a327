"""Facts: what policy may know of a person. Domain packages state them, from records; nothing else decides a status.

The kinds, with their values; what `at` and `until` are; and what stands beside:

- `case`: suspected, probable, confirmed, asymptomatic, discarded. Onset (or report), recovered (empty while ill). place
- `exposure`: close, secondary, shared. First and last contact (empty while it goes on). other (case or contact), place
- `stay`: by what transport. Arrived there, left (empty while still there). region (outside the district) or place
- `result`: negative, positive, invalid. When the sample was taken. number (Ct, where known)
- `sample`: taken. When
- `symptom`: fever, cough, … as asked. When it was seen or stated. number (°C)
- `report`: self, check, gate. When
- `apart`: central, station, hospital, away. Moved out of the home, came back. place
- `trait`: alone, pregnant, dialysis, cold_chain, courier, … Since, until
- `hand`: a ground of the closed health list. From, lapses
- `ruling`: prolong, release, exempt. From, until
- `moved`: out, in. When they moved house. place: the *door* (empty: the home before was not named). No rule names it

`verified` is false for what a list or a household says until somebody has checked it. What is of a kind in `LASTING`
goes on while `until` is empty; the other kinds are moments.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run

FactKind = Literal[
    "case", "exposure", "stay", "result", "sample", "symptom", "report", "apart", "trait", "hand", "ruling"
]
Kind = Literal[FactKind, "moved"]

LASTING: frozenset[FactKind] = frozenset({"case", "exposure", "stay", "apart", "trait", "hand", "ruling"})
VALUES: dict[FactKind, frozenset[str]] = {
    "case": frozenset({"suspected", "probable", "confirmed", "asymptomatic", "discarded"}),
    "exposure": frozenset({"close", "secondary", "shared"}),
    "result": frozenset({"negative", "positive", "invalid"}),
    "sample": frozenset({"taken"}),
    "symptom": frozenset({
        "fever", "dry_cough", "fatigue", "sore_throat", "smell_taste", "diarrhoea", "vomiting", "rash", "headache",
        "joint_pain", "muscle_pain", "bleeding", "watery_diarrhoea", "jaundice", "swollen_glands", "conjunctivitis",
        "breathless",
    }),
    "report": frozenset({"self", "check", "gate"}),
    "apart": frozenset({"central", "station", "hospital", "away"}),
    "trait": frozenset({
        "alone", "old", "pregnant", "dialysis", "chronic", "disabled", "infant", "carer", "health_worker",
        "cold_chain", "courier", "driver", "teacher", "pupil", "market", "closed_loop", "returnee",
        "never_left", "came_back",
    }),
    "hand": frozenset({
        "test_positive_elsewhere", "symptoms_and_exposure", "order_of_health_authority", "fled_isolation",
    }),
    "ruling": frozenset({"prolong", "release", "exempt"}),
}  # fmt: skip
"""What a fact of a kind may say. A stay names no closed list: what it says is by what transport.

An outbreak's policy may add traits and symptoms of its own.
"""

DROP = "DELETE FROM people_fact WHERE record = ANY(%b) RETURNING person"
ADD = """
INSERT INTO people_fact (record, ordinal, person, kind, value, at, until, number, other, place, region, verified,
                         known_at, change)
SELECT record, ordinal, person, kind, value, at, until, number, other, place, region, verified, known_at, %b
FROM unnest(%b::uuid[], %b::int2[], %b::uuid[], %b::text[], %b::text[], %b::timestamptz[], %b::timestamptz[],
            %s::float8[], %b::uuid[], %b::uuid[], %b::text[], %b::bool[], %b::timestamptz[])
  AS n(record, ordinal, person, kind, value, at, until, number, other, place, region, verified, known_at)
"""


class FactRow(msgspec.Struct, kw_only=True):
    """One fact about a person, from one record."""

    person: UUID
    kind: Kind
    at: datetime
    known_at: datetime
    value: str = ""
    until: datetime | None = None
    number: float | None = None
    other: UUID | None = None
    place: UUID | None = None
    region: str = ""
    verified: bool = False


def replace(facts: dict[UUID, list[FactRow]], change: UUID) -> set[UUID]:
    """What these records (by their originals) state from now on; an empty list takes back what one stated.

    Answers the people, under the ids that the records use, of whom something is or was stated.
    """
    if not facts:
        return set()
    people = {row[0] for row in rows(DROP, [list(facts)])} | {f.person for several in facts.values() for f in several}
    lines = [
        (
            record, ordinal, f.person, f.kind, f.value, f.at, f.until, f.number, f.other, f.place, f.region, f.verified,
            f.known_at,
        )
        for record, several in facts.items()
        for ordinal, f in enumerate(several)
    ]  # fmt: skip
    if lines:
        run(ADD, [change, *(list(column) for column in zip(*lines, strict=True))])
    return people
