"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no fault of the code: what must be quick is measured in CPU time where it is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
