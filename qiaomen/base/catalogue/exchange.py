"""Problems: files that come in, forms and the demo."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "demo.not_empty": Entry(
        409,
        _(
            "This district holds data that the demo did not make. "
            "Give it a data directory of its own: qiaomen --data DIR demo."
        ),
    ),
    "file.encoding": Entry(
        422, _("The text of this file cannot be read with certainty. Choose its encoding, for example %(likely)s.")
    ),
    "file.encoding_wrong": Entry(422, _("This file cannot be read as %(encoding)s. Choose another encoding.")),
    "file.malicious": Entry(
        422,
        _("A virus was found in what you sent; none of it was kept. Have the computer that it came from looked at."),
    ),
    "file.not_found": Entry(404, _("There is no file %(file)s here.")),
    "file.too_much": Entry(
        413, _("%(file)s unpacks to more than fits here. Save only the rows and columns that are filled, and try it.")
    ),
    "file.unreadable": Entry(422, _("%(file)s cannot be opened as a table. Save it as XLSX or CSV and try again.")),
    "file.no_header": Entry(
        422, _("%(file)s: no row with known column names was found. Name the columns by hand, or add a header row.")
    ),
    "file.community_ambiguous": Entry(
        409, _("%(file)s: “%(community)s” exists in %(streets)s. Name the street in a title row or a column.")
    ),
    "form.incomplete": Entry(422, _("%(field)s is missing or makes no sense. Go back and look at it again.")),
    "import.busy": Entry(409, _("This import is under way or over. Look at it again.")),
    "import.expired": Entry(410, _("The files of this import were deleted a day after they came. Choose them again.")),
    "import.nothing_readable": Entry(
        422, _("None of these files can be read yet. Choose its encoding, what it lists, or its header row.")
    ),
    "import.nothing_to_take_back": Entry(
        409, _("Of this import nothing can be taken back any more: look at it again, and why its rows stay.")
    ),
    "import.take_back_stopped": Entry(
        500, _("Taking this import back stopped before its end. Press the button again: it goes on where it was.")
    ),
    "import.stopped": Entry(
        500, _("The import stopped before its end. What it brought until then is kept; do the dry run again and go on.")
    ),
}
