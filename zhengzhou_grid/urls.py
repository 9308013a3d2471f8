"""The sitemap. Each door keeps its own addresses; this file says where each door is."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from zhengzhou_grid import views

urlpatterns = [
    # /, /report/, /track/, /photos/: residents
    path("", include("cases.intake.urls")),
    # /square/: what everybody may know
    path("square/", include("cases.square.urls")),
    # /grids/: finding the own grid
    path("grids/", include("grids.urls")),
    # /accounts/: logging in and out
    path("accounts/login/", views.Login.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    # /desk/: staff at work
    path("desk/", include("cases.desk.urls")),
    # /meetings/: joint meetings
    path("meetings/", include("cases.meetings_room.urls")),
    # /dashboard/, /map/: the official's view
    path("dashboard/", include("cases.dashboards.urls")),
    path("map/", include("cases.dashboards.map_urls")),
    # /admin/: reference data
    path("admin/", admin.site.urls),
    # /i18n/setlang/: the language switch
    path("i18n/", include("django.conf.urls.i18n")),
    # for machines
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
