"""find_ms: the search box as one types, at 1,000,000 people behind 400,000 doors, for headquarters and for a lead.

p95 of the whole answer of the server over kinds of query: names, given names, pinyin, initials, phones and their tails,
id numbers, labels with and without compound, rooms alone, shops, places, workers, records, and what nobody is called.
Yardstick: looking up a person by primary key. Names are put together from frequent surnames and given names.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open
from qiaomen.base.sealing import lookup
from qiaomen.base.sql import rows, run
from qiaomen.bench.server import Processors, percentile
from qiaomen.people.models import Person
from qiaomen.people.names import search_keys
from qiaomen.places.models import Place, segment

COMMUNITIES, COMPOUNDS, BUILDINGS, STAIRWELLS, FLOORS = 500, 4, 5, 2, 10
WORKERS = 3000
ROUNDS = 12
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文华建国志玉红春"
    "梅云龙海燕雪飞波宁琴凤洁莉林辉鹏宇浩然欣怡子涵雨桐思远"
)
FIRST, SECOND = "翠锦金东西南北新和幸阳月海江山春松梅兰竹", "湖苑园城庭府里景水光居华庄岸岭"

_PLACES: Any = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, p.id, %s, {name}, '', p.path || right(replace(n.id::text, '-', ''), 8) || '.', to_char(n.ordinal, 'FM000'),
       1, %b
FROM (SELECT id, path, row_number() OVER (ORDER BY path) AS number FROM places_place WHERE kind = %s) p,
     LATERAL (SELECT ordinal, gen_random_uuid() AS id FROM generate_series(1, %b::int) ordinal WHERE p.id IS NOT NULL) n
"""
_COMPOUND = (
    "substr('{first}', 1 + ((p.number * 7 + n.ordinal) %% {a})::int, 1)"
    " || substr('{second}', 1 + ((p.number * 3 + n.ordinal * 5) %% {b})::int, 1)"
    " || (p.number %% 9 + 1)::text || '号小区'"
)
_DOORS: Any = """
INSERT INTO places_door (id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version,
                         change)
SELECT gen_random_uuid(), s.id, said.label, said.label, b.number, s.number, f, said.room,
       CASE WHEN f = 1 AND n = 2 THEN 'shop' ELSE 'dwelling' END, said.label, true, 1, %b
FROM (SELECT id, parent_id, regexp_replace(name, '\\D', '', 'g') AS number FROM places_place WHERE kind = 'stairwell') s
JOIN (SELECT id, regexp_replace(name, '\\D', '', 'g') AS number FROM places_place WHERE kind = 'building') b
  ON b.id = s.parent_id,
  generate_series(1, %b::int) f, generate_series(1, 2) n,
  LATERAL (SELECT CASE WHEN f = 1 AND n = 2 THEN '' ELSE f || '0' || n END AS room,
                  CASE WHEN f = 1 AND n = 2 THEN substr(%s, 1 + (hashtext(s.id::text) & 63), 2) || '超市'
                  ELSE b.number || '-' || s.number || '-' || f || '0' || n END AS label) said
"""
# Surnames are drawn by a square, so that the first are borne by many; one in seven has one given name.
_PEOPLE: Any = """
INSERT INTO people_person (id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, sex, birth_year, relation,
                           ordinal, version, change)
SELECT gen_random_uuid(), %b, d.id, s.letter || a.letter || coalesce(b.letter, ''),
       s.letter || a.letter || coalesce(b.letter, ''), s.pinyin || a.pinyin || coalesce(b.pinyin, ''),
       s.initial || a.initial || coalesce(b.initial, ''), 1 + n %% 2, 1930 + (d.number * 17 + n) %% 90, '', n, 1, %b
FROM (SELECT id, row_number() OVER () AS number, hashtextextended(id::text, 1) & 2147483647 AS dice FROM places_door) d
CROSS JOIN LATERAL generate_series(1, (1 + d.number %% 4)::int) n
JOIN bench_letter s ON s.role = 'surname' AND s.number = floor(power(((d.dice / 7) %% 1000) / 1000.0, 2) * %b::int)
JOIN bench_letter a ON a.role = 'given' AND a.number = (d.dice / 11 + n * 13) %% %b::int
LEFT JOIN bench_letter b ON b.role = 'given' AND (d.dice + n) %% 7 > 0 AND b.number = (d.dice / 77 + n * 29) %% %b::int
"""
_CARDS: Any = """
INSERT INTO people_identity (person_id, sealed, id_hash, phone_hashes, tail_hashes)
SELECT p.id, '\\x00', sha256(('id' || p.id)::bytea), ARRAY[sha256(('phone' || p.id)::bytea)], ARRAY[t.hash]
FROM people_person p
JOIN bench_tail t ON t.number = abs(hashtext(p.id::text) %% 10000)
"""
_WORKERS: Any = """
INSERT INTO access_worker (id, password, name, title, is_police, is_active, outbreak_id)
SELECT gen_random_uuid(), '!', p.name, '', false, true, %b FROM people_person p TABLESAMPLE SYSTEM (2) LIMIT %b
"""
_GRANTS: Any = """
INSERT INTO access_grant (id, worker_id, role, place_id, since, ground)
SELECT gen_random_uuid(), w.id, 'field', c.id, now() - INTERVAL '1 day', ''
FROM (SELECT id, row_number() OVER () AS number FROM access_worker WHERE username IS NULL) w
JOIN (SELECT id, row_number() OVER (ORDER BY path) AS number FROM places_place WHERE kind = 'community') c
  ON c.number = 1 + w.number %% %b::int
"""


