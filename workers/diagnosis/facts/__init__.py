"""Named facts: what no single clause can say, because it takes two times, two numbers or two objects.

Each is a pure, tested function; a cause refers to it by name. The modules beside this one register themselves here.
"""

from importlib import import_module

from workers.diagnosis.facts.registry import FACTS, fact

MODULES = ("lifecycle", "probes", "restarts", "runtimes", "scheduling", "stopping", "volumes", "windows")
"""Every module that holds facts; a new one is named here."""

for _module in MODULES:
    import_module(f"workers.diagnosis.facts.{_module}")

__all__ = ["FACTS", "fact"]
