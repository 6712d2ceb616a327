"""URLs of this package."""

from django.urls.resolvers import URLPattern

app_name = "sync"
urlpatterns: list[URLPattern] = []
