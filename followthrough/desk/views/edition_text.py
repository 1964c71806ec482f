"""One section of a report in one language: saved as it is typed, nothing overwritten."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import NotAllowed, Permission, requires
from followthrough.desk.clock import now
from followthrough.desk.finding import role_of
from followthrough.desk.forms.editions import TextForm
from followthrough.desk.views.editions import edition_url, newest, round_of
from followthrough.desk.views.entry import CONFLICT, UNFIT, is_autosave, person_of
from followthrough.lib.languages import html_tag, own_name
from followthrough.publishing.content.build import picture
from followthrough.publishing.content.numbers import filled, named_in
from followthrough.publishing.content.phrases import languages_of
from followthrough.publishing.content.sections import EDITABLE, figures_of
from followthrough.publishing.content.sentences import written
from followthrough.publishing.models import Edition, EditionText
from followthrough.publishing.operations.writing import MOST_CHARACTERS, save_text
from followthrough.publishing.refusals import Conflict, Refusal


@dataclass(frozen=True)
class Difference:
    label: Promise
    theirs: str
    mine: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.COMPILE_EDITION, Permission.TRANSLATE)
def edition_text(request: HttpRequest, round: str, section: str, language: str) -> HttpResponse:
    one = round_of(round)
    found = newest(one)
    if found is None or section not in EDITABLE or language not in languages_of(one.plan):
        raise Http404
    text = found.texts.filter(section=section, language=language).first()
    text = text or EditionText(edition=found, section=section, language=language)
    if request.method != "POST":
        kept = kept_posts.take(request)
        form = TextForm(kept) if kept else TextForm(initial=_initial(text, found))
        return _page(request, found, text, form, is_unsaved=kept is not None)
    return _save(request, found, text)


def _save(request: HttpRequest, found: Edition, text: EditionText) -> HttpResponse:
    form = TextForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, text, form, None)
    words = form.cleaned_data["words"]
    # The generated sentences sent back as they were are no words of the ministry's own.
    if words.strip() == _generated(text, found) and not text.text:
        words = ""
    try:
        saved = save_text(
            found,
            text.section,
            text.language,
            words,
            seen=form.cleaned_data["seen"],
            by=_writer(request, found),
            at=now(),
        )
    except Conflict as refusal:
        return _conflict(request, found, refusal, form)
    except Refusal as refusal:
        return _refused(request, found, text, form, refusal)
    if is_autosave(request):
        return render(request, "desk/entry/saved.html", _stamp(found, saved))
    return HttpResponseRedirect(edition_url(found.round))


def _writer(request: HttpRequest, found: Edition) -> Any:
    person, owner = person_of(request), found.round.plan.coordinator_id
    try:
        return person.acting(Permission.COMPILE_EDITION, owner)
    except NotAllowed:
        return person.acting(Permission.TRANSLATE, owner)


def _initial(text: EditionText, found: Edition) -> dict[str, Any]:
    return {"seen": text.version, "words": text.text or _start(text, found)}


def _start(text: EditionText, found: Edition) -> str:
    """What stands in an empty field: the generated sentences, while nobody worded the section."""
    is_worded = found.texts.filter(section=text.section, is_original=True).exclude(text="").exists()
    return "" if is_worded else _generated(text, found)


def _generated(text: EditionText, found: Edition) -> str:
    with override(text.language):
        return written(text.section, picture(found, now()), figures_of(found, now()))


def _stamp(found: Edition, saved: EditionText) -> dict[str, Any]:
    at = found.round.plan.local(saved.saved_at) if saved.saved_at else None
    return {"entry": saved, "saved_at": at, "saved_by": ""}


def _refused(
    request: HttpRequest,
    found: Edition,
    text: EditionText,
    form: TextForm,
    refusal: Refusal | None,
) -> HttpResponse:
    if is_autosave(request):
        shown = {"refusal": refusal, "form": form}
        return render(request, "desk/entry/not_saved.html", shown, status=UNFIT)
    return _page(request, found, text, form, UNFIT, refusal=refusal)


def _conflict(
    request: HttpRequest, found: Edition, refusal: Conflict, form: TextForm
) -> HttpResponse:
    theirs = refusal.current
    mine = form.cleaned_data["words"]
    shown = {
        "refusal": refusal,
        "differences": [Difference(EDITABLE[theirs.section], theirs.text, mine)],
        "seen_now": theirs.version,
        **_stamp(found, theirs),
        "saved_by": role_of(theirs.saved_by),
    }
    if is_autosave(request):
        return render(request, "desk/entry/conflict.html", shown, status=CONFLICT)
    return _page(request, found, theirs, form, CONFLICT, **shown)


def _page(
    request: HttpRequest,
    found: Edition,
    text: EditionText,
    form: TextForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    numbers, generated = figures_of(found, now()), _generated(text, found)
    texts = found.texts.filter(section=text.section, is_original=True).exclude(text="")
    original = texts.exclude(language=text.language).first()
    used = dict.fromkeys(named_in(generated))
    shown = {
        "edition": found,
        "heading": EDITABLE[text.section],
        "text": text,
        "form": form,
        "most": MOST_CHARACTERS,
        "language_name": own_name(text.language),
        "language_tag": html_tag(text.language),
        "generated": generated,
        "read": filled(generated, numbers),
        "numbers": [(f"{{{name}}}", numbers[name]) for name in used if name in numbers],
        "all_numbers": [(f"{{{name}}}", value) for name, value in numbers.items()],
        "original": original,
        "original_tag": html_tag(original.language) if original else "",
        "original_name": own_name(original.language) if original else "",
        "back": edition_url(found.round),
        **_stamp(found, text),
    }
    title = gettext("%(section)s, %(language)s")
    shown["title"] = title % {"section": shown["heading"], "language": shown["language_name"]}
    return render(request, "desk/editions/text.html", shown | more, status=status)
