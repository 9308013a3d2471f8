"""/square/: the pledge, open figures, what was solved, news, volunteers, and how the site treats people."""

from django.urls import path

from cases.square import boards, figures, solved, views

urlpatterns = [
    path("", views.index, name="square"),
    path("pledge/", views.pledge, name="square-pledge"),
    path("figures/", figures.figures, name="square-figures"),
    path("figures.csv", figures.as_csv, name="square-figures-csv"),
    path("solved/", solved.solved, name="square-solved"),
    path("news/", views.news, name="square-news"),
    path("volunteers/", views.volunteers, name="square-volunteers"),
    path("about/", views.about, name="square-about"),
    path("privacy/", views.privacy, name="square-privacy"),
    path("accessibility/", views.accessibility, name="square-accessibility"),
    path("boards/<str:code>/", boards.board, name="square-board"),
    path("boards/<str:code>/print/", boards.print_all, name="square-board-print"),
    path("boards/<str:code>/board.pdf", boards.as_pdf, name="square-board-pdf"),
]
