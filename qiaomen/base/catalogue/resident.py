"""Problems: the pages for residents."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "resident.slow_down": Entry(
        429,
        _("There were many tries from here. Wait %(minutes)s min and send it again. In an emergency call 120 or 119."),
    ),
}
