"""A body says whether online counts towards its quorum; a partnership, whether its attendance rates are public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_end_contacts"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="online_counts",
            field=models.BooleanField(default=True, verbose_name="members who joined online count towards the quorum"),
        ),
        migrations.AddField(
            model_name="historicalbody",
            name="online_counts",
            field=models.BooleanField(default=True, verbose_name="members who joined online count towards the quorum"),
        ),
        migrations.AddField(
            model_name="historicalpartnership",
            name="shows_attendance_rates",
            field=models.BooleanField(default=True, verbose_name="attendance over the year is public"),
        ),
        migrations.AddField(
            model_name="partnership",
            name="shows_attendance_rates",
            field=models.BooleanField(default=True, verbose_name="attendance over the year is public"),
        ),
    ]
