"""Whoever is told of an alarm gets a message, where the district has a channel. No name, no temperature."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.gates.models import What
from qiaomen.places.models import Place


def page(told: Iterable[tuple[UUID, Place, str]], workers: Mapping[UUID, Iterable[UUID]]) -> int:
    """Put a message by for each worker of each alarm (id, gate, what), in the change that tells them.

    Answers how many.
    """
    texts: dict[UUID, list[str]] = defaultdict(list)
    for alarm, gate, what in told:
        for worker in workers[alarm]:
            texts[worker].append(_text(gate, what))
    return messages.put_for_workers(texts, purpose="gate.alarm")


def _text(gate: Place, what: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        where = f"{gate.parent.name} {gate.name}" if gate.parent else gate.name
        return _("%(gate)s: %(what)s. Please answer in the console or at the gate.") % {
            "gate": where,
            "what": What(what).label,
        }
