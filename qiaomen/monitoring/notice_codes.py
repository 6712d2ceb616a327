"""The code on a served notice: whoever holds the paper may read what is kept of the person whom it is about.

Twelve characters that follow from the status record under the outbreak's lookup key: printed again it is the same, and
nobody guesses one of 31^12. It opens while the person is under a measure, and for fourteen days after.
"""

import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import keyed_hash, lookup
from qiaomen.base.sql import rows, run

# No 0 O 1 I L: what is printed is typed by hand.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
AFTER = timedelta(days=14)

KEEP = """
INSERT INTO monitoring_noticecode (code_hash, person, status, printed_at) VALUES (%b, %b, %b, %b)
ON CONFLICT (code_hash) DO NOTHING
"""
OPENS = """
SELECT n.person FROM monitoring_noticecode n
WHERE n.code_hash = %b AND EXISTS (
  SELECT 1 FROM monitoring_episode e
  WHERE e.person = coalesce((SELECT canonical FROM people_alias WHERE id = n.person), n.person)
  AND (e.ended_at IS NULL OR e.ended_at > %b))
"""


def code_for(person: UUID, status: UUID, *, keys: Keys, now: datetime) -> str:
    """The code of a notice that is printed now, in groups of four; from now on it opens."""
    number = int.from_bytes(keyed_hash(keys, b"notice code" + status.bytes)[:16])
    signs = []
    for _sign in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs.append(SIGNS[rest])
    code = "".join(signs)
    run(KEEP, [lookup(keys, "notice code", code), person, status, now])
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def person_of(typed: str, *, keys: Keys, now: datetime) -> UUID | None:
    """Whom a typed code is about, if it is one that still opens. One statement, whatever was typed."""
    found = rows(OPENS, [lookup(keys, "notice code", plain(typed)), now - AFTER])
    return found[0][0] if found else None


def plain(typed: str) -> str:
    """What was typed, as it is compared: capitals and digits, without what stands between."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())[:40]
