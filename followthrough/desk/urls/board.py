"""The coordinator's desk and its queues: /desk/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import board, reminders

urlpatterns: list[URLPattern] = [
    path("desk/", board.home, name="home"),
    path("desk/late/", board.all_late, name="late"),
    path("desk/waiting/", board.all_to_verify, name="waiting"),
    path("desk/decisions/", board.all_decisions, name="decisions"),
    path("desk/coming/", board.all_coming, name="coming"),
    path("desk/readiness/", board.readiness, name="readiness"),
    path("desk/since/", board.since, name="since"),
    path("desk/alarms/", board.all_alarms, name="alarms"),
    path("desk/reminders/", reminders.reminders, name="reminders"),
    path("desk/reminders/sent/", reminders.sent, name="reminders_sent"),
]
