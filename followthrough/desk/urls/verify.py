"""Checking what was filed, publishing and correcting it: /desk/verify/…"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
