"""Public routes, under the prefix of a language."""

from django.urls import path

from followthrough.portal import coordination, downloads, evidence, feeds, recomputing, views

app_name = "portal"

# /
pages = [
    path("", views.home, name="home"),
    path("outputs/", views.outputs, name="outputs"),
    path("reporting/", views.reporting, name="reporting"),
    path("coordination/", coordination.coordination, name="coordination"),
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("data/", views.data, name="data"),
    path("data/recompute/", recomputing.recompute, name="recompute"),
]

# /commitments/<code>/
commitments = [
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/<str:key>/", views.commitment, name="commitment"),
    path("commitments/<str:key>/history/", views.commitment_history, name="history"),
    path(
        "commitments/<str:key>/figure.csv",
        downloads.commitment_figure,
        name="commitment_figure",
    ),
]

# /institutions/<slug>/
institutions = [
    path("institutions/", views.institutions, name="institutions"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
]

# /data/…, the files
files = [
    path("data/figure.csv", downloads.plan_figure, name="plan_figure"),
    path("data/plan.json", downloads.plan_json, name="plan_json"),
    path("data/plan.xlsx", downloads.plan_xlsx, name="plan_xlsx"),
    path("data/plan.schema.json", downloads.plan_schema, name="plan_schema"),
    path("data/package.zip", downloads.data_package, name="data_package"),
    path("data/<slug:name>.csv", downloads.table_csv, name="table_csv"),
    path("data/<slug:name>.xlsx", downloads.table_xlsx, name="table_xlsx"),
    path("data/<slug:name>.json", downloads.table_json, name="table_json"),
]

# /evidence/<number>/, what published entries name
evidence_files = [
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence_file"),
]

# /feeds/…
changes = [
    path("feeds/plan.atom", feeds.plan_feed, name="plan_feed"),
    path("feeds/commitments/<str:key>.atom", feeds.commitment_feed, name="commitment_feed"),
    path("feeds/institutions/<slug:slug>.atom", feeds.institution_feed, name="institution_feed"),
]

# /embed/…, for other sites' frames
embeds = [
    path("embed/", views.embed_plan, name="embed_plan"),
    path("embed/commitments/<str:key>/", views.embed_commitment, name="embed_commitment"),
]

urlpatterns = pages + commitments + institutions + files + evidence_files + changes + embeds
