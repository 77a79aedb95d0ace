"""Which workloads live in the sandbox, since when, and what becomes of them. Data and timing; it simulates nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from deploy.sandbox.cluster.live import programs
from deploy.sandbox.cluster.live.cronjobs import LiveCronJob
from deploy.sandbox.cluster.live.deployments import LiveDeployment
from deploy.sandbox.cluster.live.events import Events
from deploy.sandbox.cluster.live.nodes import keep_node_alive
from deploy.sandbox.cluster.live.programs import SimulatedProgram
from deploy.sandbox.cluster.live.shapes import SimulatedTemplate, http_probe
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.logs import LogLine
from deploy.sandbox.cluster.objects.resources import CONFIG_MAPS, NAMESPACES
from deploy.sandbox.cluster.objects.store import Store
from deploy.sandbox.json import Json

NAMESPACE = "shop"

# Simulated seconds before the server starts.
HISTORY = 1800
"""Long enough that what is healthy looks settled."""
BASKET_AGE, PAYMENTS_AGE = 420, 600
CHECKOUT_AGE = 50
"""Restarts at about 4, 16 and 38 seconds, so that it has three when the server starts, and the next soon after."""

# Simulated seconds after the server starts.
CATALOG_BREAKS = 60
CATALOG_HEALS = CATALOG_BREAKS + 200
"""The setting is corrected then; the pod reads it at its next restart, about two minutes later."""
CATALOG_AGAIN = 3600
"""So long after it has healed the next bad rollout comes: whoever opens the sandbox later sees one, too."""


# A label that no recorded pod has. The names, too, are those of no recorded workload: nobody must mix the two up.
STOREFRONT = {"app.kubernetes.io/part-of": "storefront"}

CHECKOUT = SimulatedTemplate("checkout", "ghcr.io/shop/checkout:4.12.0", labels=STOREFRONT, memory="64Mi")
BASKET = SimulatedTemplate("basket", "ghcr.io/shop/basket:2.3.1", labels=STOREFRONT, memory="256Mi")
PAYMENTS = SimulatedTemplate(
    "payments",
    "ghcr.io/shop/payments:1.9.4",
    labels=STOREFRONT,
    memory="128Mi",
    liveness=http_probe("/healthz"),
    grace=10,
)
WEB = SimulatedTemplate(
    "web",
    "ghcr.io/shop/web:7.3.0",
    labels=STOREFRONT,
    memory="64Mi",
    liveness=http_probe("/healthz"),
    readiness=http_probe("/readyz", 3),
)
CATALOG = SimulatedTemplate(
    "catalog",
    "ghcr.io/shop/catalog:5.0.2",
    labels=STOREFRONT,
    memory="128Mi",
    readiness=http_probe("/readyz", 3),
    config_map="catalog-settings",
)
CATALOG_NEW = replace(CATALOG, image="ghcr.io/shop/catalog:5.1.0")
SYNC = SimulatedTemplate(
    "invoice-sync",
    "ghcr.io/shop/invoice-sync:1.0.7",
    labels=STOREFRONT,
    memory="64Mi",
    restart_policy="Never",
)


class Story:
    """The living part of the cluster. `advance` lets time pass."""

    def __init__(
        self, store: Store, logs: dict[str, list[LogLine]], start: datetime, speed: float = 1.0, seed: int = 7
    ) -> None:
        self.world = World(store, logs, start - timedelta(seconds=HISTORY / speed), speed, seed)
        self.events = Events(self.world)
        self.deployments: dict[str, LiveDeployment] = {}
        self._setting_is_there = False
        self._revisions = self._chapter = 0
        _ensure_namespace(self.world)
        keep_node_alive(self.world)
        self._open()
        self.world.advance(start)

    def advance(self, now: datetime) -> None:
        """Lets everything happen that is due by now."""
        self.world.advance(now)

    def _open(self) -> None:
        self._put_settings()
        self._deploy(WEB, 3, lambda: programs.WEB)
        self._deploy(CATALOG, 3, lambda: programs.CATALOG)
        self.cron_job = LiveCronJob(self.world, self.events, NAMESPACE, SYNC, programs.SYNC)
        later = self.world.after
        later(HISTORY - PAYMENTS_AGE, lambda: self._deploy(PAYMENTS, 1, lambda: programs.STUCK))
        later(HISTORY - BASKET_AGE, lambda: self._deploy(BASKET, 1, lambda: programs.OOM))
        later(HISTORY - CHECKOUT_AGE, lambda: self._deploy(CHECKOUT, 1, lambda: programs.GO_PANIC))
        self._next(HISTORY + CATALOG_BREAKS, self.break_catalog)

    def _deploy(self, template: SimulatedTemplate, replicas: int, program: Callable[[], SimulatedProgram]) -> None:
        deployment = LiveDeployment(self.world, self.events, NAMESPACE, template, replicas, program)
        self.deployments[template.app] = deployment

    def break_catalog(self) -> None:
        """A new version of the catalog is rolled out; it needs a setting that its ConfigMap has not."""
        self._setting_is_there = False
        self._revisions += 1
        self._put_settings()
        template = replace(CATALOG_NEW, image=f"ghcr.io/shop/catalog:5.{self._revisions}.0")
        self.deployments["catalog"].roll_out(template, self._new_catalog)
        self._next(CATALOG_HEALS - CATALOG_BREAKS, self.heal_catalog)

    def heal_catalog(self) -> None:
        """Somebody adds the setting; the next restart finds it and the rollout goes on."""
        self._setting_is_there = True
        self._put_settings()
        self._next(CATALOG_AGAIN, self.break_catalog)

    def _next(self, seconds: float, act: Callable[[], None]) -> None:
        """Plans how the story goes on, unless somebody turns the page before."""
        self._chapter += 1
        chapter = self._chapter
        self.world.after(seconds, lambda: act() if chapter == self._chapter else None)

    def _new_catalog(self) -> SimulatedProgram:
        return programs.CATALOG_NEW if self._setting_is_there else programs.CATALOG_WITHOUT_SETTING

    def _put_settings(self) -> None:
        before = self.world.store.get(CONFIG_MAPS, NAMESPACE, "catalog-settings")
        metadata = before["metadata"] if before else self._new_metadata("catalog-settings")
        data = {"LOG_LEVEL": "info"} | ({"PRICE_API_URL": "http://prices:8080"} if self._setting_is_there else {})
        obj = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": metadata, "data": data}
        self.world.store.put(CONFIG_MAPS, obj)

    def _new_metadata(self, name: str) -> Json:
        created = self.world.stamp()
        return {"name": name, "namespace": NAMESPACE, "uid": self.world.uid(), "creationTimestamp": created}


def _ensure_namespace(world: World) -> None:
    """The namespace exists already where recordings are served."""
    if world.store.get(NAMESPACES, "", NAMESPACE):
        return
    labels = {"kubernetes.io/metadata.name": NAMESPACE}
    metadata = {
        "name": NAMESPACE,
        "uid": str(uuid.UUID(world.uid())),
        "creationTimestamp": world.stamp(),
        "labels": labels,
    }
    spec, status = {"finalizers": ["kubernetes"]}, {"phase": "Active"}
    namespace = {"kind": "Namespace", "apiVersion": "v1", "metadata": metadata, "spec": spec, "status": status}
    world.store.put(NAMESPACES, namespace)
