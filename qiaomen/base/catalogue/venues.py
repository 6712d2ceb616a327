"""Problems: shops and venues, and the orders that suspend them."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "suspension.home": Entry(422, _("This is somebody's home. Only shops and venues are suspended.")),
    "suspension.in_force": Entry(409, _("An order is in force here already. Extend it, or reopen first.")),
    "suspension.look_first": Entry(
        409, _("Its period is not over: somebody looks again and finds it ready before it reopens.")
    ),
    "suspension.not_here": Entry(404, _("This order is not in force at this door. Look at the list again.")),
    "suspension.period": Entry(
        422, _("The period has to end after it begins, and an extension after what it extends.")
    ),
}
