"""Types are found by their names: each stands for one thing in the whole product."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "core", "deploy", "knowledge", "workers")


def types_of(text: str) -> Iterator[str]:
    """The classes and the aliases of types (`Names = tuple[str, ...]`) on the module's own level, and below an `if`."""
    for node in _statements(ast.parse(text).body):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name[:1].isupper() and not name.isupper() and _is_a_type(node.value):
                yield name


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If):
            yield from _statements([*node.body, *node.orelse])


def _is_a_type(value: ast.expr) -> bool:
    """`dict[str, Any]`, `A | B`."""
    named = isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name | ast.Attribute)
    return named or (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr))


def test_types_are_found_wherever_they_stand() -> None:
    """Classes, aliases and what only type checkers see; constants and variables are no types."""
    text = """
class Pod: ...
Json = dict[str, Any]
Answer = Report | Failure
LIMIT = tuple[0]
rows = names[1]
if TYPE_CHECKING:
    Names = tuple[str, ...]
def made() -> None:
    class Inner: ...
"""
    assert list(types_of(text)) == ["Pod", "Json", "Answer", "Names"]


def test_no_two_types_share_a_name() -> None:
    """Whoever searches for a type finds one definition."""
    places = defaultdict(list)
    for path in (path for room in PRODUCT for path in sorted((ROOT / room).rglob("*.py"))):
        for name in types_of(path.read_text(encoding="utf-8")):
            places[name].append(str(path.relative_to(ROOT)))

    assert len(places) > 300
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
