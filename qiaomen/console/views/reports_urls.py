"""URLs of the daily report."""

from django.urls import path

from qiaomen.console import reports_sheets, sheets
from qiaomen.console.views import reports, reports_definition, reports_files, reports_phone, reports_sending

sheets.SHEETS |= {
    "reports": reports_sheets.earlier,
    "report_members": reports_sheets.members,
    "report_places": reports_sheets.places,
    "report_changes": reports_sheets.changes,
    "report_definition": reports_sheets.definition,
    "report_calls": reports_sheets.calls,
    "report_sendings": reports_sheets.sendings,
    "report_recipients": reports_sheets.recipients,
}

urlpatterns = [
    path("reports", reports.index, name="reports"),
    path("reports/earlier", reports.earlier, name="reports_earlier"),
    path("reports/freeze", reports.freeze, name="report_freeze"),
    path("reports/definition", reports_definition.index, name="report_definition"),
    path("reports/definition/new", reports_definition.new, name="report_definition_new"),
    path("reports/definition/check", reports_definition.checked, name="report_definition_checked"),
    path("reports/definition/<int:ordinal>", reports_definition.edition, name="report_edition"),
    path("reports/phone", reports_phone.desk, name="report_phone"),
    path("reports/phone/<uuid:call>", reports_phone.call, name="report_call"),
    path("reports/phone/<uuid:call>/back", reports_phone.taken_back, name="report_call_back"),
    path("reports/sending", reports_sending.index, name="report_sending"),
    path("reports/sending/recipients", reports_sending.recipient_added, name="report_recipients"),
    path(
        "reports/sending/recipients/<uuid:recipient>/end", reports_sending.recipient_ended, name="report_recipient_end"
    ),
    path("reports/sending/tables", reports_sending.table_added, name="report_tables"),
    path("reports/sending/tables/<uuid:table>/end", reports_sending.table_ended, name="report_table_end"),
    path("reports/sending/<uuid:sending_id>/again", reports_sending.again, name="report_send_again"),
    path("reports/<uuid:report>", reports.show, name="report"),
    path("reports/<uuid:report>/changes", reports.changes, name="report_changes"),
    path("reports/<uuid:report>/figures/<slug:figure>", reports.members, name="report_members"),
    path("reports/<uuid:report>/file/<str:paper>", reports_files.file, name="report_file"),
    path("reports/<uuid:report>/tables/<uuid:table>", reports_files.filled, name="report_filled"),
]
