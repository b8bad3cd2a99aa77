"""What stops Otklik from starting, said to the person at the terminal."""


class CannotStartError(Exception):
    """Says in one line what is wrong and what to do about it; shown without a traceback."""
