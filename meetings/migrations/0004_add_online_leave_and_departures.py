"""Attendance knows who joined online, is on leave of absence, left early or withdrew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0003_add_online_quorum_and_rates_setting"),
        ("meetings", "0003_clear_deadlines_of_proposed_dates"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attendance",
            name="meetings_attendance_words",
        ),
        migrations.AddField(
            model_name="attendance",
            name="departed_at",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departures",
                to="meetings.agendaitem",
                verbose_name="item at which they left, or for which they withdrew",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="departure",
            field=models.CharField(
                blank=True,
                choices=[("early", "left early"), ("interest", "withdrew (interest declared)")],
                max_length=8,
                verbose_name="left before the end",
            ),
        ),
        migrations.AddField(
            model_name="historicalattendance",
            name="departed_at",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="meetings.agendaitem",
                verbose_name="item at which they left, or for which they withdrew",
            ),
        ),
        migrations.AddField(
            model_name="historicalattendance",
            name="departure",
            field=models.CharField(
                blank=True,
                choices=[("early", "left early"), ("interest", "withdrew (interest declared)")],
                max_length=8,
                verbose_name="left before the end",
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="state",
            field=models.CharField(
                choices=[
                    ("present", "present"),
                    ("online", "joined online"),
                    ("deputy", "deputy came"),
                    ("apologies", "apologies"),
                    ("leave", "leave of absence"),
                    ("absent", "absent"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="historicalattendance",
            name="state",
            field=models.CharField(
                choices=[
                    ("present", "present"),
                    ("online", "joined online"),
                    ("deputy", "deputy came"),
                    ("apologies", "apologies"),
                    ("leave", "leave of absence"),
                    ("absent", "absent"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["present", "online", "deputy", "apologies", "leave", "absent"])),
                name="meetings_attendance_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departed_at", None), ("departure", "")),
                    models.Q(("departure__in", ["early", "interest"]), ("state__in", ("present", "online", "deputy"))),
                    _connector="OR",
                ),
                name="meetings_attendance_only_who_came_leaves",
            ),
        ),
    ]
