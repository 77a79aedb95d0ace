"""Docker's tables: whose end stands in a row, and what docker calls it."""

import pytest

from workers.paste.read import read
from workers.paste.tables.containers import container_name

PS = "CONTAINER ID   IMAGE     COMMAND   CREATED         STATUS                        PORTS     NAMES"
COMPOSE = "NAME         IMAGE     COMMAND   SERVICE   CREATED         STATUS                       PORTS"
SWARM = "ID             NAME        IMAGE     NODE      DESIRED STATE   CURRENT STATE           ERROR"


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (PS, "3f4e5d6c7b8a   redis:7   redis     2 minutes ago   Exited (1) 9 seconds ago   cache", "cache"),
        (COMPOSE, "shop-api-1   api:1     run       api       2 minutes ago   Exited (137) 3 seconds ago", "api"),
        (COMPOSE, "shop-api-1   api:1     python    api       2 minutes ago   Exited (137) 3 seconds ago", "api"),
        (COMPOSE, 'shop-api-1   api:1     "run it"  api       2 minutes ago   Exited (137) 3 seconds ago', "api"),
        (SWARM, "abc123def456   web.1       web:1     node1     Shutdown        Failed 20 seconds ago", "web"),
        (SWARM, r"abc123def456   \_ web.1    web:1     node1     Shutdown        Failed 20 seconds ago", "web"),
        ("ID   IMAGE", "abc123def456   web:1", ""),
    ],
)  # fmt: skip
def test_the_name_is_what_the_next_command_asks_about(header: str, row: str, name: str) -> None:
    """A container's, a compose service's or a swarm service's; nothing where no column has it."""
    assert container_name(header, row) == name


def test_the_row_that_failed_names_the_container() -> None:
    """Rows of containers that run or ended well are not the trouble."""
    rows = (
        "1f4e5d6c7b8a   db:1      run       2 minutes ago   Exited (0) 9 seconds ago                done",
        "2f4e5d6c7b8a   db:1      run       2 minutes ago   Up 2 minutes                            fine",
        "3f4e5d6c7b8a   api:1     run       2 minutes ago   Exited (139) 2 seconds ago              broken",
    )
    (snapshot,) = read("\n".join([PS, *rows]))

    assert (snapshot.platform, snapshot.platform_name) == ("docker", "broken")
    assert [container.last.code for container in snapshot.containers if container.last] == [139]
