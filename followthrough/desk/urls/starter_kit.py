"""The papers to begin with: /desk/starter-kit/…"""

from django.urls import path

from followthrough.desk.views import starter_kit

urlpatterns = [
    path("desk/starter-kit/", starter_kit.papers, name="starter_kit"),
    path(
        "desk/starter-kit/<slug:paper>/<slug:language>.docx",
        starter_kit.paper,
        name="starter_kit_paper",
    ),
]
