"""Readers are told where a PDF has images of pages and no text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_pass_actions_to_another_owner"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="has_text",
            field=models.BooleanField(blank=True, null=True, verbose_name="has text, not only images"),
        ),
    ]
