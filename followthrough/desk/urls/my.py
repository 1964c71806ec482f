"""What must I do, and by when: /my/, and the coordinator's /desk/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
