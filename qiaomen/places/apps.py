from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "qiaomen.places"
    label = "places"
