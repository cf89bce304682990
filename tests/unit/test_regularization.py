"""Each method on slide 37 does what its formula says, and none is missing from the lecture's comparison."""

import ast
import pathlib

import nbformat
import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.special
import scipy.stats

from course_utils.data import Dataset
from course_utils.ensembles import Ensemble
from course_utils.history import History
from course_utils.network import MLP
from course_utils.optimizers import make_optimizer
from course_utils.regularization import (
    AuxiliaryMLP,
    DropoutMLP,
    EarlyStopping,
    SparseSignalsMLP,
    SparseWeights,
    WeightDecayMLP,
    soft_threshold,
)
from course_utils.training import train
from course_utils.variational import VariationalMLP

LECTURE = pathlib.Path(__file__).parents[2] / "lectures" / "06_regularization.ipynb"
SIZES = (5, 4, 3, 2)
EXACT = {"activation": "tanh", "dtype": np.float64}


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.fixture
def batch(rng):
    return rng.standard_normal((7, 5)), rng.integers(2, size=7)


def with_biases(net, rng):
    for b in net.b.values():  # away from zero: a zero hides a missing term
        b[...] = rng.uniform(0.2, 0.7, b.shape)
    return net


def networks(rng):
    unlabelled = rng.standard_normal((20, 5))
    return {
        "weight decay": WeightDecayMLP(SIZES, 0.3, **EXACT, rng=rng),
        "sparse signals": SparseSignalsMLP(SIZES, 0.3, **EXACT, rng=rng),
        "dropout": DropoutMLP(SIZES, 0.4, dtype=np.float64, rng=rng),
        "auxiliary task": AuxiliaryMLP(SIZES, 0.3, **EXACT, rng=rng),
        "auxiliary task, unlabelled": AuxiliaryMLP(SIZES, 0.3, unlabelled, **EXACT, rng=rng),
        "variational": VariationalMLP(SIZES, 11, 0.7, prior_std=0.4, start_std=0.2, **EXACT, rng=rng),
    }


NETWORKS = list(networks(np.random.default_rng(0)))


def criterion(net, batch, seed=3):
    """C and its gradient, with the randomness inside frozen."""
    C, gradient = net.loss_and_gradient(*batch, net.new_cache(len(batch[1])), np.random.default_rng(seed))
    return C, gradient.copy()


def negative_log_likelihood(Z, y):
    return -scipy.special.log_softmax(Z, axis=1)[np.arange(len(y)), y].mean()


@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_of_every_method_equals_central_differences(name, rng, batch):
    net = with_biases(networks(rng)[name], rng)
    if name.startswith("auxiliary"):
        net.W[3][2:] = rng.standard_normal((5, 3))  # the second task starts at zero
    net.theta += 0.1 * rng.standard_normal(net.theta.shape)
    _, gradient = criterion(net, batch)
    numeric = np.empty_like(gradient)
    for k in range(gradient.size):
        there = net.theta[k]
        net.theta[k] = there + 1e-6
        above, _ = criterion(net, batch)
        net.theta[k] = there - 1e-6
        below, _ = criterion(net, batch)
        net.theta[k], numeric[k] = there, (above - below) / 2e-6
    np.testing.assert_allclose(gradient, numeric, atol=2e-8)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_method_learns_with_train(name, rng):
    y = rng.integers(2, size=200)
    X = rng.standard_normal((200, 5))
    X[:, 0] += 8 * y - 4
    net = networks(rng)[name]
    if name == "variational":
        net.n_train = 200
    train(net, (X, y), epochs=20, batch_size=20, eta=0.1, rng=rng, progress=False)
    assert net.error_percent(X, y) < 5


# Weight decay


def test_weight_decay_adds_lambda_times_the_squared_weights_and_leaves_biases_alone(rng, batch):
    net = with_biases(WeightDecayMLP(SIZES, 0.3, **EXACT, rng=rng), rng)
    squares = sum(w**2 for W in net.W.values() for w in W.ravel())
    expected = negative_log_likelihood(net.forward(batch[0])[0], batch[1]) + 0.3 * squares
    assert criterion(net, batch)[0] == pytest.approx(expected, rel=1e-12)


