"""URLs of the policy."""

from django.urls import path

from qiaomen.console import policy_sheets, sheets
from qiaomen.console.views import policy

sheets.SHEETS |= {
    "policy_calls": policy_sheets.calls,
    "risk_areas": policy_sheets.risk_areas,
    "objections": policy_sheets.objections,
    "unverified": policy_sheets.unverified,
}

urlpatterns = [
    path("policy", policy.index, name="policy"),
    path("policy/new", policy.new, name="policy_new"),
    path("policy/check", policy.checked, name="policy_checked"),
    path("policy/<uuid:policy>", policy.edition, name="policy_edition"),
    path("policy/<uuid:policy>/publish", policy.published, name="policy_published"),
    path("policy/<uuid:policy>/discard", policy.discarded, name="policy_discarded"),
    path("policy/<uuid:policy>/calls", policy.calls, name="policy_calls"),
]
