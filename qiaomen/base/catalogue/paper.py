"""Problems: what is printed."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "paper.code_damaged": Entry(404, _("This code is damaged, or it is not one of ours. Scan it again.")),
    "paper.no_font": Entry(
        503, _("No Chinese font is installed, so nothing can be printed. Install fonts-noto-cjk on the server.")
    ),
    "paper.nothing_here": Entry(409, _("There is no door here to print.")),
    "paper.page_unknown": Entry(404, _("No page has this code, or it is outside your area. Read it again.")),
    "paper.team_unknown": Entry(404, _("No team has this number. `qiaomen campaign plan NAME --json` lists them.")),
    "paper.too_many": Entry(422, _("More than %(most)s doors are too many for one print. Choose a smaller place.")),
    "paper.who_prints": Entry(422, _("Say who prints: a walk list names its owner. Use --by USERNAME.")),
}
