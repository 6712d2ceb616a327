"""Whoever is told of an alarm gets a message, where the district has a channel. No name, no temperature."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import unseal
from qiaomen.gates.models import What
from qiaomen.places.models import Place


def page(told: Iterable[tuple[UUID, Place, str]], workers: Mapping[UUID, Iterable[UUID]]) -> int:
    """Put a message by for each worker of each alarm (id, gate, what), in the change that tells them; answers how many.

    The system tells those who answer for the gate themselves: nobody reads their numbers.
    """
    if not messages.is_set():
        return 0
    keys, count = Outbreak.objects.current().keys, 0
    sealed = dict(
        Worker.objects.filter(pk__in={one for some in workers.values() for one in some}, sealed_phone__isnull=False)
        .values_list("id", "sealed_phone")
    )  # fmt: skip
    for alarm, gate, what in told:
        for worker in workers[alarm]:
            if worker in sealed:
                phone = unseal(keys, bytes(sealed[worker] or b""), row=worker).decode()
                messages.put(phone=phone, text=_text(gate, what), purpose="gate.alarm", subject=worker)
                count += 1
    return count


def _text(gate: Place, what: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        where = f"{gate.parent.name} {gate.name}" if gate.parent else gate.name
        return _("%(gate)s: %(what)s. Please answer in the console or at the gate.") % {
            "gate": where,
            "what": What(what).label,
        }
