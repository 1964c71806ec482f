"""Opening rounds and following what comes in: /desk/rounds/…"""

from django.urls import path

from followthrough.desk.views import rounds

urlpatterns = [
    path("desk/rounds/", rounds.rounds, name="rounds"),
    path("desk/rounds/<slug:slug>/", rounds.one_round, name="round"),
]