def build() -> Keys:
    """The district, its people and their cards, in an empty database."""
    outbreak = current_or_open(name="bench")
    with changes.change("bench") as change, _without_indexes():
        _tree(change.id)
        run(_DOORS, [change.id, FLOORS, GIVEN + GIVEN])
        _people(outbreak, change.id)
        run(_WORKERS, [outbreak.id, WORKERS])
        run(_GRANTS, [COMMUNITIES])
    run("ANALYZE")
    return outbreak.keys


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Indexes that hold no constraint are made when the rows are there: filling them row by row takes minutes."""
    found = rows("""
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid IN ('places_door'::regclass, 'people_person'::regclass, 'people_identity'::regclass)
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
""")
    for name, _made in found:
        run(f"DROP INDEX {name}")
    yield
    for _name, made in found:
        run(made)


def _tree(change: UUID) -> None:
    root = Place(id=new_id(), kind="district", name="青石县", change=change)
    root.path = segment(root.id)
    root.save()
    compound = _COMPOUND.format(first=FIRST, second=SECOND, a=len(FIRST), b=len(SECOND))
    for kind, parent, count, name in (
        ("community", "district", COMMUNITIES, "'第' || n.ordinal || '社区'"),
        ("compound", "community", COMPOUNDS, compound),
        ("building", "compound", BUILDINGS, "n.ordinal || '栋'"),
        ("stairwell", "building", STAIRWELLS, "n.ordinal || '单元'"),
    ):
        run(_PLACES.format(name=name), [kind, change, parent, count])


def _people(outbreak: Outbreak, change: UUID) -> None:
    run("CREATE TABLE bench_letter (role text, number int, letter text, pinyin text, initial text)")
    for role, letters in (("surname", SURNAMES), ("given", GIVEN)):
        keys = [search_keys(letter) for letter in letters]
        run(
            "INSERT INTO bench_letter SELECT %s, * FROM unnest(%b::bigint[], %b::text[], %b::text[], %b::text[])",
            [role, list(range(len(letters))), list(letters), [k.pinyin for k in keys], [k.initials for k in keys]],
        )
    run("ANALYZE bench_letter")
    run(_PEOPLE, [outbreak.id, change, len(SURNAMES), len(GIVEN), len(GIVEN)])
    run("CREATE TABLE bench_tail (number int PRIMARY KEY, hash bytea)")
    tails = [lookup(outbreak.keys, "tail", f"{number:04d}") for number in range(10_000)]
    run("INSERT INTO bench_tail SELECT * FROM unnest(%b::bigint[], %b::bytea[])", [list(range(10_000)), tails])
    run(_CARDS)


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds at the 95th percentile: of all queries, of the processors in them (ours and the database's), of a
    lookup by key, and of each kind of query."""

    ms: float
    cpu_ms: float
    by_key_ms: float
    kinds: dict[str, float]


def measure() -> Found:
    """Every kind of query in turn, by both readers."""
    dice = random.Random(1)  # noqa: S311 (a draw of queries, not a secret)
    root = Place.objects.get(parent=None)
    community = Place.objects.filter(kind="community").order_by("path")[COMMUNITIES // 2]
    clients = [_client(root, "headquarters"), _client(community, "lead")]
    seconds: dict[str, list[float]] = {}
    worked: list[float] = []
    processors = Processors()
    for _round in range(ROUNDS):
        for kind, typed in _queries(dice):
            for client in clients:
                spent = processors.spent()
                seconds.setdefault(kind, []).append(_timed(partial(_ask, client, typed)))
                worked.append(processors.spent() - spent)
    everything = [one for several in seconds.values() for one in several[2:]]
    people = [row[0] for row in rows("SELECT id FROM people_person TABLESAMPLE SYSTEM (0.1) LIMIT 200")]
    keyed = [_timed(partial(Person.objects.get, pk=one)) for one in people]
    slow = {kind: percentile(several[2:], 0.95) * 1000 for kind, several in seconds.items()}
    ms, by_key_ms = [percentile(several, 0.95) * 1000 for several in (everything, keyed)]
    return Found(ms, percentile(worked, 0.95), by_key_ms, slow)


def _queries(dice: random.Random) -> Iterator[tuple[str, str]]:
    """One of each kind, as somebody might type it."""
    person = Person.objects.raw(
        "SELECT * FROM people_person WHERE id >= %s ORDER BY id LIMIT 1", [UUID(int=dice.getrandbits(128))]
    )[0]
    door = f"{dice.randint(1, BUILDINGS)}-{dice.randint(1, STAIRWELLS)}-{dice.randint(2, FLOORS)}0{dice.randint(1, 2)}"
    compound = dice.choice(list(Place.objects.filter(kind="compound").values_list("name", flat=True)[:500]))
    keys = search_keys(person.name)
    worker = dice.choice(list(Worker.objects.filter(username=None).values_list("name", flat=True)[:500]))
    building, stairwell, room = door.split("-")
    yield from (
        ("name", person.name), ("surname and one", person.name[:2]), ("given name", person.name[1:]),
        ("pinyin", keys.pinyin), ("beginning of a pinyin", keys.pinyin[:5]), ("initials", keys.initials),
        ("tail", f"{dice.randint(0, 9999):04d}"), ("phone", f"138{dice.randint(0, 10**8 - 1):08d}"),
        ("id number", "110101199003070417"), ("label", door), ("label in words", f"{building}栋{stairwell}单元{room}"),
        ("compound and label", f"{compound} {door}"), ("compound by initials and label", f"dh {door}"),
        ("room", room), ("shop", f"{dice.choice(GIVEN)}{dice.choice(GIVEN)}超市"), ("letters of a shop", "超市"),
        ("place", compound), ("beginning of a place", compound[:2]), ("place by pinyin", "cuihu"),
        ("worker", worker), ("record", str(UUID(int=dice.getrandbits(128)))), ("nobody", "欧阳无人"),
    )  # fmt: skip


def _client(place: Place, role: str) -> Client:
    worker = Worker.objects.create_login(username=f"bench-{role}", password=str(new_id()), name=role)
    Grant.objects.create(worker=worker, place=place, role=role, since=timezone.now())
    client = Client(SERVER_NAME="localhost")
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client: Client, typed: str) -> None:
    response = client.post("/find", {"q": typed}, headers={"HX-Request": "true"})
    if response.status_code != 200:
        raise RuntimeError(f"the search box answers {response.status_code}")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
