"""Files with the plan's data: the same that the plan can be imported from again."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse

from followthrough.accounts.permissions import public
from followthrough.plans.importers import plan_file, workbook
from followthrough.plans.importers.plan_schema import SCHEMA_FILE
from followthrough.plans.queries import plan_document, without_drafts
from followthrough.portal import figures, tables
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries import outputs as output_queries
from followthrough.portal.queries.tally import tally

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
SCHEMA = "application/schema+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@kept()
def table_csv(request: HttpRequest, moment: Now, name: str) -> HttpResponse:
    if moment.shared is None or name not in tables.TABLES:
        raise Http404
    body = tables.as_csv(tables.TABLES[name], moment.shared, moment.today)
    return _file(body, CSV, f"{moment.shared.plan.slug}-{name}.csv")


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
    counted = output_queries.OutputsByDeadline(moment.shared, moment.today).tally()
    return _figure(figures.distribution(counted), f"{plan.slug}-figure.csv")


@public
@kept()
def commitment_figure(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    shared = moment.shared
    found = commitment_queries.by_key(shared.plan, key) if shared else None
    if shared is None or found is None:
        raise Http404
    outputs = output_queries.of_plan(shared.plan).filter(commitment=found)
    counted = tally(outputs, shared.dues, moment.today)
    return _figure(figures.distribution(counted), f"{found.key}-figure.csv")


def _figure(figure: figures.Figure, filename: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["question", "code", "label", "outputs"])
    writer.writerows([line.axis, line.code, line.label, line.count] for line in figure.lines)
    return _file(out.getvalue().encode("utf-8-sig"), CSV, filename)


def _file(body: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
