"""manage.py release_sign_in: lets someone try again who was told to wait after too many wrong passwords."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_ipv46_address

from core import throttle
from core.models import User


class Command(BaseCommand):
    help = "Forgets the wrong passwords and codes that were counted against an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="email address that the person signs in with")
        parser.add_argument("--network", metavar="ADDRESS", help="also the network address (IP) that they come from")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account for {options['email']}.")
        if options["network"]:
            try:
                validate_ipv46_address(options["network"])
            except ValidationError as error:
                raise CommandError(f"{options['network']} is not a network address, such as 192.0.2.1.") from error
            throttle.release_network(options["network"])
        throttle.release(user.email)
        self.stdout.write(f"{user.email} can try again now.")
        if not user.is_active:
            self.stdout.write("The account is switched off: an admin of the partnership switches it on.")
