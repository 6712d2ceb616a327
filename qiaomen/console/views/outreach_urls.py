"""URLs of telling people: what is handed out, messages, rounds."""

from django.urls import path

from qiaomen.console import outreach_sheet, sheets, telling_sheets
from qiaomen.console.views import outreach, outreach_carrier, outreach_means, outreach_messages, outreach_rounds

sheets.SHEETS["outreach"] = outreach_sheet.titles
sheets.SHEETS["handouts"] = outreach_sheet.handouts
sheets.SHEETS["messages"] = telling_sheets.messages
sheets.SHEETS["recipients"] = telling_sheets.recipients
sheets.SHEETS["message_templates"] = telling_sheets.templates
sheets.SHEETS["message_channels"] = telling_sheets.channel_rows
sheets.SHEETS["outreach_rounds"] = telling_sheets.rounds
sheets.SHEETS["outreach_round"] = telling_sheets.round_places

urlpatterns = [
    path("outreach/", outreach.index, name="outreach"),
    path("outreach/handouts", outreach.handouts, name="outreach_handouts"),
    path("outreach/give", outreach.give, name="outreach_give"),
    path("outreach/materials/new", outreach.new_material, name="outreach_new"),
    path("outreach/materials/<uuid:material>/", outreach.material, name="outreach_material"),
    path("outreach/messages", outreach_messages.index, name="outreach_messages"),
    path("outreach/messages/new", outreach_messages.new, name="outreach_message_new"),
    path("outreach/messages/<uuid:message>", outreach_messages.message, name="outreach_message"),
    path("outreach/messages/<uuid:message>/progress", outreach_messages.progress, name="outreach_message_progress"),
    path("outreach/messages/<uuid:message>/cancel", outreach_messages.cancel, name="outreach_message_cancel"),
    path("outreach/messages/<uuid:message>/again", outreach_messages.again, name="outreach_message_again"),
    path("outreach/messages/<uuid:message>/file", outreach_carrier.file, name="outreach_message_file"),
    path("outreach/messages/<uuid:message>/receipts", outreach_carrier.receipts, name="outreach_message_receipts"),
    path("outreach/daily/<uuid:daily_message>/end", outreach_messages.daily_ended, name="outreach_daily_end"),
    path("outreach/templates", outreach_means.template_list, name="outreach_templates"),
    path("outreach/templates/new", outreach_means.new_template, name="outreach_template_new"),
    path("outreach/templates/<uuid:template>", outreach_means.template, name="outreach_template"),
    path("outreach/channels", outreach_means.channel_list, name="outreach_channels"),
    path("outreach/channels/<uuid:channel>/end", outreach_means.channel_ended, name="outreach_channel_end"),
    path("outreach/rounds", outreach_rounds.index, name="outreach_rounds"),
    path("outreach/rounds/new", outreach_rounds.new, name="outreach_round_new"),
    path("outreach/rounds/<uuid:outreach_round>", outreach_rounds.one, name="outreach_round"),
    path("outreach/rounds/<uuid:outreach_round>/end", outreach_rounds.end, name="outreach_round_end"),
    path(
        "outreach/rounds/<uuid:outreach_round>/photos/<uuid:photo>", outreach_rounds.photo, name="outreach_round_photo"
    ),
]
