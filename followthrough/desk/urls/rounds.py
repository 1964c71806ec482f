"""Opening rounds: /desk/rounds/…"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
