"""Filters for signed-in pages."""

from django import template

from followthrough.lib.languages import html_tag as tag_of
from followthrough.outbox.operations import subject_line as line_of
from followthrough.reminders.composing import Mail

register = template.Library()


@register.filter
def html_tag(code: str) -> str:
    """The `lang` of a language code."""
    return tag_of(code)


@register.filter
def subject_line(mail: Mail) -> str:
    """The subject exactly as the mail will carry it."""
    return line_of(mail.subject, mail.user.language)
