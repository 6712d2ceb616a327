"""Problems: plans of compounds and their posters."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "atlas.bad_plan": Entry(422, _("This plan cannot be kept: %(reason)s (%(feature)s). Nothing was changed.")),
    "atlas.bad_footprints": Entry(
        422, _("This is no GeoJSON or OpenStreetMap file with outlines of buildings. Export it once more.")
    ),
    "atlas.no_older": Entry(409, _("There is no older version of this plan.")),
    "atlas.not_mapped": Entry(
        422, _("Only a compound, an enclosure, an urban village, a resident group, a school or a station has a plan.")
    ),
    "atlas.picture_too_large": Entry(413, _("This picture is larger than %(most)s MB. Make it smaller and try again.")),
    "atlas.poster_stopped": Entry(
        500, _("It could not be drawn. Look at the map of the compound; the server's log says where it stopped.")
    ),
    "atlas.posters_stopped": Entry(500, _("Making the posters was given up after five tries. Ask for them again.")),
    "atlas.plan_changed": Entry(409, _("Somebody else has saved this plan meanwhile. Look at it and change it again.")),
}
