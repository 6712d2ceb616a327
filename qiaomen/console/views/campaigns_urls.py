"""URLs of sweeps and their plans; `sweep` is a sweep that one may plan, not only look at."""

from django.urls import path

from qiaomen.console.views import campaigns, campaigns_plan

urlpatterns = [
    path("campaigns", campaigns.index, name="campaigns"),
    path("campaigns/new", campaigns.new, name="campaign_new"),
    path("campaigns/estimate", campaigns.estimate, name="campaign_estimate"),
    path("campaigns/<uuid:sweep>/plan", campaigns_plan.plan, name="campaign_plan"),
    path("campaigns/<uuid:sweep>/replan", campaigns_plan.replan, name="campaign_replan"),
    path("campaigns/<uuid:sweep>/doors.xlsx", campaigns_plan.doors, name="campaign_doors"),
    path("campaigns/<uuid:sweep>/launch", campaigns.launch, name="campaign_launch"),
    path("campaigns/<uuid:sweep>/close", campaigns.close, name="campaign_close"),
]
