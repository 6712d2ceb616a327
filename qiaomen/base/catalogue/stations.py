"""Problems: welcome stations."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "station.bed_taken": Entry(409, _("Somebody lies in this bed. Choose another, or move them first.")),
    "station.no_bed": Entry(422, _("This station has no such room or bed. Look at its rooms again.")),
    "station.not_one": Entry(422, _("This place is no station. People stay at stations only.")),
}
