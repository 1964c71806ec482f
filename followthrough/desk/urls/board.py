"""The coordinator's desk and its queues: /desk/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import board, reminders

urlpatterns: list[URLPattern] = [
    path("desk/", board.home, name="home"),
    path("desk/late/", board.queue, {"name": "late"}, name="late"),
    path("desk/waiting/", board.queue, {"name": "to_verify"}, name="waiting"),
    path("desk/decisions/", board.queue, {"name": "decisions"}, name="decisions"),
    path("desk/coming/", board.queue, {"name": "coming"}, name="coming"),
    path("desk/readiness/", board.readiness, name="readiness"),
    path("desk/since/", board.since, name="since"),
    path("desk/alarms/", board.queue, {"name": "alarms"}, name="alarms"),
    path("desk/reminders/", reminders.reminders, name="reminders"),
    path("desk/reminders/sent/", reminders.sent, name="reminders_sent"),
]
