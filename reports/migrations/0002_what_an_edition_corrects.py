"""A report that is corrected says what was corrected, on the paper too; written before its PDF is made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="correction_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="what the next edition corrects"),
        )
        for model in ("annualreport", "historicalannualreport")
    ]
