"""A follow-up is a request until someone puts it on an agenda; those that were put there by themselves stay there."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_is_on_agendas(apps: Any, _: Any) -> None:
    """What was on an agenda went there when it was asked, in the member's words."""
    follow_ups = apps.get_model("recommendations", "FollowUp").objects.filter(meeting__isnull=False)
    follow_ups.update(wording=models.F("text"), placed_at=models.F("asked_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0001_first_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='followup',
            name='placed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='put on an agenda'),
        ),
        migrations.AddField(
            model_name='followup',
            name='placed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followup',
            name='wording',
            field=models.TextField(blank=True, max_length=1000, verbose_name='as the agenda words it'),
        ),
        migrations.AddField(
            model_name='historicalfollowup',
            name='placed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='put on an agenda'),
        ),
        migrations.AddField(
            model_name='historicalfollowup',
            name='placed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfollowup',
            name='wording',
            field=models.TextField(blank=True, max_length=1000, verbose_name='as the agenda words it'),
        ),
        migrations.RunPython(keep_what_is_on_agendas, migrations.RunPython.noop, elidable=True),
    ]
