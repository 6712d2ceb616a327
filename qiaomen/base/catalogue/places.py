"""Problems: places and divisions."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "place.division_unknown": Entry(404, _("No district has the official code %(division)s. It has 6 digits.")),
    "place.divisions_missing": Entry(
        503, _("The official divisions are not installed. Run `python -m qiaomen.tools.vendor` in a checkout.")
    ),
}