def test_gradient_of_weight_decay_shrinks_the_weights_as_train_does(rng, batch):
    penalised = WeightDecayMLP(SIZES, 0.3, **EXACT, rng=np.random.default_rng(5))
    shrunk = MLP(SIZES, **EXACT, rng=np.random.default_rng(5))
    how = {"epochs": 1, "batch_size": 7, "eta": 0.1, "progress": False}
    train(penalised, batch, rng=np.random.default_rng(6), **how)
    train(shrunk, batch, rng=np.random.default_rng(6), weight_decay=0.6, **how)
    np.testing.assert_allclose(penalised.theta, shrunk.theta, rtol=1e-12)  # biases too: they start at zero


def test_noise_on_the_inputs_of_a_linear_unit_is_weight_decay(rng):
    w, x, t, sigma = rng.normal(size=3), rng.normal(size=3), 0.7, 0.3
    # Gauss-Hermite quadrature in each dimension: exact for a square.
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    e = sigma * np.stack(np.meshgrid(nodes, nodes, nodes), axis=-1)
    p = np.einsum("i,j,k->ijk", weights, weights, weights) / weights.sum() ** 3
    assert (p * ((x + e) @ w - t) ** 2).sum() == pytest.approx((x @ w - t) ** 2 + sigma**2 * w @ w)


# Sparsity


def test_sparse_signals_adds_the_mean_sum_of_absolute_signals(rng, batch):
    net = with_biases(SparseSignalsMLP(SIZES, 0.3, **EXACT, rng=rng), rng)
    total = 0.0
    for x in batch[0]:
        h1 = np.tanh(net.W[1] @ x + net.b[1])
        total += abs(h1).sum() + abs(np.tanh(net.W[2] @ h1 + net.b[2])).sum()
    expected = negative_log_likelihood(net.forward(batch[0])[0], batch[1]) + 0.3 * total / 7
    assert criterion(net, batch)[0] == pytest.approx(expected, rel=1e-12)


def test_sparse_signals_are_sparser(rng):
    X, y = rng.standard_normal((100, 5)), rng.integers(2, size=100)
    on = {}
    for strength in (0.0, 0.1):
        net = SparseSignalsMLP((5, 30, 2), strength, rng=np.random.default_rng(2))
        train(net, (X, y), epochs=100, batch_size=20, eta=0.1, rng=np.random.default_rng(2), progress=False)
        on[strength] = (net.signals(X)[1] > 0).mean()
    assert on[0.1] < 0.5 * on[0.0]


@pytest.mark.parametrize("w", [-3.0, -0.5, -0.1, 0.0, 0.2, 0.4, 2.5])
def test_soft_threshold_is_the_proximal_operator_of_the_absolute_value(w):
    found = scipy.optimize.minimize_scalar(
        lambda v: (v - w) ** 2 / 2 + 0.4 * abs(v), bounds=(-4, 4), method="bounded", options={"xatol": 1e-9}
    )
    assert soft_threshold(np.array([w]), 0.4)[0] == pytest.approx(found.x, abs=1e-6)


def test_soft_threshold_makes_small_weights_exactly_zero():
    np.testing.assert_array_equal(soft_threshold(np.array([-0.3, 0.1, 0.3]), 0.3), [0, 0, 0])


def test_sparse_weights_solve_the_lasso():
    """Of |theta - a|^2 / 2 + strength |theta| the solution is known: each a moved towards zero by strength, or zero."""
    a, theta, rule = np.array([2.0, -1.0, 0.3, -0.2]), np.ones(4), SparseWeights(0.5)
    for _ in range(200):
        rule.step(theta, theta - a, eta=0.1)
    np.testing.assert_allclose(theta, [1.5, -0.5, 0, 0], atol=1e-8)
    assert (theta[2:] == 0).all()


def test_sparse_weights_of_strength_0_is_the_rule_itself(rng):
    theta, g = rng.standard_normal(6), rng.standard_normal(6)
    plain = theta.copy()
    rules = SparseWeights(0.0, "adam"), make_optimizer("adam")
    for _ in range(3):
        rules[0].step(theta, g, 0.1)
        rules[1].step(plain, g, 0.1)
    np.testing.assert_array_equal(theta, plain)


