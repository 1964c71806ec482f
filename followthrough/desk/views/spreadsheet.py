"""Reports as Excel files: downloaded, filled in anywhere, uploaded, looked at and then saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import NotAllowed, Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.finding import may_write, report_of
from followthrough.desk.forms.spreadsheet import SpreadsheetForm
from followthrough.desk.spreadsheet_page import Filing, Kept, rehearsed, save, sealed, unsealed
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.lib import example
from followthrough.lib.uploads.kinds import MEDIA_TYPES
from followthrough.plans.models import Plan
from followthrough.reporting.importers.report_opening import BadFile
from followthrough.reporting.importers.report_reading import Book
from followthrough.reporting.importers.report_writing import write_report, write_round
from followthrough.reporting.models import Report, Round
from followthrough.reporting.operations.evidence import add_mail
from followthrough.reporting.operations.locking import require_open
from followthrough.reporting.operations.sending import begin_on_behalf
from followthrough.reporting.queries.spreadsheets import subjects
from followthrough.reporting.refusals import Refusal


@require_safe
@never_cache
@requires(Permission.READ_REPORT)
def report_file(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """The report as an Excel file, with what is saved in it now."""
    one = report_of(person_at(request), round, institution)
    body = write_report(one, subjects(one.round, [one]), get_language() or "en", example.word())
    return _file(body, f"{one.round.slug}-{one.institution.slug}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.FILE_REPORT, Permission.FILE_ON_BEHALF)
def report_spreadsheet(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """Download, and bring the filled-in file back: see what would change, then save it."""
    one = report_of(person_at(request), round, institution)
    return _Errand(request, Filing(one.round, [one])).answer()


@require_safe
@never_cache
@requires(Permission.FILE_ON_BEHALF)
def round_file(request: HttpRequest, slug: str) -> HttpResponse:
    """All reports of the round in one Excel file of the same form."""
    one = _round(slug)
    found = subjects(one, _reports(request, one))
    body = write_round(one, found, get_language() or "en", example.word())
    return _file(body, f"{one.slug}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.FILE_ON_BEHALF)
def round_spreadsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for all reports; each is filled only where its own rules let the person."""
    one = _round(slug)
    return _Errand(request, Filing(one, _reports(request, one), is_whole_round=True)).answer()


def _round(slug: str) -> Round:
    found = Round.objects.select_related("plan__method").filter(plan=Plan.objects.current())
    return get_object_or_404(found, slug=slug)


def _reports(request: HttpRequest, one: Round) -> list[Report]:
    found = one.reports.visible_to(person_at(request)).select_related("institution")
    reports = list(found.order_by("institution__slug"))
    for report in reports:
        report.round = one
    return reports


