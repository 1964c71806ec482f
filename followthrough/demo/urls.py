"""Routes that exist in the demonstration only."""

from django.urls import path

from followthrough.demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.cast, name="cast"),
    path("demo/mails/", views.mails, name="mails"),
    path("demo/<int:tenure>/", views.sign_in, name="sign_in"),
]
