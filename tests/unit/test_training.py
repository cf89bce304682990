"""train() learns, stops well, and refuses what it cannot use."""

import warnings

import numpy as np
import pytest

from course_utils.data import Dataset
from course_utils.network import MLP, cross_entropy
from course_utils.optimizers import SGD, Adam, Momentum
from course_utils.training import SCHEDULES, DivergenceWarning, train


def blobs(n=300, seed=0):
    """Two well separated clouds in the plane: (n, 2), (n,)."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    return (rng.standard_normal((n, 2)) + 4 * y[:, None]).astype(np.float32), y


@pytest.fixture
def net():
    return MLP((2, 8, 2), rng=np.random.default_rng(1))


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def quietly(net, data, rng, **kwargs):
    return train(net, data, rng=rng, progress=False, **kwargs)


def test_training_learns_what_can_be_learned(net, rng):
    X, y = blobs()
    history = quietly(net, (X, y), rng, epochs=20)
    assert net.error_percent(*blobs(seed=9)) < 3
    assert history.epoch == list(range(1, 21))
    assert history.loss[-1] < history.loss[0] / 3


def test_one_epoch_of_60000_in_batches_of_100_is_600_updates(rng):
    steps = []

    class Counting(SGD):
        def step(self, theta, gradient, eta):
            steps.append(eta)

    X = np.zeros((60000, 3), np.float32)
    quietly(MLP((3, 2), rng=rng), (X, np.zeros(60000, int)), rng, epochs=1, optimizer=Counting())
    assert len(steps) == 600


def test_every_sample_is_seen_once_an_epoch_the_smaller_last_batch_included(rng):
    # With a linear network and a stepsize too small to matter, the sum of the batches' gradients is the whole set's.
    X, y = blobs(n=105)
    net = MLP((2, 2), dtype=np.float64, rng=rng)
    seen = []

    class Recording(SGD):
        def step(self, theta, gradient, eta):
            seen.append(gradient.copy())

    quietly(net, (X.astype(float), y), rng, epochs=1, batch_size=20, optimizer=Recording())
    P = np.exp(X @ net.W[1].T) / np.exp(X @ net.W[1].T).sum(axis=1, keepdims=True)
    whole = (P - np.eye(2)[y]).sum(axis=0)
    sizes = np.array([20, 20, 20, 20, 20, 5])
    np.testing.assert_allclose(sizes @ np.array(seen)[:, -2:], whole, rtol=1e-6)


def test_loss_is_the_mean_over_samples_not_over_batches(rng):
    X, y = blobs(n=25)
    net = MLP((2, 2), rng=rng)
    before = net.loss(X, y)
    history = quietly(net, (X, y), rng, epochs=1, batch_size=20, eta=1e-20)
    assert history.loss[0] == pytest.approx(before, rel=1e-5)


def test_every_epoch_has_an_order_of_its_own(rng):
    X = np.arange(50, dtype=np.float32).reshape(-1, 1)
    seen = []

    class Spy(MLP):
        def forward(self, X, cache=None):
            seen.append(X[:, 0].tolist())
            return super().forward(X, cache)

    quietly(Spy((1, 2), rng=rng), (X, np.zeros(50, int)), rng, epochs=2, batch_size=25, eta=1e-9)
    first, second = seen[0] + seen[1], seen[3] + seen[4]  # a third forward pass an epoch looks back at its last step
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second and first != sorted(first)


def test_the_schedule_moves_with_every_batch(net, rng):
    steps = []

    class Recording(SGD):
        def step(self, theta, gradient, eta):
            steps.append(eta)

    quietly(net, blobs(n=40), rng, epochs=2, batch_size=20, eta=1.0, schedule="linear", optimizer=Recording())
    assert steps == pytest.approx([1, 0.75, 0.5, 0.25])


def test_same_generator_same_result():
    thetas = []
    for _ in range(2):
        net = MLP((2, 8, 2), rng=np.random.default_rng(5))
        quietly(net, blobs(), np.random.default_rng(6), epochs=2, input_noise=0.1)
        thetas.append(net.theta.copy())
    np.testing.assert_array_equal(*thetas)


def test_training_leaves_the_data_as_it_was(net, rng):
    X, y = blobs()
    before = X.copy()
    quietly(net, (X, y), rng, epochs=1, input_noise=1.0)
    np.testing.assert_array_equal(X, before)


def test_input_noise_has_the_standard_deviation_asked_for(rng):
    seen = []

    class Spy(MLP):
        def forward(self, X, cache=None):
            seen.append(X.copy())
            return super().forward(X, cache)

    net = Spy((50, 2), rng=rng)
    quietly(net, (np.zeros((400, 50), np.float32), np.zeros(400, int)), rng, epochs=1, input_noise=0.3)
    assert np.std(seen) == pytest.approx(0.3, rel=5 / np.sqrt(2 * 400 * 50))


def test_weight_decay_is_the_gradient_of_half_lambda_times_the_squared_norm(rng):
    X, y = blobs(n=50)
    net = MLP((2, 4, 2), dtype=np.float64, rng=rng)
    before = net.theta.copy()
    Z, cache = net.forward(X.astype(float))
    gradient = net.backward(cross_entropy(Z, y)[1], cache).vector + 0.3 * before
    quietly(net, (X, y), rng, epochs=1, batch_size=50, eta=0.1, weight_decay=0.3)
    np.testing.assert_allclose(net.theta, before - 0.1 * gradient, rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "factors"),
    [
        ("constant", [1, 1, 1]),
        ("linear", [1, 0.5, 0]),
        ("cosine", [1, 0.5, 0]),
        ("anneal", [1, 1, 0]),
    ],
)
def test_schedules_begin_at_eta_and_end_where_they_should(name, factors):
    assert [SCHEDULES[name](done) for done in (0, 0.5, 1)] == pytest.approx(factors)


def test_schedule_may_be_a_function_of_the_fraction_done(net, rng):
    history = quietly(net, blobs(n=100), rng, epochs=4, batch_size=100, eta=2.0, schedule=lambda done: 0.1 + done)
    assert history.eta == pytest.approx([0.2, 0.7, 1.2, 1.7])


def test_validation_error_is_recorded_where_there_is_a_validation_set(net, rng):
    X, y = blobs()
    data = Dataset(X, y, X, y, X[:50], y[:50], "blobs", "made here")
    history = quietly(net, data, rng, epochs=3)
    assert len(history.valid_error) == 3
    assert history.valid_error[-1] == net.error_percent(X[:50], y[:50])
    assert quietly(net, (X, y), rng, epochs=1).valid_error == []


def test_callbacks_see_every_epoch_and_can_end_the_training(net, rng):
    seen = []

    def stop_after_three(net, history):
        seen.append(history.epoch[-1])
        return history.epoch[-1] == 3

    history = quietly(net, blobs(), rng, epochs=10, callbacks=[stop_after_three])
    assert seen == [1, 2, 3]
    assert "after epoch 3" in history.stopped


def test_interruption_keeps_what_was_learned(net, rng):
    learned = {}

    def interrupt(net, history):
        if history.epoch[-1] == 2:
            learned["theta"] = net.theta.copy()
            raise KeyboardInterrupt

    history = quietly(net, blobs(), rng, epochs=10, callbacks=[interrupt])
    assert history.epoch == [1, 2]
    assert "Interrupted" in history.stopped
    np.testing.assert_array_equal(net.theta, learned["theta"])


def test_divergence_stops_and_returns_to_the_last_good_epoch(net, rng):
    good = {}

    def remember(net, history):
        good["theta"] = net.theta.copy()

    with pytest.warns(DivergenceWarning, match=r"diverged in epoch 3 .* last finite loss was [\d.e+]+.*after epoch 2"):
        history = quietly(
            net,
            blobs(),
            rng,
            epochs=10,
            batch_size=20,
            schedule=lambda done: 1.0 if done < 0.2 else 1e30,
            callbacks=[remember],
        )
    assert history.epoch == [1, 2]
    np.testing.assert_array_equal(net.theta, good["theta"])
    assert np.isfinite(net.loss(*blobs()))


def test_divergence_in_the_last_step_of_an_epoch_is_noticed(net, rng):
    before = net.theta.copy()
    with pytest.warns(DivergenceWarning, match="diverged in epoch 1"):
        quietly(net, blobs(n=100), rng, epochs=2, batch_size=100, eta=1e39)
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize("with_validation", [False, True])
def test_parameters_that_are_huge_but_finite_are_not_kept(with_validation, net, rng):
    X, y = blobs(n=100)
    before = net.theta.copy()
    data = Dataset(X, y, X, y, X[:20], y[:20], "blobs", "made here") if with_validation else (X, y)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = quietly(net, data, rng, epochs=5, batch_size=100, eta=1e20)
    assert [warning.category for warning in caught] == [DivergenceWarning]
    assert "last finite loss was" in history.stopped
    np.testing.assert_array_equal(net.theta, before)


def test_an_optimizer_is_not_spoiled_by_a_training_that_diverged(net, rng):
    momentum = Momentum()
    with pytest.warns(DivergenceWarning):
        quietly(net, blobs(), rng, epochs=2, optimizer=momentum, eta=1e30)
    assert quietly(net, blobs(), rng, epochs=2, optimizer=momentum, eta=0.01).stopped is None
    quietly(MLP((2, 3, 2), rng=rng), blobs(), rng, epochs=1, optimizer=momentum, eta=0.01)  # another size


def test_a_good_training_warns_of_nothing(net, rng):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        quietly(net, blobs(), rng, epochs=2)


X, Y = blobs(n=60)
NAN = X.copy()
NAN[7, 1] = np.nan


@pytest.mark.parametrize(
    ("data", "change", "message"),
    [
        ((X, Y), {"batch_size": 61}, "batch_size is 61, expected from 1 to 60"),
        ((X, Y), {"batch_size": 0}, "batch_size is 0"),
        ((X, Y), {"epochs": 0}, "epochs is 0"),
        ((X, Y), {"eta": -1}, "eta is -1, expected a positive number"),
        ((X, Y), {"eta": np.nan}, "eta is nan"),
        ((X, Y), {"input_noise": -0.1}, "input_noise is -0.1"),
        ((X, Y), {"weight_decay": -1}, "weight_decay is -1, expected from 0 to 1/eta = 10"),
        ((X, Y), {"weight_decay": np.nan}, "weight_decay is nan"),
        ((X, Y), {"optimizer": "adamw"}, "optimizer: 'adamw' is unknown, expected one of"),
        ((X, Y), {"schedule": "step"}, "schedule: 'step' is unknown, expected one of constant"),
        ((X[:, :1], Y), {}, r"X_train has shape \(60, 1\), expected \(N, 2\)"),
        ((X, Y[:-1]), {}, "y_train"),
        ((X, Y + 1), {}, "y_train: labels run from 1 to 2, expected 0 to 1"),
        ((NAN, Y), {}, "X_train: .*NaN"),
        ((X[:0], Y[:0]), {}, "X_train"),
        ((X, Y, 1), {}, "data has 3 parts, expected a data set or a pair"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_trained(data, change, message, net, rng):
    before = net.theta.copy()
    with pytest.raises(ValueError, match=message):
        quietly(net, data, rng, **{"batch_size": 20, **change})
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 2.5}, "epochs is 2.5, expected a whole number"),
        ({"batch_size": 20.0}, "batch_size is 20.0, expected a whole number"),
        ({"eta": "0.1"}, "eta is '0.1', expected a number"),
        ({"rng": 0}, "rng is 0, expected a Generator"),
        ({"optimizer": Adam}, r"optimizer is the class Adam, expected one of its kind: Adam\(\)"),
        ({"data": X}, "data is of type ndarray, expected a data set or a pair"),
    ],
)
def test_what_has_the_wrong_type_is_named(change, message, net):
    settings = {"data": (X, Y), "rng": np.random.default_rng(0), "batch_size": 20, "progress": False, **change}
    with pytest.raises(TypeError, match=message):
        train(net, **settings)


def test_progress_bar_shows_loss_and_validation_error(net, rng, capsys):
    X, y = blobs()
    train(net, Dataset(X, y, X, y, X[:50], y[:50], "blobs", "made here"), epochs=2, rng=rng)
    text = capsys.readouterr().err
    assert "2/2" in text and "loss" in text and "validation error" in text
