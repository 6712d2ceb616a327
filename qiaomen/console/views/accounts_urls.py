"""URLs of signing in and out."""

from django.urls import path

from qiaomen.console.views import accounts, factor, own_account

urlpatterns = [
    path("", accounts.home, name="home"),
    path("sign-in", accounts.sign_in, name="sign_in"),
    path("sign-in/code", accounts.sign_in_code, name="sign_in_code"),
    path("sign-out", accounts.sign_out, name="sign_out"),
    path("password", accounts.password, name="password"),
    path("account", own_account.account, name="account"),
    path("account/sessions/end", own_account.end_sessions, name="end_sessions"),
    path("account/signed-in", own_account.still_signed_in, name="still_signed_in"),
    path("account/second-factor", factor.page, name="second_factor"),
    path("account/second-factor/begin", factor.begin, name="second_factor_begin"),
    path("account/second-factor/confirm", factor.confirm, name="second_factor_confirm"),
    path("account/second-factor/change", factor.change, name="second_factor_change"),
    path("language", accounts.set_language, name="set_language"),
]
