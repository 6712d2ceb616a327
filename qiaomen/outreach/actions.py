"""Changes of the district's list of materials."""

from uuid import UUID

from django.db import IntegrityError, transaction

from qiaomen.access.audit import write
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.outreach.models import Material


def add_material(
    *, title: str, form: str = "leaflet", stock: int | None = None, by: Worker | None, id: UUID | None = None
) -> Material:
    """Put a title on the list. Raises `outreach.title_taken`."""
    made = Material(title=title.strip(), form=form, stock=stock, **({"id": id} if id else {}))
    with changes.change("add material", worker=by.id if by else None) as change:
        made.change = change.id
        _keep(made, is_new=True)
        write(by, "outreach.material_added", made.id)
    return made


def change_material(material: Material, *, title: str, stock: int | None, is_offered: bool, by: Worker) -> Material:
    """Rename a title, say how much was printed, or take it off the phones. Raises `outreach.title_taken`."""
    with changes.change("change material", worker=by.id) as change:
        kept = Material.objects.select_for_update().get(pk=material.pk)
        kept.title, kept.stock, kept.is_offered = title.strip(), stock, is_offered
        kept.version, kept.change = kept.version + 1, change.id
        _keep(kept, is_new=False)
        write(by, "outreach.material_changed", kept.id)
    return kept


def _keep(material: Material, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            material.save(force_insert=is_new)
    except IntegrityError:
        raise Problem("outreach.title_taken", field="title") from None
