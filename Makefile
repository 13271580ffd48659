# chat   talk to the bot in this terminal; ARGS="--as Ana" hands options on
# test   run the tests; without a PostgreSQL server those that need one are skipped
# check  formatting, lint, types, import borders, migrations, then the tests
# fix    repair what can be repaired by machine
# lock   pin the dependencies of pyproject.toml again; ARGS=--upgrade takes newer releases

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
MANY = $$($(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)")
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--custom-compile-command "make lock" $(ARGS)

.DEFAULT_GOAL := chat
.NOTPARALLEL:
.PHONY: chat test check fix lock

chat: $(VENV)/.runtime
	@exec $(BIN)/phasewalk chat $(ARGS)

# Two runs: the coverage of dialogs/ has to come from the unit tests that are not about a platform, and doubles their
# time. The others start hundreds of processes, each of which would compile everything anew where the environment
# forbids to keep what was compiled; and they mostly wait, so there is one more at a time than there are processors.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev
	@$(BIN)/pytest tests/unit --ignore-glob='tests/unit/*/*' -n auto --cov --cov-report=term-missing
	@$(BIN)/pytest tests/unit/[!_]*/ tests/integration tests/contract tests/e2e -n $(MANY) --dist worksteal

check: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet --output-format concise || { echo "Formatting differs: run make fix"; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@$(BIN)/python -m bot.storage.check_migrations
	@$(MAKE) --no-print-directory test ARGS=

fix: $(VENV)/.dev
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --quiet

# dev.txt comes first and binds the other two, so that nothing is installed in two versions.
lock: $(VENV)/.dev
	@$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt
	@$(COMPILE) pyproject.toml --no-annotate --constraints requirements/dev.txt --output-file requirements/runtime.txt
	@$(COMPILE) --group build --no-annotate --constraints requirements/dev.txt --output-file requirements/build.txt

# An environment whose Python was removed or upgraded away would leave stamps behind that look finished.
$(shell test -x $(BIN)/python || rm -rf $(VENV))

# A Python without ensurepip (Debian packs it separately) cannot make the environment, another one on the path may.
$(BIN)/python:
	@newest=; \
	for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		newest=$${newest:-$$python}; \
		"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
		echo "Preparing $(VENV) with $$("$$python" --version): about a minute, only this once."; \
		"$$python" -m venv $(VENV) </dev/null && exit; \
		rm -rf $(VENV); \
		exit 1; \
	done; \
	if [ -z "$$newest" ]; then \
		echo "Phasewalk needs Python 3.11 or newer, and none is on the path." >&2; \
	else \
		package=$$("$$newest" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		echo "$$newest cannot make a virtual environment: install $$package (Debian, Ubuntu: apt install $$package)." >&2; \
	fi; \
	exit 1

$(VENV)/.runtime: requirements/build.txt requirements/runtime.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt </dev/null
	@$(PIP) install --no-deps --no-build-isolation --editable . </dev/null
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt </dev/null
	@touch $@
