"""Files with the plan's data: the same that the plan can be imported from again."""

from django.http import Http404, HttpRequest, HttpResponse

from followthrough.accounts.permissions import public
from followthrough.lib import example
from followthrough.lib.spreadsheets.writing import csv_file
from followthrough.plans.importers import plan_file, workbook
from followthrough.plans.importers.plan_schema import SCHEMA_FILE
from followthrough.plans.queries import plan_document, without_drafts
from followthrough.portal import figures, tables
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries.tally import tally_of, tally_of_plan

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
SCHEMA = "application/schema+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@kept()
def table_csv(request: HttpRequest, moment: Now, name: str) -> HttpResponse:
    if moment.shared is None or name not in TABLES:
        raise Http404
    table, filename = TABLES[name], f"{moment.shared.plan.slug}-{name}.csv"
    body = tables.as_csv(table, moment.shared, moment.today, example.word())
    return _file(body, CSV, example.named(filename) if table.is_progress else filename)


@public
@kept()
def plan_json(request: HttpRequest, moment: Now) -> HttpResponse:
    if moment.plan is None:
        raise Http404
    body = plan_file.write_plan(without_drafts(plan_document(moment.plan)))
    return _file(body, JSON, f"{moment.plan.slug}.json")


@public
@kept()
def plan_xlsx(request: HttpRequest, moment: Now) -> HttpResponse:
    if moment.plan is None:
        raise Http404
    body = workbook.write_workbook(without_drafts(plan_document(moment.plan)))
    return _file(body, XLSX, f"{moment.plan.slug}.xlsx")


@public
@kept()
def plan_schema(request: HttpRequest, moment: Now) -> HttpResponse:
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type=SCHEMA)


@public
@kept()
def plan_figure(request: HttpRequest, moment: Now) -> HttpResponse:
    if moment.shared is None:
        raise Http404
    plan = moment.shared.plan
    counted = tally_of_plan(moment.shared, moment.today)
    return _figure(figures.distribution(counted), f"{plan.slug}-figure.csv")


@public
@kept()
def commitment_figure(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    shared = moment.shared
    found = commitment_queries.by_key(shared.plan, key) if shared else None
    if shared is None or found is None:
        raise Http404
    counted = tally_of(shared, [found.pk], moment.today)
    return _figure(figures.distribution(counted), f"{found.key}-figure.csv")


def _figure(figure: figures.Figure, filename: str) -> HttpResponse:
    mark = [example.word()] if example.word() else []
    first = [*(["example"] if mark else []), "question", "code", "label", "outputs"]
    rows = [[*mark, one.axis, one.code, one.label, one.count] for one in figure.lines]
    return _file(csv_file([first, *rows]), CSV, example.named(filename))


def _file(body: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
