"""The sitemap. Each door keeps its own addresses; this file says where each door is."""

from django.contrib import admin
from django.urls import include, path

from zhengzhou_grid import views

urlpatterns = [
    # /, /report/, /track/, /photos/: residents
    # /grids/: finding the own grid
    # /accounts/: logging in and out
    # /desk/: staff at work
    # /meetings/: joint meetings
    # /dashboard/, /map/: the official's view
    # /admin/: reference data
    path("admin/", admin.site.urls),
    # /i18n/setlang/: the language switch
    path("i18n/", include("django.conf.urls.i18n")),
    # for machines
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
