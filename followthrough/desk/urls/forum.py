"""The Forum's ratings and the coding of the IRM: /forum/…"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
