"""Signed-in routes, under the prefix of a language: one file an errand."""

from followthrough.desk.urls import (
    board,
    editions,
    forum,
    ladder,
    my,
    obstacles,
    people,
    plan,
    reports,
    rounds,
    spreadsheet,
    starter_kit,
    verify,
)

app_name = "desk"

urlpatterns = [
    *editions.urlpatterns,
    *board.urlpatterns,
    *my.urlpatterns,
    *spreadsheet.urlpatterns,
    *reports.urlpatterns,
    *verify.urlpatterns,
    *rounds.urlpatterns,
    *ladder.urlpatterns,
    *people.urlpatterns,
    *plan.urlpatterns,
    *forum.urlpatterns,
    *obstacles.urlpatterns,
    *starter_kit.urlpatterns,
]