# Early stopping


def noisy_task(rng):
    X, y = rng.standard_normal((60, 5)).astype(np.float32), rng.integers(2, size=60)
    flipped = np.where(rng.random(40) < 0.3, 1 - (X[20:, 0] > 0), X[20:, 0] > 0).astype(int)
    return Dataset(X[:20], y[:20], X[:0], y[:0], X[20:], flipped)


def test_early_stopping_keeps_the_parameters_of_the_best_epoch(rng):
    data, stop, states = noisy_task(rng), EarlyStopping(patience=100), []
    net = MLP((5, 20, 2), rng=rng)
    history = train(
        net, data, epochs=30, batch_size=5, eta=0.5, rng=rng, progress=False,
        callbacks=[stop, lambda net, history: states.append(net.theta.copy())],
    )  # fmt: skip
    best = int(np.argmin(history.valid_error))
    assert 0 < best < 29, "the test needs a best epoch that is neither the first nor the last"
    assert (stop.best_epoch, stop.best_error) == (best + 1, history.valid_error[best])
    assert not np.array_equal(net.theta, states[best])
    stop.restore(net)
    np.testing.assert_array_equal(net.theta, states[best])


def test_early_stopping_ends_after_patience_epochs_without_gain(rng):
    data, stop = noisy_task(rng), EarlyStopping(patience=3)
    history = train(
        MLP((5, 20, 2), rng=rng), data, epochs=60, batch_size=5, eta=0.5, rng=rng, progress=False, callbacks=[stop]
    )
    assert len(history.epoch) == stop.best_epoch + 3 < 60
    assert min(history.valid_error) == stop.best_error


def test_early_stopping_does_not_count_a_tie_as_better(rng):
    stop, net = EarlyStopping(patience=2), MLP(SIZES, rng=rng)
    history = History()
    stopped = []
    for epoch, error in enumerate([9.0, 5.0, 5.0, 5.0], start=1):
        history.add(epoch, 0.0, [error], 0.1, 0.0)
        stopped.append(stop(net, history))
    assert stopped == [False, False, False, True] and stop.best_epoch == 2


def test_early_stopping_asks_for_a_validation_set(rng, batch):
    with pytest.raises(ValueError, match="EarlyStopping: there is no validation error"):
        train(MLP(SIZES, rng=rng), batch, 1, 7, rng=rng, progress=False, callbacks=[EarlyStopping(2)])


# Auxiliary task


def test_auxiliary_task_adds_the_squared_error_of_all_redrawn_images(rng, batch):
    unlabelled = np.array([[1.0, 2, 3, 4, 5]])  # a single one, so that any draw is known
    net = AuxiliaryMLP(SIZES, 0.3, unlabelled, **EXACT, rng=rng)
    net.W[3][2:], net.b[3][2:] = rng.standard_normal((5, 3)), rng.standard_normal(5)
    both = np.concatenate([batch[0], np.tile(unlabelled, (7, 1))])
    h = both
    for l in (1, 2):
        h = np.tanh(h @ net.W[l].T + net.b[l])
    out = h @ net.W[3].T + net.b[3]
    expected = negative_log_likelihood(out[:7, :2], batch[1]) + 0.3 * ((out[:, 2:] - both) ** 2).sum(axis=1).mean()
    assert criterion(net, batch)[0] == pytest.approx(expected, rel=1e-12)


def test_auxiliary_task_starts_with_an_empty_page_and_predicts_the_classes_only(rng, batch):
    net = AuxiliaryMLP(SIZES, 0.3, **EXACT, rng=rng)
    Z, cache = net.forward(batch[0])
    assert Z.shape == (7, 2) and net.probabilities(batch[0]).shape == (7, 2)
    np.testing.assert_array_equal(cache.H[3][:, 2:], 0)


def test_auxiliary_task_leaves_the_scale_of_the_classes_weights_as_it_is(rng):
    """784 outputs more would shrink the start of the first 10 by a factor of 3, if it were drawn for all of them."""
    net = AuxiliaryMLP((784, 100, 10), 0.3, rng=rng)
    assert net.W[2][:10].std() == pytest.approx((4 / 110) ** 0.5, rel=0.1)


