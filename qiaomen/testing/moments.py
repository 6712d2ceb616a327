"""A sweep at several moments, for tests that compare what different readers make of each of them."""

from collections.abc import Iterator

from qiaomen.testing.sweep import Phone
from qiaomen.testing.world import World


def moments(world: World, phone: Phone) -> Iterator[str]:
    """Before the first knock; after every kind of outcome; after second tries, corrections and two accounts."""
    yield "before the first knock"
    head = world.household("1-1-301")[0]
    phone.send(
        [
            phone.visit(world.doors["1-1-101"].id, people=seen(world, "1-1-101", temperature=38.2)),
            phone.visit(world.doors["1-1-102"].id, "absent"),
            phone.visit(world.doors["1-1-301"].id, people=[{"person": head.id, "presence": "seen"}]),
            phone.visit(world.doors["1-2-202"].id, "vacant", confirmed_by="manager"),
            phone.visit(world.doors["2-1-302"].id, "vacant"),
            phone.visit(world.doors["2-2-101"].id, "refused"),
            phone.visit(world.doors["2-2-102"].id, "inaccessible"),
            phone.visit(world.doors["alley 1号"].id, people=seen(world, "alley 1号"), answers={"needs": ["food"]}),
        ]
    )
    yield "after every kind of outcome"
    mistaken = phone.visit(world.doors["2-2-201"].id, "refused")
    phone.send(
        [
            phone.visit(world.doors["1-1-102"].id, people=seen(world, "1-1-102", returned=True)),
            phone.visit(world.doors["1-1-101"].id, "vacant", confirmed_by="neighbour"),
            phone.visit(world.doors["alley 2号"].id),
            mistaken,
            phone.record("void", amends=mistaken["id"]),
        ]
    )
    yield "after second tries"


def seen(world: World, door: str, **answers: object) -> list[dict[str, object]]:
    """Everybody of a household seen, with the same answers."""
    return [{"person": person.id, "presence": "seen", "answers": answers} for person in world.household(door)]
