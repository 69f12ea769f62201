"""manage.py demo_sign_ins: who can sign in to try the example, one for each role."""

from typing import Any

from django.core.management.base import BaseCommand

from boards.models import Partnership
from core.models import User
from example.content import demo_people
from example.people import read_password, set_password, write_new_password


class Command(BaseCommand):
    help = "Prints the demo sign-ins, where the example is loaded; nothing otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        example = Partnership.objects.exclude(example_note="").first()
        if example is None:
            return
        shown = {person.email: example.words.role(person.role) for person in demo_people() if person.shown}
        there = set(User.objects.filter(email__in=shown, is_active=True).values_list("email", flat=True))
        if not there:
            return
        password = read_password()
        if not password:
            password = write_new_password()
            set_password(password)
        width = max(map(len, shown.values()))
        address_width = max(map(len, shown))
        self.stdout.write("Demo sign-ins, made up for trying the portal:")
        for email, role in shown.items():
            if email in there:
                self.stdout.write(f"  {role:{width}}  {email:{address_width}}  {password}")
