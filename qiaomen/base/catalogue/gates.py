"""Problems: gates."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "gate.already_there": Entry(409, _("This place has a gate of that name already. Give the new one another name.")),
    "gate.emergency_unnamed": Entry(
        422, _("An emergency says which: illness, birth or fire; and only an emergency does. Choose it again.")
    ),
    "gate.only_announced": Entry(
        403, _("A household announces a visitor; whether they come in is said at the gate. Announce them as expected.")
    ),
    "gate.not_a_gate": Entry(422, _("This place is not a gate. Choose the gate where you stand.")),
}
