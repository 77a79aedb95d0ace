"""A storm shows what its members are like now."""

from core.messages.incidents import StormIncident, WorkloadIncident
from core.messages.jumps import Workload
from core.messages.report import Report
from workers.watcher.incidents.grouping import refresh_storms
from workers.watcher.incidents.state import Policy, State, StormRecord, Transaction, WorkloadRecord

T = 1_800_000_000.0
TIMES = {"started_at": T, "detected_at": T, "announced_at": T}


def member(name: str, stage: str, restarts: int) -> WorkloadRecord:
    """One workload of the storm, with a diagnosis of its own."""
    workload, report = Workload(namespace="shop", kind="Deployment", name=name), Report(target=f"shop/{name}")
    given = {"id": name, "workload": workload, "report": report, "stage": stage, "restarts": restarts, **TIMES}
    return WorkloadRecord(incident=WorkloadIncident.model_validate({**given, "storm_id": "storm"}))


def test_the_example_of_a_storm_is_one_that_still_fails() -> None:
    """The first member was deleted meanwhile; of those left, the one with the most restarts is shown."""
    members = [member("cart", "gone", 9), member("web", "open", 3), member("orders", "open", 5)]
    ids = tuple(record.incident.id for record in members)
    storm = StormIncident(id="storm", stage="open", member_ids=ids, **TIMES)
    records = {record.incident.id: record for record in members}
    transaction = Transaction(State({**records, "storm": StormRecord(incident=storm)}), T + 60)

    refresh_storms(transaction, Policy())
    (refreshed,) = transaction.storms

    assert refreshed.incident.report == Report(target="shop/orders")
    assert refreshed.incident.member_names == ("shop/orders", "shop/web", "shop/cart")
    assert refreshed.incident.open_members == 2
