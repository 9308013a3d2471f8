"""One address. POST: check three fields, insert two rows in one transaction, answer 201. GET: the latest fifty rows."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import transaction  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers, status, views  # noqa: E402
from rest_framework.parsers import FormParser, JSONParser  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.response import Response  # noqa: E402

from bench.floor.models import Line, Report  # noqa: E402

PAGE = 50


class ReportSerializer(serializers.ModelSerializer):
    """The three fields."""

    class Meta:
        model = Report
        fields = ("text", "category", "grid")


class RowSerializer(serializers.ModelSerializer):
    """One row of the list."""

    class Meta:
        model = Report
        fields = ("id", "text", "category", "grid", "at")


class Reports(views.APIView):
    """Take a report, list the latest ones; nobody is logged in and nothing is counted."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (JSONParser, FormParser)
    renderer_classes = (JSONRenderer,)

    def get(self, request):
        return Response(RowSerializer(Report.objects.order_by("-pk")[:PAGE], many=True).data)

    def post(self, request):
        form = ReportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        with transaction.atomic():
            report = form.save()
            Line.objects.create(report=report, kind="report.taken")
        return Response({"id": report.pk}, status=status.HTTP_201_CREATED)


urlpatterns = [path("floor/", Reports.as_view())]
