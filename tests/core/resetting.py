"""What the worker would do next, done at once: the mail for those who have forgotten their password."""

import re

from django.core import mail
from django.utils.module_loading import import_string
from django_q.models import OrmQ


def run_tasks():
    """Run what waits for the worker, the oldest first."""
    for one in OrmQ.objects.order_by("pk"):
        task = one.task
        import_string(task["func"])(*task["args"], **task["kwargs"])
        one.delete()


def mailed_link():
    """The path of the link in the mail that the worker has sent."""
    run_tasks()
    [message] = mail.outbox
    return re.search(r"://[^/\s]+(/\S+)", message.body).group(1)
