"""Filing a report: /my/reports/<round>/<institution>/… and the links of contributors."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
