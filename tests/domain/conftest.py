"""Examples take as long as they take: the machine that runs the tests may be busy."""

from hypothesis import settings

settings.register_profile("otklik", deadline=None)
settings.load_profile("otklik")
