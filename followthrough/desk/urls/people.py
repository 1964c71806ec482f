"""Posts, invitations and hand-overs: /desk/people/…, /my/hand-over/, /my/team/; one's account."""

from django.urls import path

from followthrough.desk.views import account, hand_over, people

# /my/…
own = [
    path("my/hand-over/", hand_over.hand_over, name="hand_over"),
    path("my/hand-over/<int:pk>/withdraw/", hand_over.withdraw, name="withdraw_hand_over"),
    path("my/team/", people.team, name="team"),
    path("my/account/", account.me, name="me"),
    path("my/account/second-factor/", account.second_factor, name="second_factor"),
    path("my/account/sessions/end-others/", account.end_others, name="end_other_sessions"),
    path("my/account/sessions/<int:pk>/end/", account.end_one, name="end_session"),
]

# /desk/people/…
managed = [
    path("desk/people/", people.people, name="people"),
    path("desk/people/invite/", people.invite, name="invite"),
    path("desk/people/tenures/<int:pk>/", people.tenure, name="tenure"),
    path("desk/people/tenures/<int:pk>/act/", people.act, name="record_act"),
    path("desk/people/tenures/<int:pk>/end/", people.end, name="end_tenure"),
    path("desk/people/hand-overs/<int:pk>/", hand_over.decide, name="decide_hand_over"),
    path("desk/people/hand-overs/<int:pk>/refuse/", hand_over.refuse, name="refuse_hand_over"),
]

urlpatterns = own + managed
