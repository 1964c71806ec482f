"""What must I do, and by when: /my/."""

from django.urls import path

from followthrough.desk.views import my

urlpatterns = [
    path("my/", my.my, name="my"),
]
