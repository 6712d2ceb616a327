"""URLs of passes."""

from django.urls import path

from qiaomen.console import passes_page, passes_sheet, people_sections, sheets
from qiaomen.console.views import passes, passes_cards, passes_keys

sheets.SHEETS["passes"] = passes_sheet.passes
people_sections.SECTIONS.append(passes_page.section)

urlpatterns = [
    path("passes", passes.index, name="passes"),
    path("passes/asked/<uuid:ask_id>", passes.ask, name="pass_ask"),
    path("passes/asked/<uuid:ask_id>/reopen", passes.reopen, name="pass_reopen"),
    path("passes/keys", passes_keys.index, name="pass_keys"),
    path("passes/keys/rotate", passes_keys.rotate, name="pass_keys_rotate"),
    path("passes/keys/export", passes_keys.export, name="pass_keys_export"),
    path("passes/keys/<slug:kid>/unpin", passes_keys.unpin, name="pass_key_unpin"),
    path("passes/cards", passes_cards.many, name="pass_cards"),
    path("passes/cards/<uuid:cards>/progress", passes_cards.progress, name="pass_cards_progress"),
    path("passes/cards/<uuid:cards>/cancel", passes_cards.cancel, name="pass_cards_cancel"),
    path("passes/cards/<uuid:cards>/file", passes_cards.take, name="pass_cards_file"),
    path("passes/<uuid:pass_id>/card", passes_cards.one, name="pass_card"),
    path("passes/<uuid:pass_id>/<slug:step>", passes.step, name="pass_step"),
    path("people/<uuid:person>/pass", passes.issue, name="pass_issue"),
]