# Ensembles


def test_log_loss_of_averaged_probabilities_is_never_more_than_the_average_log_loss(rng):
    for _ in range(50):
        X, y = rng.standard_normal((9, 5)), rng.integers(2, size=9)
        nets = [MLP(SIZES, **EXACT, rng=rng) for _ in range(3)]
        for net in nets:
            net.theta *= rng.uniform(0.5, 4)
        assert Ensemble(nets).loss(X, y) <= np.mean([net.loss(X, y) for net in nets]) + 1e-12


def test_ensemble_averages_probabilities(rng, batch):
    nets = [MLP(SIZES, **EXACT, rng=rng) for _ in range(3)]
    P = sum(scipy.special.softmax(net.forward(batch[0])[0], axis=1) for net in nets) / 3
    ensemble = Ensemble(nets)
    np.testing.assert_allclose(ensemble.probabilities(batch[0]), P, rtol=1e-12)
    assert ensemble.error_percent(*batch) == pytest.approx(100 * np.mean((P[:, 1] > P[:, 0]) != batch[1]))
    assert ensemble.loss(*batch) == pytest.approx(-np.log(P[np.arange(7), batch[1]]).mean())


def test_ensemble_that_is_sure_and_wrong_has_a_finite_loss(rng):
    net = MLP((1, 2), rng=rng)
    net.W[1][...], net.b[1][...] = 0, [1000, 0]
    assert 80 < Ensemble([net]).loss(np.ones((1, 1), np.float32), np.array([1])) < 1000


# Variational


def test_kl_is_the_integral_of_its_definition(rng):
    net = VariationalMLP((1, 1), 10, prior_std=0.5, start_std=0.2, dtype=np.float64, rng=rng)
    net.mean[...] = [0.3, -0.8]
    net.rho[...] += [0.05, -0.1]
    expected = 0.0
    for mean, sigma in zip(net.mean, net.sigma, strict=True):
        q, p = scipy.stats.norm(mean, sigma), scipy.stats.norm(0, 0.5)
        expected += scipy.integrate.quad(
            lambda w, q=q, p=p: q.pdf(w) * (q.logpdf(w) - p.logpdf(w)), mean - 9 * sigma, mean + 9 * sigma
        )[0]
    assert net.kl() == pytest.approx(expected, rel=1e-8)
    draws = net.mean + net.sigma * rng.standard_normal((200_000, 2))
    log_ratio = scipy.stats.norm(net.mean, net.sigma).logpdf(draws) - scipy.stats.norm(0, 0.5).logpdf(draws)
    assert net.kl() == pytest.approx(log_ratio.sum(axis=1).mean(), abs=0.02)


def test_kl_vanishes_where_q_is_the_prior(rng):
    net = VariationalMLP((2, 2), 10, prior_std=0.5, start_std=0.5, dtype=np.float64, rng=rng)
    net.mean[...] = 0
    assert net.kl() == pytest.approx(0, abs=1e-12)


def test_variational_criterion_is_the_fit_of_a_draw_plus_its_share_of_the_kl(rng, batch):
    net = VariationalMLP(SIZES, 11, 0.7, start_std=0.2, **EXACT, rng=rng)
    C, _ = criterion(net, batch, seed=4)
    same = MLP(SIZES, **EXACT, rng=rng)
    same.theta[...] = net.mean + 0.2 * np.random.default_rng(4).standard_normal(same.theta.size)
    assert C == pytest.approx(negative_log_likelihood(same.forward(batch[0])[0], batch[1]) + 0.7 * net.kl() / 11)


def test_variational_network_predicts_with_the_means_and_draws_around_them(rng, batch):
    net = VariationalMLP(SIZES, 11, start_std=0.2, **EXACT, rng=rng)
    before = net.mean.copy()
    criterion(net, batch)
    same = MLP(SIZES, **EXACT, rng=rng)
    same.theta[...] = before
    np.testing.assert_allclose(net.forward(batch[0])[0], same.forward(batch[0])[0])
    draws = np.array([drawn.theta for drawn in net.draws(2000, rng)])
    np.testing.assert_allclose(draws.mean(axis=0), before, atol=5 * 0.2 / 2000**0.5)
    np.testing.assert_allclose(draws.std(axis=0), 0.2, rtol=0.1)


