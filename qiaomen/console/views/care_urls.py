"""URLs of daily visits, helpers and group orders."""

from django.urls import path

from qiaomen.console import orders_sheet, sheets
from qiaomen.console.views import daily, helpers, orders, orders_one

sheets.SHEETS |= {
    "daily_visits": orders_sheet.daily_visits,
    "helpers": orders_sheet.helpers,
    "offers": orders_sheet.offers,
    "orders": orders_sheet.orders,
}

urlpatterns = [
    path("daily-visits", daily.index, name="daily_visits"),
    path("daily-visits/new/<uuid:door>", daily.new, name="daily_visit_new"),
    path("daily-visits/<uuid:visit>", daily.visit, name="daily_visit"),
    path("daily-visits/<uuid:visit>/words", daily.words, name="daily_visit_words"),
    path("daily-visits/<uuid:visit>/step", daily.step, name="daily_visit_step"),
    path("daily-visits/<uuid:visit>/change", daily.change, name="daily_visit_change"),
    path("helpers", helpers.index, name="helpers"),
    path("helpers/change", helpers.change, name="helper_change"),
    path("orders", orders.index, name="offers"),
    path("orders/new/<uuid:place>", orders.new, name="offer_new"),
    path("orders/<uuid:offer>", orders.offer, name="offer"),
    path("orders/<uuid:offer>/list", orders.goods, name="offer_goods"),
    path("orders/<uuid:offer>/withdraw", orders.withdraw, name="offer_withdraw"),
    path("orders/<uuid:offer>/arrived", orders.arrived, name="offer_arrived"),
    path("orders/<uuid:offer>/paper/<str:slips>", orders.paper, name="offer_paper"),
    path("orders/<uuid:offer>/enter", orders_one.find, name="order_find"),
    path("orders/<uuid:offer>/enter/<uuid:door>", orders_one.enter, name="order_enter"),
    path("orders/of/<uuid:order>", orders_one.order, name="order"),
    path("orders/of/<uuid:order>/words", orders_one.words, name="order_words"),
    path("orders/of/<uuid:order>/step", orders_one.step, name="order_step"),
]
