"""Chasing: /my/still-you/, /desk/calendar/, /desk/letters/…, holding silence back."""

from django.urls import path

from followthrough.desk.views import calendar, letters, postpone, still_you

urlpatterns = [
    path("my/still-you/", still_you.still_you, name="still_you"),
    path("desk/calendar/", calendar.calendar, name="calendar"),
    path("desk/calendar/working-day/", calendar.working_day, name="calendar_working_day"),
    path("desk/letters/", letters.letters, name="letters"),
    path("desk/letters/<slug:round>/<slug:institution>/", letters.letter, name="letter"),
    path(
        "desk/letters/<slug:round>/<slug:institution>/<slug:language>/<slug:kind>/",
        letters.letter_file,
        name="letter_file",
    ),
    path(
        "desk/rounds/<slug:round>/<slug:institution>/postpone/", postpone.postpone, name="postpone"
    ),
]