# Dropout


def test_dropout_puts_its_share_of_signals_to_zero_and_keeps_their_mean(rng):
    net, H = DropoutMLP((5, 4, 2), 0.3, rng=rng), np.ones((500, 400), np.float32)
    penalty, factor = net.up(H, rng)
    assert penalty == 0
    np.testing.assert_array_equal(H, factor)
    assert set(np.unique(H).round(6)) == {0, np.float32(1 / 0.7).round(6)}
    assert (H == 0).mean() == pytest.approx(0.3, abs=0.005)
    assert H.mean() == pytest.approx(1, abs=0.01)


def test_dropout_does_nothing_when_it_predicts(rng, batch):
    net = DropoutMLP(SIZES, 0.9, dtype=np.float64, rng=np.random.default_rng(5))
    plain = MLP(SIZES, dtype=np.float64, rng=np.random.default_rng(5))
    np.testing.assert_array_equal(net.probabilities(batch[0]), plain.probabilities(batch[0]))


# Strength 0, errors, and the lecture


@pytest.mark.parametrize("method", [WeightDecayMLP, SparseSignalsMLP, DropoutMLP])
def test_strength_0_is_the_plain_network(method, batch):
    net, plain = (kind(SIZES, *s, rng=np.random.default_rng(5)) for kind, s in ((method, (0,)), (MLP, ())))
    X = batch[0].astype(np.float32)
    C, gradient = criterion(net, (X, batch[1]))
    expected_C, expected = criterion(plain, (X, batch[1]))
    assert C == pytest.approx(expected_C, rel=1e-6)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda rng: WeightDecayMLP(SIZES, -1, rng=rng), "WeightDecayMLP: strength is -1, expected a number from 0 up"),
        (lambda rng: SparseSignalsMLP(SIZES, np.nan, rng=rng), "SparseSignalsMLP: strength is nan"),
        (lambda rng: DropoutMLP(SIZES, 1, rng=rng), "DropoutMLP: rate is 1, expected a number from 0 up, below 1"),
        (lambda rng: DropoutMLP(SIZES, 0.5, activation="tanh", rng=rng), "DropoutMLP: activation is 'tanh'"),
        (lambda rng: AuxiliaryMLP(SIZES, 1, np.ones((3, 4)), rng=rng), r"unlabelled has shape \(3, 4\)"),
        (lambda rng: VariationalMLP(SIZES, 0, rng=rng), "VariationalMLP: n_train is 0, expected a positive number"),
        (lambda rng: SparseWeights(-0.1), "SparseWeights: strength is -0.1"),
        (lambda rng: EarlyStopping(0), "EarlyStopping: patience is 0, expected at least 1"),
        (lambda rng: Ensemble([]), "Ensemble: nets is empty"),
    ],
)  # fmt: skip
def test_errors_name_the_argument_and_what_was_expected(make, words, rng):
    with pytest.raises(ValueError, match=words):
        make(rng)


def test_every_method_on_the_slide_is_in_the_lectures_comparison():
    slide = {
        "weight decay", "input noise", "size of the network", "early stopping", "sparse signals", "sparse weights",
        "weight sharing", "auxiliary task", "ensemble", "variational",
    }  # fmt: skip
    cells = [cell for cell in nbformat.read(LECTURE, as_version=4).cells if cell.cell_type == "code"]
    (cell,) = [cell for cell in cells if cell.source.startswith("methods = {")]
    (methods,) = ast.parse(cell.source).body
    names = {key.value for key in methods.value.keys}
    assert names == slide | {"none", "dropout (not on the slide)"}
    functions = [value.elts[0].id for value in methods.value.values]
    assert len(set(functions)) == len(functions), "each method is one of its own"
    (table,) = [cell for cell in cells if "minus none" in cell.source]
    printed = "".join(output.get("text", "") for output in table.outputs)
    assert all(f"\n{name} " in printed for name in names), "each has its row in the stored table"
