"""Agendas of held meetings keep what was changed in them; items for members only state their ground."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_add_two_step_setting"),
        ("meetings", "0006_add_whether_a_paper_has_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=1200)),
                ("reason", models.CharField(max_length=300)),
                ("is_members_only", models.BooleanField(default=False, verbose_name="for members only")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("12a-1", "Paragraph 1: about an individual"),
                    ("12a-2", "Paragraph 2: likely to reveal who an individual is"),
                    ("12a-3", "Paragraph 3: financial or business affairs of a person or organisation"),
                    ("12a-4", "Paragraph 4: consultations or negotiations on labour relations"),
                    ("12a-5", "Paragraph 5: legal professional privilege"),
                    ("12a-6", "Paragraph 6: a notice, order or direction that is to be given"),
                    ("12a-7", "Paragraph 7: prevention, investigation or prosecution of crime"),
                    ("own", "Another reason, in your own words"),
                ],
                max_length=5,
                verbose_name="why it is for members only",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="ground_words",
            field=models.CharField(blank=True, max_length=300, verbose_name="the same in own words"),
        ),
        migrations.AddField(
            model_name="historicalagendaitem",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("12a-1", "Paragraph 1: about an individual"),
                    ("12a-2", "Paragraph 2: likely to reveal who an individual is"),
                    ("12a-3", "Paragraph 3: financial or business affairs of a person or organisation"),
                    ("12a-4", "Paragraph 4: consultations or negotiations on labour relations"),
                    ("12a-5", "Paragraph 5: legal professional privilege"),
                    ("12a-6", "Paragraph 6: a notice, order or direction that is to be given"),
                    ("12a-7", "Paragraph 7: prevention, investigation or prosecution of crime"),
                    ("own", "Another reason, in your own words"),
                ],
                max_length=5,
                verbose_name="why it is for members only",
            ),
        ),
        migrations.AddField(
            model_name="historicalagendaitem",
            name="ground_words",
            field=models.CharField(blank=True, max_length=300, verbose_name="the same in own words"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", ""), ("ground_words", "")),
                    models.Q(
                        ("ground", "own"), ("is_members_only", True), models.Q(("ground_words", ""), _negated=True)
                    ),
                    models.Q(
                        ("ground__in", ["12a-1", "12a-2", "12a-3", "12a-4", "12a-5", "12a-6", "12a-7"]),
                        ("ground_words", ""),
                        ("is_members_only", True),
                    ),
                    _connector="OR",
                ),
                name="meetings_agenda_ground",
            ),
        ),
        migrations.AddField(
            model_name="agendachange",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="changes",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="agendachange",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agendachange",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agenda_changes", to="meetings.meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendachange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="meetings_agendachange_reason"
            ),
        ),
    ]
