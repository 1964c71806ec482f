"""Completing and adopting the plan: /desk/plan/…"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
