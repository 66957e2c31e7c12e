# Two commands: `make demo` and `make test`. Nothing needs to be there but python3 (3.11 or newer) and make.
# `make model` trains the networks anew (training/README.md); neither of them needs it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PAGES ?=
STORY ?= demo/story.db

CLUSTER_VENV := .venv-cluster
CLUSTER_BIN := $(CLUSTER_VENV)/bin

MODEL_VENV := .venv-model
MODEL_BIN := $(MODEL_VENV)/bin
MODEL_BUILD := build/reader
GOLD ?=
SEEDS ?= 12 13
EVENTS_BUILD := build/events
EVENTS ?=
EVENTS_SEED ?= 1
EVENTS_LEARN = --own training/events_own/pairs.txt --mentions $(EVENTS_BUILD)/mentions.jsonl --negatives 4 --steps 400

.PHONY: demo test nightly cluster-test check lock model model-events gold clean help
help:
	@echo "make demo [PAGES=folder]  install into $(VENV) and put a story on the record"
	@echo "make test                 style, types and every test"
	@echo "make nightly              kills and hostile inputs by the thousand (KILLS=200 INPUTS=100000)"
	@echo "make cluster-test         reading on a Ray cluster of two nodes, in $(CLUSTER_VENV)"
	@echo "make lock                 write requirements.txt and requirements-dev.txt anew"
	@echo "make model GOLD=folder    train the reader of statements anew (an hour; see training/README.md)"
	@echo "           EVENTS=file    and the network that names the roots of events"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(UV): $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.product: $(UV) requirements.txt pyproject.toml
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.txt
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.product requirements-dev.txt
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.product
	@$(BIN)/onrecord demo $(if $(PAGES),$(PAGES)) --into $(STORY)

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

# Long searches for faults: 200 kills, 100,000 hostile inputs a stage. Some hours on one core.
KILLS ?= 200
INPUTS ?= 100000
nightly: $(VENV)/.dev
	$(BIN)/python -m tests.faults.campaign --kills $(KILLS)
	ONRECORD_INPUTS=$(INPUTS) $(BIN)/python -m pytest -n 2 tests/fuzz

$(CLUSTER_VENV)/.ready: $(UV) requirements-cluster.txt
	$(PYTHON) -m venv $(CLUSTER_VENV)
	VIRTUAL_ENV=$(CLUSTER_VENV) $(UV) pip install --quiet --require-hashes -r requirements-cluster.txt
	VIRTUAL_ENV=$(CLUSTER_VENV) $(UV) pip install --quiet "pytest>=9,<10" "hypothesis>=6.150,<7"
	VIRTUAL_ENV=$(CLUSTER_VENV) $(UV) pip install --quiet --no-deps -e .
	@touch $@

cluster-test: $(CLUSTER_VENV)/.ready
	$(CLUSTER_BIN)/python -m pytest tests/cluster

lock: $(UV)
	$(UV) pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 --extra cluster pyproject.toml -o requirements-cluster.txt
	$(UV) pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

gold:
	@$(if $(wildcard $(GOLD)/polnear_train.jsonl.gz),:,$(error make model needs GOLD=folder, the folder of polnear_train.jsonl.gz$(if $(GOLD),: there is none in $(GOLD))))

# pip and not uv: it takes a torch for the processor alone from where its own settings name one.
$(MODEL_VENV)/.ready: requirements.txt training/requirements.txt
	$(PYTHON) -m venv $(MODEL_VENV)
	$(MODEL_BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(MODEL_BIN)/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@touch $@

model: gold $(MODEL_VENV)/.ready
	$(MODEL_BIN)/python -m training.names --gold $(GOLD) --own training/own --into $(MODEL_BUILD)
	set -e; for seed in $(SEEDS); do \
		$(MODEL_BIN)/python -m training.train --gold $(GOLD) --own training/own --names $(MODEL_BUILD)/names.jsonl \
			--restyle 0.3 --steps 1150 --seed $$seed --name $$seed --into $(MODEL_BUILD); \
	done
	$(MODEL_BIN)/python -m training.names_head $(SEEDS:%=$(MODEL_BUILD)/%.pt) --gold $(GOLD) --own training/own \
		--names $(MODEL_BUILD)/names.jsonl --into $(MODEL_BUILD)
	$(MODEL_BIN)/python -m training.export $(SEEDS:%=$(MODEL_BUILD)/%.pt) --names $(MODEL_BUILD)/names.pt --build $(MODEL_BUILD) --into onrecord/data/reader
	$(if $(EVENTS),$(MAKE) model-events EVENTS=$(EVENTS))

# Five folds for the scores, then one training on all; "model" does it too where EVENTS names the gold.
model-events: $(MODEL_VENV)/.ready
	$(if $(wildcard $(EVENTS)),,$(error model-events needs EVENTS=file, PLV's sentences (plv_train.jsonl)))
	$(MODEL_BIN)/python -m training.events_mentions --gold $(EVENTS) --into $(EVENTS_BUILD)/mentions.jsonl
	$(MODEL_BIN)/python -m training.events --gold $(EVENTS) $(EVENTS_LEARN) --folds 0 1 2 3 4 --name folds --into $(EVENTS_BUILD)
	$(MODEL_BIN)/python -m training.events --gold $(EVENTS) $(EVENTS_LEARN) --seed $(EVENTS_SEED) --name all --into $(EVENTS_BUILD)
	$(MODEL_BIN)/python -m training.events_export $(EVENTS_BUILD)/all.pt --scores $(EVENTS_BUILD)/scores-folds.jsonl --build $(EVENTS_BUILD) --into onrecord/data/events_reader

clean:
	rm -rf $(VENV) $(MODEL_VENV) demo
