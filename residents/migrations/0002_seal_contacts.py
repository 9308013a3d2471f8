import uuid

from django.db import migrations, models

from residents import sealing


def seal_what_is_there(apps, schema_editor):
    residents = apps.get_model("residents", "Resident").objects
    for resident in residents.all().iterator(chunk_size=1000):
        row = uuid.uuid4()
        residents.filter(pk=resident.pk).update(
            row=row,
            name_sealed=sealing.seal(resident.name, row=row, column="name"),
            phone_sealed=sealing.seal(resident.phone, row=row, column="phone"),
            phone_index=next(iter(sealing.indexes(resident.phone)), ""),
        )


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]

    operations = [
        migrations.AddField("resident", "row", models.UUIDField(
            default=uuid.uuid4, editable=False, null=True, verbose_name="what its texts are bound to")),
        migrations.AddField("resident", "name_sealed", models.TextField(
            blank=True, default="", editable=False, verbose_name="name"), preserve_default=False),
        migrations.AddField("resident", "phone_sealed", models.TextField(
            blank=True, default="", editable=False, verbose_name="phone"), preserve_default=False),
        migrations.AddField("resident", "phone_index", models.CharField(
            blank=True, default="", editable=False, max_length=64, verbose_name="what the phone is found by"),
            preserve_default=False),
        migrations.RunPython(seal_what_is_there, elidable=True),
        migrations.AlterField("resident", "row", models.UUIDField(
            default=uuid.uuid4, editable=False, unique=True, verbose_name="what its texts are bound to")),
        migrations.RemoveField("resident", "name"),
        migrations.RemoveField("resident", "phone"),
        migrations.AddIndex("resident", models.Index(fields=["phone_index"], name="resident_phone")),
    ]
