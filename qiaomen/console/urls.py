"""URLs of the console, a module for each room."""

from django.urls import include, path

app_name = "console"
urlpatterns = [
    path("", include("qiaomen.console.views.accounts_urls")),
]
