"""PyYAML may be built without libyaml: everything that reads YAML then reads it with the slower loader."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import yaml
for name in ("CSafeLoader", "CLoader", "CSafeDumper", "CDumper"):
    if hasattr(yaml, name):
        delattr(yaml, name)
from knowledge.cause import read_cause
from knowledge.codes import compiled
from workers.paste import read
from workers.paste.documents.values import yaml_values
cause = read_cause("run.liveness", open("knowledge/causes/run/liveness.md", encoding="utf-8").read())
pods = read("kind: Pod\\nmetadata: {name: web-1}")
print(cause.id, compiled.Loader.__name__, yaml_values(["a: 1", "b: [x, 2]"]), len(pods))
"""


def test_yaml_is_read_without_libyaml() -> None:
    """The catalogue, the tables of codes and what is pasted."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ended.stdout, ended.stderr) == ("run.liveness SafeLoader [{'a': 1, 'b': ['x', 2]}] 1\n", "")
