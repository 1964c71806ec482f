"""The Forum's ratings and the coding of the IRM: /forum/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import coding, forum

urlpatterns: list[URLPattern] = [
    path("forum/", forum.forum, name="forum"),
    path("forum/<str:key>/draft/", forum.draft, name="rating_draft"),
    path("forum/<str:key>/sign/", forum.sign, name="rating_sign"),
    path("desk/codings/", coding.codings, name="codings"),
]
