"""The register of obstacles: /desk/obstacles/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import obstacles

urlpatterns: list[URLPattern] = [
    path("desk/obstacles/", obstacles.obstacles, name="obstacles"),
    path("desk/obstacles/new/", obstacles.new, name="obstacle_new"),
    path("desk/obstacles/<int:pk>/", obstacles.obstacle, name="obstacle"),
]
