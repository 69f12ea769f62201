"""The decisions of summaries that were published before decisions had rows: as the latest version states them."""

from django.db import migrations

from summaries.services.decisions import decisions_in


def draw(apps, _schema_editor):
    decision = apps.get_model("summaries", "Decision")
    versions = apps.get_model("summaries", "SummaryVersion").objects.order_by("number", "pk")
    latest = dict(versions.values_list("summary", "pk")).values()
    for pk in sorted(latest):
        version = versions.select_related("summary").get(pk=pk)
        decision.objects.bulk_create(
            decision(
                meeting_id=version.summary.meeting_id,
                version_id=version.pk,
                position=place,
                html=one.html,
                text=one.text,
            )
            for place, one in enumerate(decisions_in(version.decisions), start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("summaries", "0002_decisions")]

    operations = [migrations.RunPython(draw, migrations.RunPython.noop)]
