"""What the views may import; import-linter cannot tell the parts of slack_sdk apart."""

import ast
from pathlib import Path

import pytest

from bot import views

VIEWS = Path(views.__file__).parent
ALLOWED = (
    "bot.views",
    "bot.access",
    "core.bilingual",
    "core.duration",
    "core.messages",
    "core.shell",
    "knowledge",
    "slack_sdk.models",
)
"""The rest is the standard library, of which nothing may reach outside the process."""
STANDARD = frozenset(
    {"re", "json", "unicodedata", "collections.abc", "typing", "dataclasses", "datetime", "collections", "functools"}
)


def imported(path: Path) -> set[str]:
    """The modules a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("path", sorted(VIEWS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_view_only_builds(path: Path) -> None:
    """No view can call Slack, read a clock or the environment: it is handed everything."""
    foreign = {name for name in imported(path) if name not in STANDARD and name != "bot"}

    assert {name for name in foreign if not name.startswith(ALLOWED)} == set()
