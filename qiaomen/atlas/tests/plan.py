"""A small plan that tests change."""

from qiaomen.atlas.document import Document, Feature, Frame


def small_plan() -> Document:
    """One building, one gate, on a sheet of 100 × 100."""
    building = Feature(id="b", kind="building", points=[(10, 40), (40, 40), (40, 20), (10, 20)], name="1栋")
    gate = Feature(id="g", kind="gate", points=[(50, 100)], name="北门", open=True)
    return Document(frame=Frame(unit="px", width=100, height=100), features=[building, gate])
