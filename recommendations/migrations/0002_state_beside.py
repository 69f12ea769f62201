"""The state of each recommendation, kept beside it, and that of those which are there already.

In SQL, because one statement reads the events of thousands, of apps whose code goes on changing.
"""

import datetime

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO recommendations_recommendationstate (
    recommendation_id, known_from, status, changed_on, changed_precision, monitoring, decided_on, reviewed_on,
    has_progress, reported_on, reported_precision, response
)
SELECT
    asked.id,
    COALESCE(
        (
            SELECT MAX(days.day) FROM (
                SELECT recommendation_id, changed_on AS day FROM progress_statuschange
                UNION ALL SELECT recommendation_id, reported_on FROM progress_progressupdate
                UNION ALL SELECT recommendation_id, decided_on FROM monitoring_monitoringdecision
                UNION ALL SELECT recommendation_id, reviewed_on FROM monitoring_review
                UNION ALL SELECT recommendation_id, responded_on FROM recommendations_response
            ) AS days
            WHERE days.recommendation_id = asked.id
        ),
        '0001-01-01'
    ),
    COALESCE(latest_change.to_status, ''),
    latest_change.changed_on,
    COALESCE(latest_change.changed_precision, ''),
    COALESCE(latest_decision.choice, ''),
    latest_decision.decided_on,
    (SELECT MAX(reviewed_on) FROM monitoring_review WHERE recommendation_id = asked.id),
    latest_update.id IS NOT NULL,
    latest_update.reported_on,
    COALESCE(latest_update.reported_precision, ''),
    COALESCE(
        (
            SELECT answer.decision FROM recommendations_response AS answer
            WHERE answer.recommendation_id = asked.id AND answer.id = (
                SELECT later.id FROM recommendations_response AS later
                WHERE later.recommendation_id = answer.recommendation_id AND later.responder = answer.responder
                ORDER BY later.responded_on DESC NULLS LAST, later.id DESC LIMIT 1
            )
            ORDER BY CASE answer.decision WHEN 'rejected' THEN 1 WHEN 'in-part' THEN 2 ELSE 3 END LIMIT 1
        ),
        ''
    )
FROM recommendations_recommendation AS asked
LEFT JOIN progress_statuschange AS latest_change ON latest_change.id = (
    SELECT id FROM progress_statuschange WHERE recommendation_id = asked.id
    ORDER BY changed_on DESC NULLS LAST, recorded_at DESC, id DESC LIMIT 1
)
LEFT JOIN progress_progressupdate AS latest_update ON latest_update.id = (
    SELECT id FROM progress_progressupdate WHERE recommendation_id = asked.id
    ORDER BY reported_on DESC NULLS LAST, position DESC LIMIT 1
)
LEFT JOIN monitoring_monitoringdecision AS latest_decision ON latest_decision.id = (
    SELECT id FROM monitoring_monitoringdecision WHERE recommendation_id = asked.id
    ORDER BY decided_on DESC, id DESC LIMIT 1
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0001_first_tables'),
        ('progress', '0001_first_tables'),
        ('recommendations', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecommendationState',
            fields=[
                ('recommendation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='recommendations.recommendation')),
                ('known_from', models.DateField(default=datetime.date(1, 1, 1))),
                ('status', models.CharField(blank=True, choices=[('not-started', 'not started'), ('in-progress', 'in progress'), ('implemented', 'implemented'), ('superseded', 'no longer relevant'), ('not-feasible', 'not feasible'), ('needs-follow-up', 'needs follow-up')], max_length=15, verbose_name='status by the latest change')),
                ('changed_on', models.DateField(blank=True, null=True)),
                ('changed_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], max_length=7)),
                ('monitoring', models.CharField(blank=True, choices=[('stop', 'stop monitoring'), ('resume', 'monitor again')], max_length=6)),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='monitoring decided on')),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('has_progress', models.BooleanField(default=False)),
                ('reported_on', models.DateField(blank=True, null=True, verbose_name='latest update on')),
                ('reported_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], max_length=7)),
                ('response', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('in-part', 'accepted in part'), ('rejected', 'rejected')], max_length=8)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('changed_precision__in', ('', 'day', 'month', 'year', 'unknown')), ('monitoring__in', ('', 'stop', 'resume')), ('reported_precision__in', ('', 'day', 'month', 'year', 'unknown')), ('response__in', ('', 'accepted', 'in-part', 'rejected')), ('status__in', ('', 'not-started', 'in-progress', 'implemented', 'superseded', 'not-feasible', 'needs-follow-up'))), name='recommendations_state_words')],
            },
        ),
        migrations.RunSQL([FILL], migrations.RunSQL.noop),
    ]
