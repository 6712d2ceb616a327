"""URLs of signing in and out."""

from django.urls import path

from qiaomen.console.views import accounts

urlpatterns = [
    path("", accounts.home, name="home"),
    path("sign-in", accounts.sign_in, name="sign_in"),
    path("sign-out", accounts.sign_out, name="sign_out"),
    path("password", accounts.password, name="password"),
    path("language", accounts.set_language, name="set_language"),
]
