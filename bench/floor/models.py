"""Two plain tables; `migrate --run-syncdb` makes them in the bench's own database."""

from django.db import models


class Report(models.Model):
    """What was sent."""

    text = models.TextField()
    category = models.CharField(max_length=8)
    grid = models.CharField(max_length=15)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.text


class Line(models.Model):
    """That it was sent."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.kind
