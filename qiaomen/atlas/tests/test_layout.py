"""A plan that draws itself fits its sheet, whatever stands in the compound, and no building hides another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qiaomen.atlas.blocks import Block
from qiaomen.atlas.document import check
from qiaomen.atlas.geometry import bounds
from qiaomen.atlas.layout import HIGH, WIDE, arranged
from qiaomen.places.models import Place
from qiaomen.testing.world import fixed

BUILDINGS = st.lists(st.tuples(st.integers(1, 34), st.integers(1, 5), st.integers(1, 8)), min_size=1, max_size=40).map(
    lambda several: [
        Block(
            Place(id=fixed(f"block {number}"), name=f"{number}栋"),
            {str(stair): dict.fromkeys(range(1, floors + 1), doors) for stair in range(stairs)},
        )
        for number, (floors, stairs, doors) in enumerate(several)
    ]
)


@settings(max_examples=40, deadline=None)
@given(BUILDINGS)
def test_every_building_stands_on_the_sheet_and_hides_no_other(blocks: list[Block]) -> None:
    plan = arranged(blocks)
    check(plan)
    floors = {block.place.id: len(block.floors) for block in blocks}
    boxes = []
    for one in plan.of_kind("building"):
        assert one.place is not None
        left, top, right, bottom = bounds(one.points)
        boxes.append((left, top - max(floors[one.place], 2) * plan.frame.rise, right, bottom))
    assert len(boxes) == len(blocks)
    for box in boxes:
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= WIDE
        assert box[3] <= HIGH
    for number, a in enumerate(boxes):
        for b in boxes[:number]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] - 0.1 or b[1] >= a[3] - 0.1
