"""Each decision is found by itself, and leads to its own page; before, all of a meeting were one entry.

Long titles were cut within a word, and are cut after one now.
"""

from django.db import migrations
from django.db.models.functions import Length

from core.rules.text import shortened
from search.rules import indexed

HEADLINE, LONGEST_TITLE = 240, 299


def read(apps, _schema_editor):
    search_entry = apps.get_model("search", "SearchEntry")
    search_entry.objects.filter(kind="decision").delete()
    decisions = apps.get_model("summaries", "Decision").objects.filter(withdrawn_at=None).order_by("pk")
    entries = []
    for decision in decisions.select_related("meeting__partnership", "meeting__body"):
        meeting = decision.meeting
        title = shortened(decision.text, HEADLINE)
        whole = decision.text if title != decision.text or "<a " in decision.html else ""
        text = "\n".join(filter(None, (whole, meeting.title, meeting.body.name if meeting.body else "")))
        entries.append(
            search_entry(
                partnership_id=meeting.partnership_id,
                kind="decision",
                about=decision.pk,
                meeting=meeting.pk,
                path=f"/{meeting.partnership.slug}/decisions/{decision.pk}/",
                title=title,
                text=text,
                title_words=indexed(title),
                words=indexed(text),
                happened_on=meeting.held_on,
                happened_precision=meeting.held_precision,
                audience="public",
            )
        )
    search_entry.objects.bulk_create(entries, batch_size=500)
    for entry in search_entry.objects.annotate(length=Length("title")).filter(length=300):
        entry.title = shortened(f"{entry.title}…", LONGEST_TITLE)
        entry.title_words = indexed(entry.title)
        entry.save(update_fields=["title", "title_words"])


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_words_of_each_database"),
        ("summaries", "0003_decisions_of_published_summaries"),
    ]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
