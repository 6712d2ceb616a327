from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "qiaomen.people"
    label = "people"
