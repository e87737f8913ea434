# make run, make test: each sets up what it needs in .venv, from nothing but Python and the registry.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
AGAIN := --reruns 1 --reruns-delay 5 -raR
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run demo test check unit server forged faults partition wire soak fuzz flows looks displays bench font screens clean

run: .venv/run                    ## the lobby, on the shipped config.toml
	$(BIN)/kiosk $(ARGS)

demo: .venv/run                   ## a hall in full swing, in a temporary folder
	$(BIN)/kiosk demo $(ARGS)

test: check unit                  ## everything that CI runs

check: .venv/dev                  ## format, lint, types, rooms
	$(BIN)/ruff format --check kiosk screens printers tests
	$(BIN)/ruff check kiosk screens printers tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

# Three at a time: most tests wait for a screen, a printer or a guard. They are real programs on a
# machine with other work: one that fails is run once more, 5 s later, and named as such (R, RERUN).
unit: export HYPOTHESIS_PROFILE ?= same
unit: .venv/dev
	$(BIN)/pytest -n 3 --dist loadfile $(AGAIN) $(ARGS)
	$(BIN)/pytest -n 2 --engine postgresql $(AGAIN) tests/store $(ARGS)

server: .venv/dev                 ## every test of records on PostgreSQL as well
	$(BIN)/pytest -n 2 --engine postgresql $(ARGS)

faults: .venv/dev                 ## the long fault runs: 200 rounds of kills, power cuts
	KIOSK_FAULT_ROUNDS=200 $(BIN)/pytest tests/faults $(ARGS)

partition: .venv/dev              ## six machines, cut wires, killed programs: 10,000 acts, none lost
	$(BIN)/python -m tests.partition $(ARGS)

wire: .venv/dev                   ## cables pulled in the middle of a ticket (root, iproute2)
	KIOSK_WIRE=1 $(BIN)/pytest -s tests/partition/test_pulled_cable.py $(ARGS)

soak: .venv/dev                   ## the queue against its model, for long
	HYPOTHESIS_PROFILE=long $(BIN)/pytest tests/tickets/test_queue_model.py $(ARGS)

fuzz: .venv/dev                   ## 200,000 keys, touches, sequences, pastes and sizes at a live lobby
	$(BIN)/python -m tests.terminal.fuzz $(ARGS)

forged: .venv/dev                 ## 1,000,000 forged volunteer cards: none taken; what a refusal costs
	$(BIN)/python -m tests.volunteers.forged $(ARGS)

flows: .venv/dev                  ## every flow of the lobby, both ways, at all sizes, in all languages
	KIOSK_FLOWS=all $(BIN)/pytest tests/terminal/test_flows.py tests/terminal/test_request.py $(ARGS)

looks: .venv/dev                  ## every screen at all sizes, in all languages, both text sizes
	KIOSK_LOOKS=all $(BIN)/pytest -n 2 tests/screens $(ARGS)

displays: .venv/dev               ## deploy/ on displays without a screen: Xvfb + xterm, cage + foot
	KIOSK_DISPLAYS=1 $(BIN)/pytest tests/deploy $(ARGS)

bench: .venv/dev                  ## every budget of docs/benchmarks.md, as ratios in one run
	$(BIN)/python -m tests.benchmarks $(ARGS)

screens: .venv/dev                ## every screen as a picture in docs/screens (wants chromium)
	$(BIN)/python -m tests.pictures $(ARGS)

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[serve]'
	@touch $@

.venv/dev: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[serve,postgres,dev]'
	@touch $@ .venv/run