def _file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=MEDIA_TYPES["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{example.named(name)}"'
    return response


class _Errand:
    """One request about a file: the page with the form, the preview, or the saving."""

    def __init__(self, request: HttpRequest, filing: Filing) -> None:
        self.request, self.filing = request, filing
        self.person, self.at = person_at(request), now()

    def answer(self) -> HttpResponse:
        if self.request.method == "POST" and "proposal" in self.request.POST:
            return self._confirm(self.request.POST["proposal"])
        if self.request.method == "POST":
            return self._upload()
        kept_post = kept_posts.take(self.request)
        kept = unsealed(kept_post.get("proposal", ""), self.person) if kept_post else None
        return self._preview(kept.book) if kept else self._form(self._empty_form())

    @property
    def report(self) -> Report:
        return self.filing.reports[0]

    @property
    def asks_mail(self) -> bool:
        """The coordinator names the mail that a report of others came in (PRODUCT.md §2)."""
        return not self.filing.is_whole_round and not may_write(self.person, self.report)

    def _empty_form(self) -> SpreadsheetForm:
        return SpreadsheetForm(asks_mail=self.asks_mail)

    def _form(self, form: SpreadsheetForm, status: int = 200, **more: Any) -> HttpResponse:
        shown = {"form": form, "closed": self._closed(), **self._place(), **more}
        return render(self.request, "desk/spreadsheet.html", shown, status=status)

    def _place(self) -> dict[str, Any]:
        report = None if self.filing.is_whole_round else self.report
        return {"filing": self.filing, "round": self.filing.round, "report": report}

    def _closed(self) -> str:
        """Why nothing can be filled in now; empty where it can."""
        if self.filing.is_whole_round:
            return ""
        try:
            require_open(self.report, self.at)
        except Refusal as refusal:
            return str(refusal)
        return ""

    def _upload(self) -> HttpResponse:
        form = SpreadsheetForm(self.request.POST, self.request.FILES, asks_mail=self.asks_mail)
        if not form.is_valid():
            return self._form(form, UNFIT)
        try:
            book = self.filing.book(form.cleaned_data["workbook"])
        except BadFile as problem:
            form.add_error("workbook", str(problem))
            return self._form(form, UNFIT)
        try:
            self._keep_mail(form)
        except Refusal as refusal:
            form.add_error("mail", str(refusal))
            return self._form(form, CONFLICT)
        return self._preview(book)

    def _keep_mail(self, form: SpreadsheetForm) -> None:
        mail = form.cleaned_data.get("mail")
        if mail is None:
            return
        by = self.person.acting(Permission.FILE_ON_BEHALF, self.report.institution_id)
        source = add_mail(self.report, mail, mail.name, by=by, at=self.at)
        begin_on_behalf(self.report, source, by=by, at=self.at)
        self.report.refresh_from_db(fields=["is_on_behalf", "source", "version"])

    def _preview(self, book: Book, status: int = 200) -> HttpResponse:
        comparison = self.filing.compare(book)
        groups = rehearsed(comparison, self.person, self.at)
        changes = [one for group in groups for one in group.changes]
        refused = [one for group in groups for one in group.refused]
        shown = {
            "comparison": comparison,
            "groups": groups,
            "changes": changes,
            "refused": refused,
            "unfit": len(refused) + len(comparison.faults),
            "proposal": sealed(book, changes, self.person) if changes else "",
            "form": self._empty_form(),
            **self._place(),
        }
        return render(self.request, "desk/spreadsheet_preview.html", shown, status=status)

    def _confirm(self, written: str) -> HttpResponse:
        kept = unsealed(written, self.person)
        if kept is None:
            form = self._empty_form()
            messages.error(
                self.request, gettext("The preview is out of date. Upload the file again.")
            )
            return self._form(form, CONFLICT)
        saved, refused = self._save(kept)
        if refused:
            messages.error(self.request, " ".join(dict.fromkeys(refused)))
            return self._preview(kept.book, CONFLICT)
        messages.success(self.request, _said(saved))
        return HttpResponseRedirect(self._onward())

    def _save(self, kept: Kept) -> tuple[int, list[str]]:
        """How many entries were saved, and why others were not."""
        comparison = self.filing.compare(kept.book, self.request.POST.getlist("take"))
        saved, refused = 0, []
        for group in rehearsed(comparison, self.person, self.at):
            refused += [fault.sentence for one in group.refused for fault in one.faults]
            refused += [group.refusal] if group.refusal else []
            settled = [one for one in group.changes if one.settled]
            try:
                failed = save(group, self.person, self.at, kept.seen) if settled else {}
            except (Refusal, NotAllowed) as refusal:
                refused.append(str(refusal))
                continue
            saved += len(settled) - len(failed)
            refused += map(str, failed.values())
        return saved, refused

    def _onward(self) -> str:
        if self.filing.is_whole_round:
            return reverse("desk:round", args=[self.filing.round.slug])
        slugs = [self.filing.round.slug, self.report.institution.slug]
        return reverse("desk:report_check", args=slugs)


def _said(saved: int) -> str:
    if not saved:
        return gettext("Nothing was changed: what is saved stays as it is.")
    words = ngettext(
        "Saved from the file: %(count)s output. Nothing has been sent yet.",
        "Saved from the file: %(count)s outputs. Nothing has been sent yet.",
        saved,
    )
    return words % {"count": saved}
