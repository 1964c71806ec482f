"""Posts, invitations and hand-overs: /desk/people/…, /my/hand-over/, /my/team/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
