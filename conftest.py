"""What holds for all tests."""

from pathlib import Path

from hypothesis import settings

# A busy machine is no fault of the code: what must be quick is measured in CPU time where it is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# Where the test database lies.
Path("build").mkdir(exist_ok=True)
