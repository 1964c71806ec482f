"""The first hour of an installation: /set-up/…; not found once it is over."""

from django.urls import path

from followthrough.upkeep import views

app_name = "upkeep"

urlpatterns = [
    path("", views.first_page, name="set_up"),
    path("sign-in/", views.first_sign_in, name="first_sign_in"),
]
