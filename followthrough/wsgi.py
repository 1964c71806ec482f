"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from followthrough.lib.processes import exit_with_parent, leave_group

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
if parent := os.environ.get("FOLLOWTHROUGH_PARENT"):
    # Ctrl-C reaches all processes of a terminal's group at once. Ours is stopped by its parent, and
    # two signals in the same moment would leave the server waiting for ever.
    leave_group()
    exit_with_parent(int(parent))
application = get_wsgi_application()
