"""Who signs in. A person may do nothing as themselves: everything goes through a post."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from followthrough.lib.languages import INTERFACE


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person known by an e-mail address. There are no passwords: a code is sent at sign-in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    # The language of mails; pages follow their address.
    language = models.CharField(
        max_length=10, choices=[(one.code, one.name) for one in INTERFACE], default="sq"
    )
    is_active = models.BooleanField(default=True)
    # When the coordinator's desk was last opened, and when in the visit before this one.
    desk_opened_at = models.DateTimeField(null=True, blank=True)
    desk_seen_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["email"]

    def has_usable_password(self) -> bool:
        """Nobody has one, and nobody is asked for one."""
        return False

    def __str__(self) -> str:
        return self.name or self.email
