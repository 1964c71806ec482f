"""Followthrough's settings with one more route: the list made by hand."""

from followthrough.settings import *  # noqa: F403 - all of them: that is the comparison

ROOT_URLCONF = "benchmarks.by_hand"
API_REQUESTS_A_MINUTE = 10**9
