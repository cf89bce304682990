"""The start page's check says in plain words what is missing."""

import importlib.metadata

import pytest

from course_utils import installation


def versions(table):
    def installed(name):
        if name not in table:
            raise importlib.metadata.PackageNotFoundError(name)
        return table[name]

    return installed


def test_missing_and_outdated_packages_are_named():
    there = versions({"numpy": "1.26", "tqdm": "4.70"})
    found = installation.problems(["numpy>=2.0,<3", "tqdm>=4", "pooch>=1.8"], there)
    assert found == ["numpy is version 1.26, and the course needs <3,>=2.0.", "pooch is missing."]


def test_extras_are_not_asked_of_a_student():
    assert installation.problems(['torch==2.13.0; extra == "bench"'], versions({})) == []


def test_report_says_that_all_is_well_here(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setenv("COURSE_DATA_DIR", "")
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["numpy>=2"])
    installation.report()
    text = capsys.readouterr().out
    assert "Every package that the course needs is there." in text and "ready" in text


def test_report_says_how_to_mend_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["no-such-package>=1"])
    installation.report()
    text = capsys.readouterr().out
    assert "no-such-package is missing." in text and "make lab" in text


def test_report_names_a_damaged_data_file(monkeypatch, capsys, tmp_path):
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"half a file")
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: [])
    installation.report()
    text = capsys.readouterr().out
    assert "The data cannot be used" in text and "train-images-idx3-ubyte" in text


@pytest.mark.parametrize("requirement", ["numpy>=2.0,<3"])
def test_a_met_requirement_is_silent(requirement):
    assert installation.problems([requirement], versions({"numpy": "2.4.6"})) == []
