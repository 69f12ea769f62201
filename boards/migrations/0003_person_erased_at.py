from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_partnership_welcome")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="personal data erased at"),
        ),
    ]
