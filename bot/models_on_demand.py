"""Lets aiogram's models be built when they are first used: a process speaks of two dozen of its six hundred.

aiogram builds all of them while it is imported, which took most of the time in which a worker or a bot starts, and half
of its memory. Its types ask for that themselves, at the end of `aiogram.types`: there the names by which they refer to
each other are remembered instead. So this has to be known before anything of aiogram is imported.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

BASES: Mapping[str, Sequence[str]] = {
    "aiogram.types.base": ["TelegramObject"],
    "aiogram.methods.base": ["TelegramMethod", "Response"],
}
NAMES: dict[str, Any] = {}  # what models are called in each other's annotations

Build = Callable[..., bool | None]


class BasesFinder(MetaPathFinder):
    """Finds the two modules in which aiogram's models have their bases."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is, with a loader that sees to its bases; None for all others."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname in BASES else None
        if spec is not None and spec.origin is not None:
            spec.loader = BasesLoader(fullname, spec.origin)
        return spec


class BasesLoader(SourceFileLoader):
    """Loads such a module, and changes its bases before anybody descends from them."""

    def exec_module(self, module: ModuleType) -> None:
        """Let whatever will descend from them be built later, by the names that are known then."""
        super().exec_module(module)
        for base in (getattr(module, name) for name in BASES[module.__name__]):
            base.model_config["defer_build"] = True
            base.model_rebuild = classmethod(_with_names(base.model_rebuild.__func__))


def _with_names(build: Build) -> Build:
    def build_or_remember(cls: type, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any) -> bool | None:
        """Build the model; only aiogram itself brings names, for a building that can wait."""
        if _types_namespace is not None:
            NAMES.update(_types_namespace)
            return None
        return build(cls, _types_namespace=NAMES, **how)

    return build_or_remember


def build_models_on_demand() -> None:
    """Take effect on an aiogram that is imported after this; once is enough."""
    if not any(isinstance(finder, BasesFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, BasesFinder())
