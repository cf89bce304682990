"""Two spirals (slide 4): no straight line separates them, two hidden stages do."""

import numpy as np
import pytest

from course_utils import explorers_overview
from course_utils.explorers_overview import last_features, spiral_depth, two_spirals
from course_utils.network import MLP
from course_utils.training import train

SEEDS = (0, 1, 2)
FRESH = two_spirals(2000, np.random.default_rng(99))


def trained(depth: int, seed: int) -> MLP:
    rng = np.random.default_rng(seed)
    net = MLP((2, *[14] * depth, 2), "tanh", rng=rng)
    recipe = {"eta": 0.03, "optimizer": "adam", "schedule": "anneal", "progress": False}
    train(net, two_spirals(400, rng), 500, 100, rng=rng, **recipe)
    return net


@pytest.fixture(scope="module")
def nets():
    return {depth: trained(depth, seed=0) for depth in (0, 1, 2)}


def accuracy(net: MLP) -> float:
    return float(np.mean(net.predict(FRESH[0]) == FRESH[1]))


def test_the_spirals_wind_around_each_other_without_touching():
    X, y = two_spirals(4000, np.random.default_rng(1), noise=0)
    assert X.shape == (4000, 2) and X.dtype == np.float32 and np.bincount(y).tolist() == [2000, 2000]
    # Half a turn takes one spiral to the other: of each point's mirror image, the nearest point is of the other class.
    mirrored = -X[:200]
    nearest = np.linalg.norm(mirrored[:, None] - X[None], axis=2).argmin(axis=1)
    assert (y[nearest] == 1 - y[:200]).all()
    gaps = np.linalg.norm(X[y == 0][:500, None] - X[y == 1][None], axis=2).min()
    assert gaps > 0.5


def test_no_straight_line_separates_the_spirals():
    X, y = FRESH
    best = 0.0
    for angle in np.linspace(0, 2 * np.pi, 720):
        order = y[np.argsort(X @ [np.cos(angle), np.sin(angle)])]
        zeros_below = np.concatenate([[0], np.cumsum(order == 0)])
        ones_above = np.sum(order == 1) - np.concatenate([[0], np.cumsum(order == 1)])
        best = max(best, (zeros_below + ones_above).max() / len(y))
    assert best < 0.65


@pytest.mark.parametrize("seed", SEEDS)
def test_depth_0_cannot(seed):
    assert accuracy(trained(0, seed)) < 0.65


@pytest.mark.parametrize("seed", SEEDS)
def test_depth_2_can(seed):
    assert accuracy(trained(2, seed)) > 0.95


def test_the_last_stage_decides_by_the_line_that_is_drawn(nets):
    for net in nets.values():
        score = last_features(net, FRESH[0])[:, 0]
        Z, _ = net.forward(FRESH[0])
        assert np.allclose(score, Z[:, 1] - Z[:, 0], atol=1e-4)
        assert ((score > 0) == (net.predict(FRESH[0]) == 1)).all()


def test_the_slider_changes_picture_and_caption(nets):
    X, y = two_spirals(400, np.random.default_rng(0))
    explorer = spiral_depth(nets, X, y, FRESH)
    seen = set()
    for depth, net in nets.items():
        explorer.controls["depth"].value = depth
        assert f"{accuracy(net):.1%} of 2000 new points" in explorer.picture.text
        assert explorer.picture.text.startswith(explorers_overview.NUMBERS[depth].capitalize())
        seen.add(explorer.picture.src)
    assert len(seen) == 3
    assert len(explorer.picture.alt) >= 40
