"""The benchmarks run the cells of the notebooks, move every kind of control, and train no recipe twice."""

import ipywidgets
import nbformat
import numpy as np
import pytest

from course_utils.data import Dataset
from course_utils.network import MLP
from tests.benchmarks import cells, explorers, recipes


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A lecture with a set-up cell and two cells of the same tag."""
    monkeypatch.setattr(cells, "LECTURES", tmp_path)
    new = nbformat.v4.new_code_cell
    demo = new("def demo(x):\n    return np.sqrt(x)", metadata={"tags": ["demo"]})
    twice = [new("a = 1", metadata={"tags": ["twice"]}), new("b = 1", metadata={"tags": ["twice"]})]
    number = new("c = 1", metadata={"tags": ["number"]})
    lecture = nbformat.v4.new_notebook(cells=[new("import numpy as np"), new("1 / 0"), demo, *twice, number])
    nbformat.write(lecture, tmp_path / "x.ipynb")
    return "x.ipynb"


def test_the_tagged_cell_is_run_after_the_set_up_and_no_other(notebook):
    assert cells.function_of(notebook, "demo")(9) == 3


@pytest.mark.parametrize("tag, message", [("none", "has 0 cells"), ("twice", "has 2 cells"), ("number", "0 functions")])
def test_a_tag_that_names_no_function_is_an_error(notebook, tag, message):
    with pytest.raises(LookupError, match=message):
        cells.function_of(notebook, tag)


def test_lecture_3_has_its_recipe():
    assert cells.function_of("03_optimization.ipynb", "recipe").__name__ == "recipe"


@pytest.mark.parametrize(
    "control, expected",
    [
        (ipywidgets.IntSlider(3, 0, 3), [2]),
        (ipywidgets.FloatSlider(0.5, min=0, max=1, step=0.25), [0.25, 0.75]),
        (ipywidgets.FloatLogSlider(10, base=10, min=0, max=2, step=1), [1, 100]),
        (ipywidgets.SelectionSlider(options=[1, 10, 100], value=10), [1, 100]),
        (ipywidgets.Dropdown(options=[("one", 1), ("two", 2)], value=1), [2]),
        (ipywidgets.Checkbox(True), [False]),
    ],
)
def test_every_kind_of_control_has_its_neighbours(control, expected):
    np.testing.assert_allclose(explorers.neighbours(control), expected)


def test_every_control_is_moved_there_and_back():
    moves = []

    class Stub:
        controls = {"a": ipywidgets.IntSlider(1, 0, 2), "b": ipywidgets.Checkbox(False)}

    for control in Stub.controls.values():
        control.observe(lambda change: moves.append(change["new"]), names="value")
    (median,) = explorers.update_seconds([Stub()])
    assert moves == [0, 1, 2, 1, True, False] and 0 < median < 1


def test_recipes_already_in_the_table_are_not_trained_again(tmp_path, capsys):
    X, y = np.eye(4, dtype=np.float32), np.array([0, 1, 0, 1])
    data, table, trained = Dataset(X, y, X, y), tmp_path / "recipes.csv", []

    def stop_at_the_third(name):
        def train(data, rng):
            if len(trained) == 3:
                raise KeyboardInterrupt
            trained.append((name, rng.integers(1000)))
            return MLP((4, 2), rng=rng)

        return train

    with pytest.raises(KeyboardInterrupt):
        recipes.fill(table, {name: stop_at_the_third(name) for name in "ab"}, range(2), data)
    assert len(table.read_text().splitlines()) == 1 + 3
    del trained[0]
    recipes.fill(table, {name: stop_at_the_third(name) for name in "ab"}, range(2), data)
    lines = table.read_text().splitlines()
    assert [line.rsplit(",", 1)[0] for line in lines] == ["ingredient,seed", "a,0", "a,1", "b,0", "b,1"]
    assert trained[-1] == ("b", np.random.default_rng(1).integers(1000))


def test_every_recipe_trains_the_example_network_as_it_says():
    rng = np.random.default_rng(0)
    X, y = rng.random((100, 784), dtype=np.float32), rng.integers(0, 10, 100)
    data = Dataset(X, y, X, y)
    assert all("," not in name for name in recipes.RECIPES)
    for trained in recipes.RECIPES.values():
        net = trained(data, np.random.default_rng(0))
        assert net.sizes == (784, 225, 144, 10) and net.error_percent(X, y) < 5, "learned by heart"
