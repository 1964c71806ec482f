"""Files with the plan's data: the same that the plan can be imported from again.

Their names carry the day and the first characters of the log's last public line: two files with
one name hold the same data.
"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from followthrough.accounts.permissions import public
from followthrough.lib import example
from followthrough.lib.spreadsheets.writing import csv_file
from followthrough.plans.importers import plan_file, workbook
from followthrough.plans.importers.plan_schema import SCHEMA_FILE
from followthrough.plans.queries import plan_document, without_drafts
from followthrough.portal import figures, package, table_files
from followthrough.portal.errors import NothingYet
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import tally_of, tally_of_plan
from followthrough.portal.tables import Table

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
SCHEMA = "application/schema+json"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# Larger than this, a file is sent from the disk and not kept.
MOST_BYTES_KEPT = 4_000_000
DIGEST_CHARACTERS = 8


@public
@kept()
def table_csv(request: HttpRequest, moment: Now, name: str) -> HttpResponse:
    shared, table = _asked(moment, name)
    body = table_files.as_csv(table, shared, moment.today, example.word())
    return _file(body, CSV, _table_name(moment, table, "csv"))


@public
@kept()
def table_xlsx(request: HttpRequest, moment: Now, name: str) -> HttpResponse:
    shared, table = _asked(moment, name)
    body = table_files.as_xlsx(table, shared, moment.today, example.word())
    return _file(body, XLSX, _table_name(moment, table, "xlsx"))


@public
@kept()
def table_json(request: HttpRequest, moment: Now, name: str) -> HttpResponse:
    shared, table = _asked(moment, name)
    body = table_files.as_json_file(table, shared, moment.today)
    return _file(body, JSON, _table_name(moment, table, "json"))


@public
@kept()
def data_package(request: HttpRequest, moment: Now) -> HttpResponseBase:
    shared = _shared(moment)
    found = package.write(shared, moment.today)
    name = example.named(_dated(moment, shared.plan.slug, "zip"))
    if found.size <= MOST_BYTES_KEPT:
        with found.file:
            return _file(found.file.read(), ZIP, name)
    return FileResponse(found.file, as_attachment=True, filename=name, content_type=ZIP)


@public
@kept()
def plan_json(request: HttpRequest, moment: Now) -> HttpResponse:
    plan = _shared(moment).plan
    body = plan_file.write_plan(without_drafts(plan_document(plan)))
    return _file(body, JSON, _dated(moment, plan.slug, "json"))


@public
@kept()
def plan_xlsx(request: HttpRequest, moment: Now) -> HttpResponse:
    plan = _shared(moment).plan
    body = workbook.write_workbook(without_drafts(plan_document(plan)))
    return _file(body, XLSX, _dated(moment, plan.slug, "xlsx"))


@public
@kept()
def plan_schema(request: HttpRequest, moment: Now) -> HttpResponse:
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type=SCHEMA)


@public
@kept()
def plan_figure(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    counted = tally_of_plan(shared, moment.today)
    name = _dated(moment, f"{shared.plan.slug}-figure", "csv")
    return _figure(figures.distribution(counted), name)


@public
@kept()
def commitment_figure(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    shared = _shared(moment)
    found = commitment_queries.by_key(shared.plan, key)
    if found is None:
        raise Http404
    counted = tally_of(shared, [found.pk], moment.today)
    name = _dated(moment, f"{found.key}-figure", "csv")
    return _figure(figures.distribution(counted), name)


def _shared(moment: Now) -> Shared:
    if moment.shared is None:
        raise NothingYet
    return moment.shared


def _asked(moment: Now, name: str) -> tuple[Shared, Table]:
    if name not in TABLES:
        raise Http404
    return _shared(moment), TABLES[name]


def _table_name(moment: Now, table: Table, ending: str) -> str:
    name = _dated(moment, f"{_shared(moment).plan.slug}-{table.name}", ending)
    return example.named(name) if table.is_progress else name


def _dated(moment: Now, name: str, ending: str) -> str:
    line = _shared(moment).last_line
    digest = f"-{line.digest[:DIGEST_CHARACTERS]}" if line else ""
    return f"{name}-{moment.today.isoformat()}{digest}.{ending}"


def _figure(figure: figures.Figure, filename: str) -> HttpResponse:
    mark = [example.word()] if example.word() else []
    first = [*(["example"] if mark else []), "question", "code", "label", "outputs"]
    rows = [[*mark, one.axis, one.code, one.label, one.count] for one in figure.lines]
    return _file(csv_file([first, *rows]), CSV, example.named(filename))


def _file(body: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
