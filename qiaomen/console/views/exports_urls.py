"""URL of exports."""

from django.urls import path

from qiaomen.console.views import exports

urlpatterns = [path("exports/<slug:sheet>.<slug:form>", exports.export, name="export")]
