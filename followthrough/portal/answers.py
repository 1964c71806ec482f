"""The questions of OGP's commitment template, in our words, with a commitment's answers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.lib.text import TranslatedText
from followthrough.plans.models import ANSWERS, Commitment

QUESTIONS: dict[str, Promise] = {
    "summary": _("What is promised, in short?"),
    "problem": _("What problem does it address?"),
    "causes": _("What causes the problem?"),
    "done_so_far": _("What has been done so far?"),
    "solution": _("What solution is proposed?"),
    "results": _("What results are wanted?"),
    "transparency": _("How does it promote transparency?"),
    "accountability": _("How does it foster accountability?"),
    "participation": _("How does it improve participation?"),
    "additional": _("Additional information"),
}


@dataclass(frozen=True)
class TemplateAnswer:
    question: Promise
    answer: TranslatedText


def template_answers(commitment: Commitment) -> list[TemplateAnswer]:
    """The questions that have an answer, in the template's order."""
    return [
        TemplateAnswer(QUESTIONS[name], answer)
        for name in ANSWERS
        if (answer := getattr(commitment, name))
    ]
