"""The search attributes that the Temporal server must know before the first journey starts: the workflows name them."""

from workflows.showing import SEARCH_ATTRIBUTES

__all__ = ["SEARCH_ATTRIBUTES"]
