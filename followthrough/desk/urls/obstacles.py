"""The register of obstacles: /desk/obstacles/…"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
