"""Who had an action before, and why it was passed on."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0002_end_contacts'),
        ('meetings', '0004_add_online_leave_and_departures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('passed_on', models.DateField(verbose_name='from which day')),
                ('passed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='meetings.action')),
                ('from_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.body')),
                ('from_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.organisation')),
                ('from_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.person')),
                ('passed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.body')),
                ('to_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.organisation')),
                ('to_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.person')),
            ],
            options={
                'ordering': ('-passed_on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='meetings_handover_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('from_body', None), ('from_organisation__isnull', False), ('from_person', None)), models.Q(('from_body__isnull', False), ('from_organisation', None), ('from_person', None)), models.Q(('from_body', None), ('from_organisation', None), ('from_person__isnull', False)), _connector='OR'), name='meetings_handover_one_owner_before'), models.CheckConstraint(condition=models.Q(models.Q(('to_body', None), ('to_organisation__isnull', False), ('to_person', None)), models.Q(('to_body__isnull', False), ('to_organisation', None), ('to_person', None)), models.Q(('to_body', None), ('to_organisation', None), ('to_person__isnull', False)), _connector='OR'), name='meetings_handover_one_owner_after')],
            },
        ),
    ]
