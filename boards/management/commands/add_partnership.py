"""manage.py add_partnership: an installation's first partnership, or another one, with its first admin."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from boards.choices import Nation
from boards.services.partnership import add_partnership
from core import clock


class Command(BaseCommand):
    help = "Adds a partnership at its own address, with its first admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: small letters, digits and hyphens, for example halton")
        parser.add_argument("name", help="its name, for example “Halton Strategic Partnership”")
        parser.add_argument("admin_email", help="email address that the first admin signs in with")
        parser.add_argument("--admin-name", default="Partnership Admin", help="name of the first admin")
        parser.add_argument(
            "--nation", default=settings.NATION, choices=Nation.values, help="whose bank holidays count"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["admin_email"])
            partnership, granted = add_partnership(
                slug=options["slug"],
                name=options["name"],
                admin_email=options["admin_email"],
                admin_name=options["admin_name"],
                nation=options["nation"],
                on=clock.today(),
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Added {partnership}, at {settings.BASE_URL}/{partnership.slug}/.")
        admin = granted.grant.user.email
        if granted.is_new_user:
            self.stdout.write(
                f"{admin} is its admin. The worker emails them a link to set a password; or they set one by "
                f"“forgotten password” at {settings.BASE_URL}/account/password/reset/."
            )
        else:
            self.stdout.write(f"{admin} is its admin and signs in as before.")
