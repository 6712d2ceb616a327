"""URLs of joining."""

from django.urls import path

from qiaomen.console.views import joining, joining_links

urlpatterns = [
    path("duty/joining", joining.room, name="joining"),
    path("duty/joining/waiting", joining.waiting, name="joining_waiting"),
    path("duty/joining/accept", joining.accept_shown, name="joining_accept_shown"),
    path("duty/joining/claims/<uuid:claim>", joining.claim, name="joining_claim"),
    path("duty/joining/claims/<uuid:claim>/accept", joining.accept, name="joining_accept"),
    path("duty/joining/claims/<uuid:claim>/refuse", joining.refuse, name="joining_refuse"),
    path("duty/joining/phones/<uuid:enrolment>/sign-out", joining.sign_out_phone, name="joining_sign_out"),
    path("duty/joining/links/<uuid:link>", joining_links.link, name="joining_link"),
    path("duty/joining/links/<uuid:link>/revoke", joining_links.revoke, name="joining_revoke"),
    path("duty/joining/organisations/<uuid:organisation>/link", joining_links.make, name="joining_make"),
    path("duty/joining/organisations/<uuid:organisation>/digits", joining_links.digits, name="joining_digits"),
]
