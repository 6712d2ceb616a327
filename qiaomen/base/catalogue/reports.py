"""Problems: the daily report."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "report.frozen": Entry(409, _("This report is frozen already. What came later stands in the next one.")),
    "report.no_figure": Entry(404, _("No figure is called “%(figure)s” in this report.")),
    "report.not_yet": Entry(409, _("A report cannot be frozen before its cut-off.")),
    "report.refused": Entry(
        422, _("%(count)s things in this definition are wrong, the first on line %(line)s. Nothing was changed.")
    ),
    "report.no_mail_server": Entry(
        503, _("No mail server is set, so nothing leaves by mail. Set QIAOMEN_MAIL_SERVER.")
    ),
    "report.table_taken": Entry(409, _("A table of this name is there already. Choose another name.")),
    "report.table_used": Entry(409, _("A recipient still gets this table. End that first.")),
    "report.template": Entry(
        422,
        _(
            "%(count)s cells ask for what the report does not have, the first is %(cell)s on “%(sheet)s”: "
            "“%(word)s”. Look at the list of words."
        ),
    ),
    "report.template_unreadable": Entry(422, _("This is no Excel file (.xlsx), or it is larger than 4 MB.")),
}
