"""Followthrough's settings with the routes of the bare page instead of its own."""

from followthrough.settings import *  # noqa: F403 - all of them: that is the comparison

ROOT_URLCONF = "benchmarks.bare_urls"
