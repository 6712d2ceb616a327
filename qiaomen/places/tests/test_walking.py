"""Places as one walks them, wherever somebody chooses among them."""

from qiaomen.places.models import Place, segment
from qiaomen.places.walking import Walked
from qiaomen.testing.world import World, fixed


def test_what_holds_a_place_comes_first_and_siblings_by_their_keys_whatever_their_ids(world: World) -> None:
    street = Place.objects.get(path=world.places["compound"].path[:18])
    named = [("b", "000002", "乙社区"), ("a", "000001", "甲社区"), ("c", "", "~没有序号"), ("d", "000010", "癸社区")]
    for key, walk, name in named:
        place = Place(id=fixed(f"walked {key}"), parent=street, kind="community", name=name, walk=walk)
        place.path, place.change = street.path + segment(place.id), world.change
        place.save()
        inner = Place(id=fixed(f"inside {key}"), parent=place, kind="compound", name=f"{name}小区", walk="000001")
        inner.path, inner.change = place.path + segment(inner.id), world.change
        inner.save()
    ours = Place.objects.filter(id__in=[fixed(f"{what} {key}") for what in ("walked", "inside") for key in "abcd"])
    names = list(ours.order_by(Walked()).values_list("name", flat=True))
    assert names == [
        "甲社区", "甲社区小区", "乙社区", "乙社区小区", "癸社区", "癸社区小区", "~没有序号", "~没有序号小区"
    ]  # fmt: skip
    tree = list(Place.objects.order_by(Walked()).values_list("path", flat=True))
    assert all(path[:-9] in tree[:at] for at, path in enumerate(tree) if len(path) > 9)
