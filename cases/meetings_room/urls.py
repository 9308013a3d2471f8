"""/meetings/: joint meetings."""

from django.urls import path

from cases.meetings_room import views

urlpatterns = [
    path("", views.index, name="meetings"),
    path("units/<str:code>/call/", views.call, name="meeting-call"),
    path("units/<str:code>/agenda/", views.add, name="meeting-add"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/open/", views.start, name="meeting-open"),
    path("<int:pk>/end/", views.finish, name="meeting-end"),
    path("<int:pk>/items/<int:item_pk>/", views.decide, name="meeting-decide"),
    path("<int:pk>/milestones/<int:milestone_pk>/", views.tick, name="meeting-tick"),
]
