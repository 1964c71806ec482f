"""Completing and adopting the plan: /desk/plan/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import plan, plan_commitment, plan_milestone

urlpatterns: list[URLPattern] = [
    path("desk/plan/", plan.plan, name="plan"),
    path("desk/plan/adopt/", plan.adopt, name="plan_adopt"),
    path("desk/plan/institutions/", plan.institutions, name="plan_institutions"),
    path("desk/plan/institutions/new/", plan.institution, name="plan_institution_new"),
    path("desk/plan/institutions/<slug:slug>/", plan.institution, name="plan_institution"),
    path("desk/plan/commitments/<str:key>/", plan_commitment.commitment, name="plan_commitment"),
    path(
        "desk/plan/milestones/<str:key>/<int:number>/",
        plan_milestone.milestone,
        name="plan_milestone",
    ),
    path("desk/plan/outputs/<str:key>/<int:number>/", plan_commitment.output, name="plan_output"),
]
