"""/dashboard/: the official's figures."""

from django.urls import path

from cases.dashboards import views

urlpatterns = [
    path("", views.mine, name="dashboard"),
    path("<str:code>/", views.board, name="dashboard-grid"),
    path("<str:code>/cases/", views.cases, name="dashboard-cases"),
]
