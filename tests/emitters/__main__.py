"""Coverage of the table: `python -m tests.emitters [EMITTER...]`; held messages are counted, not named."""

import sys
from collections import Counter

from tests.emitters.table import answered, questions
from tests.scorecard import share


def main() -> int:
    """Print a row for each emitter, what the fitted misses say, and both totals."""
    wanted = set(sys.argv[1:])
    whole: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    certain: Counter[tuple[bool, bool]] = Counter()
    for question in questions():
        emitter = question.name.partition("/")[0]
        if wanted and emitter not in wanted:
            continue
        answer = answered(question)
        whole[emitter, question.held] += 1
        right[emitter, question.held] += answer.right
        certain[question.held, answer.right] += answer.confidence == "certain"
        if not answer.right and not question.held:
            sys.stdout.write(f"miss {answer.name}: {answer.wanted}, it said {answer.said or 'nothing'}\n")
    for emitter in sorted({name for name, _ in whole}):
        sys.stdout.write(f"{emitter:26} " + _row(whole, right, emitter) + "\n")
    for held in (False, True):
        asked = sum(count for (_, kind), count in whole.items() if kind is held)
        good = sum(count for (_, kind), count in right.items() if kind is held)
        sys.stdout.write(
            f"{'held' if held else 'fitted'}: {good} of {asked} = {share(good, asked)}, "
            f"certain and wrong {certain[held, False]} of {certain[held, False] + certain[held, True]}\n"
        )
    return 0


def _row(whole: Counter[tuple[str, bool]], right: Counter[tuple[str, bool]], emitter: str) -> str:
    fitted, held = [f"{right[emitter, kind]}/{whole[emitter, kind]}" for kind in (False, True)]
    return f"fitted {fitted:>8}  held {held:>8}"


if __name__ == "__main__":
    sys.exit(main())
