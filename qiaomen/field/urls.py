"""URLs of the field app; everything on it is open: what is personal comes by `/api/` under a token."""

from django.urls import path

from qiaomen.field import views, views_words

app_name = "field"
urlpatterns = [
    path("", views.shell, name="shell"),
    path("style.css", views.style, name="style"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("<str:build>/<str:script>.js", views.script, name="script"),
    path("words/<str:language>.json", views_words.words, name="words"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
