# Everything a newcomer needs: `make lab` opens the course, `make test` runs all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MNIST := $(wildcard ../shared/data/mnist)
NBVAL := $(BIN)/python -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout=240 -p no:cacheprovider -q -W default

.PHONY: lab test demo hub bench bench-grading bench-hub lectures exercises check-the-checkers check-deploy setup clean

lab: $(VENV)/course
	@sh tools/lab.sh $(BIN)

setup: $(VENV)/course

$(VENV)/course: requirements.txt pyproject.toml
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --editable .
	@touch $@

$(VENV)/test: $(VENV)/course
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

$(VENV)/bench: $(VENV)/test
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@

# The lectures run twice: on the full MNIST (from the folder beside the project where there is one, else as a student
# would get it), one after the other on all cores; then offline on the embedded default, one core each, as the solutions do.
test: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadscope
	$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) $(NBVAL) lectures
	COURSE_DATA_DIR= COURSE_CACHE_DIR=$(abspath $(VENV))/no-cache COURSE_OFFLINE=1 OPENBLAS_NUM_THREADS=1 \
	    $(NBVAL) -n 2 --dist loadscope lectures solutions

# The hub of deploy/jupyterhub on this machine, for trying out. It needs npm, and root if users are to be kept apart.
$(VENV)/hub: $(VENV)/test deploy/jupyterhub/proxy.sh
	$(BIN)/python -m pip install --quiet --editable '.[hub]'
	sh deploy/jupyterhub/proxy.sh $(abspath $(VENV))
	@touch $@

hub: $(VENV)/hub
	@$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) $(BIN)/python -m deploy.jupyterhub.trial

# Installs the image's, the exchange's and Binder's packages in empty environments: five minutes.
check-deploy: $(VENV)/test
	$(BIN)/python -m pytest tests/deploy/check_installs.py

bench-hub: $(VENV)/hub
	@$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.hub

# A week of the course in a temporary folder: release, hand in, grade in the sandbox, feedback. Needs bubblewrap.
demo: $(VENV)/test
	@$(BIN)/python -m tools.demo

bench-grading: $(VENV)/test
	@$(BIN)/python -m tests.benchmarks.grading

bench: $(VENV)/bench
	@$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) $(BIN)/python -m tests.benchmarks

# Runs the lectures on the full MNIST and stores their outputs.
lectures: $(VENV)/test
	$(if $(MNIST),COURSE_DATA_DIR=$(abspath $(MNIST))) $(BIN)/python -m tools.notebooks $(sort $(wildcard lectures/*.ipynb))

# Makes the student versions of the assignments from solutions/.
exercises: $(VENV)/test
	$(BIN)/python -m tools.exercises

# How the checkers fare against the bank of wrong answers, and of right ones.
check-the-checkers: $(VENV)/test
	@COURSE_DATA_DIR= COURSE_CACHE_DIR=$(abspath $(VENV))/no-cache COURSE_OFFLINE=1 OPENBLAS_NUM_THREADS=1 \
	    $(BIN)/python -m tests.wrong_answers

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache
