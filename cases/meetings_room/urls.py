"""/meetings/: joint meetings."""

from django.urls import path

from cases.meetings_room.views import files, listing, minutes, preparing, resolutions, room, vetting

urlpatterns = [
    path("", listing.index, name="meetings"),
    path("calendar/", listing.month, name="meetings-calendar"),
    path("units/<str:code>/call/", listing.call, name="meeting-call"),
    path("units/<str:code>/agenda/", listing.add, name="meeting-add"),
    # an item that waits
    path("items/<int:pk>/", vetting.item, name="meeting-item"),
    path("items/<int:pk>/back/", vetting.send_back, name="meeting-send-back"),
    path("items/<int:pk>/merge/", vetting.merge, name="meeting-merge"),
    path("items/<int:pk>/visit/", vetting.visit, name="meeting-visit"),
    # a meeting
    path("<int:pk>/", room.meeting, name="meeting"),
    path("<int:pk>/notice/", preparing.notice, name="meeting-notice"),
    path("<int:pk>/notice/file.<slug:kind>", files.call, name="meeting-notice-file"),
    path("<int:pk>/move/", preparing.move, name="meeting-move"),
    path("<int:pk>/cancel/", preparing.cancel, name="meeting-cancel"),
    path("<int:pk>/convener/", preparing.convener, name="meeting-convener"),
    path("<int:pk>/guests/", preparing.invite, name="meeting-invite"),
    path("<int:pk>/guests/<int:row>/reply/", preparing.reply, name="meeting-reply"),
    path("<int:pk>/guests/<int:row>/sign-in/", preparing.sign_in, name="meeting-sign-in"),
    path("<int:pk>/items/<int:item_pk>/off/", preparing.take_off, name="meeting-take-off"),
    path("<int:pk>/open/", preparing.start, name="meeting-open"),
    path("<int:pk>/end/", room.finish, name="meeting-end"),
    path("<int:pk>/resume/", room.resume, name="meeting-resume"),
    path("<int:pk>/items/<int:item_pk>/", room.decide, name="meeting-decide"),
    path("<int:pk>/items/<int:item_pk>/draft/", room.draft, name="meeting-draft"),
    path("<int:pk>/items/<int:item_pk>/take-back/", room.take_back, name="meeting-take-back"),
    path("<int:pk>/milestones/<int:milestone_pk>/", room.tick, name="meeting-tick"),
    path("<int:pk>/minutes/", minutes.minutes, name="meeting-minutes"),
    path("<int:pk>/minutes/sign/", minutes.sign, name="meeting-sign"),
    path("<int:pk>/minutes/supplement/", minutes.supplement, name="meeting-supplement"),
    path("<int:pk>/minutes/file.<slug:kind>", files.minutes, name="meeting-minutes-file"),
    path("<int:pk>/calendar.ics", files.calendar, name="meeting-calendar"),
    # what was decided
    path("resolutions/", resolutions.register, name="resolutions"),
    path("resolutions/mine/", resolutions.mine, name="my-resolutions"),
    path("resolutions/export/", resolutions.export, name="resolutions-export"),
    path("resolutions/bulletin.<slug:kind>", files.bulletin, name="meeting-bulletin"),
    path("resolutions/<int:pk>/", resolutions.resolution, name="resolution"),
    path("resolutions/<int:pk>/apply/", resolutions.apply, name="resolution-apply"),
    path("resolutions/<int:pk>/agree/", resolutions.agree, name="resolution-agree"),
    path("resolutions/<int:pk>/steps/<int:milestone_pk>/", resolutions.tick, name="resolution-tick"),
]
