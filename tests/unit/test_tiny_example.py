"""What the lecture says about the tiny example (slides 14 to 21), proved by independent references."""

import numpy as np
import pytest
import sympy

from course_utils import tiny_example as tiny

RNG = np.random.default_rng(0)
POINTS = RNG.uniform(-2.5, 2.5, size=(200, 2))
W1, W2 = sympy.symbols("w1 w2", real=True)
C = (W1 * W2 - sympy.Rational(3, 2)) ** 2 + sympy.Rational(4, 100) * (W1**2 + W2**2)


def grid(size=31, limit=2.5):
    """Starts over the whole picture, none of them on the line w1 = -w2."""
    w1, w2 = np.meshgrid(np.linspace(-limit, limit, size) + 0.013, np.linspace(-limit, limit, size) + 0.004)
    return np.stack([w1, w2], axis=-1)


def distance_to_a_minimum(w):
    return np.minimum(*(np.linalg.norm(w - sign * np.sqrt(1.46), axis=-1) for sign in (1, -1)))


def test_all_critical_points_are_two_minima_and_a_saddle():
    solutions = sympy.solve([C.diff(W1), C.diff(W2)], [W1, W2])
    exact = sorted([float(w) for w in solution] for solution in solutions)
    np.testing.assert_allclose(sorted([*tiny.MINIMA.tolist(), tiny.SADDLE.tolist()]), exact, atol=1e-12)
    np.testing.assert_allclose(tiny.C(tiny.MINIMA), 0.1184, rtol=1e-12)
    np.testing.assert_allclose(tiny.MINIMA, [[np.sqrt(1.46)] * 2, [-np.sqrt(1.46)] * 2])


def test_curvatures_are_the_slides():
    for minimum in tiny.MINIMA:
        np.testing.assert_allclose(np.linalg.eigvalsh(tiny.hessian(minimum)), [0.16, 5.84], rtol=1e-12)
    np.testing.assert_allclose(np.linalg.eigvalsh(tiny.hessian(tiny.SADDLE)), [-2.92, 3.08], rtol=1e-12)


def test_criterion_is_the_slides_and_twice_the_negative_log_likelihood():
    slide = sympy.lambdify([W1, W2], C)(*POINTS.T)
    np.testing.assert_allclose(tiny.C(POINTS), slide, rtol=1e-12)
    from scipy.stats import norm

    w1, w2 = POINTS.T
    decay = 0.04 * (POINTS**2).sum(axis=1)
    doubled = -2 * norm.logpdf(1.5, loc=w2 * w1, scale=1)
    np.testing.assert_allclose(doubled + decay - tiny.C(POINTS), np.log(2 * np.pi), rtol=1e-10)


def test_gradient_equals_complex_step():
    h = 1e-30
    for j in range(2):
        step = np.zeros(2, complex)
        step[j] = 1j * h
        np.testing.assert_allclose(tiny.gradient(POINTS)[:, j], tiny.C(POINTS + step).imag / h, rtol=1e-12, atol=1e-12)


def test_hessian_equals_second_differences_and_sympy():
    h = 1e-4
    e = h * np.eye(2)
    for i in range(2):
        for j in range(2):
            corners = [s * t * tiny.C(POINTS + s * e[i] + t * e[j]) for s in (1, -1) for t in (1, -1)]
            np.testing.assert_allclose(tiny.hessian(POINTS)[:, i, j], sum(corners) / (4 * h * h), atol=2e-5)
    exact = sympy.lambdify([W1, W2], sympy.hessian(C, [W1, W2]))
    for w in POINTS[:10]:
        np.testing.assert_allclose(tiny.hessian(w), exact(*w), rtol=1e-12, atol=1e-12)


def test_functions_take_one_point_or_a_grid():
    w = POINTS.reshape(10, 20, 2)
    assert tiny.C(w).shape == (10, 20)
    assert tiny.gradient(w).shape == tiny.newton_step(w).shape == (10, 20, 2)
    assert tiny.hessian(w).shape == (10, 20, 2, 2)
    for function in (tiny.C, tiny.gradient, tiny.hessian, tiny.newton_step, tiny.saddle_free_newton_step):
        # Sums over a grid and over one point may differ in their last bit.
        np.testing.assert_allclose(function(w)[3, 4], function(w[3, 4]), rtol=1e-12, err_msg=function.__name__)


def test_slow_direction_shrinks_by_0_96_a_step():
    trajectory = tiny.walk("gradient descent", [-0.5, 1.5], 150, eta=0.25)
    slow = (trajectory - np.sqrt(1.46)) @ [1, -1]
    np.testing.assert_allclose(slow[-1] / slow[-2], 1 - 0.25 * 0.16, rtol=1e-5)


def test_just_under_the_stability_limit_converges_and_just_over_does_not():
    limit = tiny.stability_limit(5.84)
    assert limit == pytest.approx(0.3425, abs=5e-5)
    under = tiny.walk("gradient descent", [1.3, 1.2], 3000, eta=0.995 * limit)[-1]
    over = tiny.walk("gradient descent", [1.3, 1.2], 3000, eta=1.005 * limit)[-1]
    assert distance_to_a_minimum(under) < 1e-3
    assert distance_to_a_minimum(over) > 0.01


def test_momentum_moves_the_stability_limit():
    limit = tiny.stability_limit(5.84, alpha=0.5)
    start = np.sqrt(1.46) + np.array([0.002, 0.001])
    assert distance_to_a_minimum(tiny.walk("momentum", start, 2000, 0.99 * limit, 0.5)[-1]) < 1e-6
    assert not distance_to_a_minimum(tiny.walk("momentum", start, 2000, 1.01 * limit, 0.5)[-1]) < 1e-2


def test_stepsizes_of_the_slides_from_the_slide_maps_start():
    assert distance_to_a_minimum(tiny.walk("gradient descent", [-0.5, 2.0], 400, eta=0.25)[-1]) < 1e-3
    assert np.isnan(tiny.walk("gradient descent", [-0.5, 2.0], 400, eta=0.35)[-1]).all()


def test_gradient_descent_oscillates_for_ever_at_0_35():
    trajectory = tiny.walk("gradient descent", [-0.5, 1.5], 3000, eta=0.35)
    np.testing.assert_allclose(trajectory[-1], trajectory[-3], atol=1e-9)
    assert np.linalg.norm(trajectory[-1] - trajectory[-2]) > 0.1


def test_newton_step_solves_the_newton_equation():
    expected = np.array([-np.linalg.solve(tiny.hessian(w), tiny.gradient(w)) for w in POINTS])
    np.testing.assert_allclose(tiny.newton_step(POINTS), expected, rtol=1e-7)


def test_newton_heads_for_the_saddle_where_the_hessian_is_indefinite():
    # Near the saddle, where C is nearly a quadratic saddle, each step lands far closer to it.
    w = RNG.normal(size=(100, 2))
    w = 0.2 * w / np.linalg.norm(w, axis=1, keepdims=True)
    assert (np.linalg.det(tiny.hessian(w)) < 0).all()
    assert (np.linalg.norm(w + tiny.newton_step(w), axis=1) < 0.25 * 0.2).all()
    assert np.abs(tiny.walk("Newton", w, 10)[-1]).max() < 1e-12
    uphill = (tiny.gradient(w) * tiny.newton_step(w)).sum(axis=1) > 0
    assert uphill.any() and not uphill.all()


def test_newton_doubles_the_correct_digits_near_a_minimum():
    errors = distance_to_a_minimum(tiny.walk("Newton", [1.25, 1.2], 5))
    assert errors[5] < 1e-12
    assert errors[4] < 10 * errors[3] ** 2 and errors[3] < 10 * errors[2] ** 2


def test_saddle_free_step_is_the_absolute_hessian_solved_and_points_downhill():
    from scipy.linalg import sqrtm

    for w in POINTS[:50]:
        H = tiny.hessian(w)
        absolute = sqrtm(H @ H).real
        np.testing.assert_allclose(absolute @ tiny.saddle_free_newton_step(w), -tiny.gradient(w), rtol=1e-6, atol=1e-8)
    w = grid(101)
    assert ((tiny.gradient(w) * tiny.saddle_free_newton_step(w)).sum(-1) < 0).all()


def test_the_full_saddle_free_step_does_not_descend_everywhere():
    # Why the method shortens its steps: where a curvature is nearly zero the step is far too long.
    w = grid(101)
    assert (tiny.C(w + tiny.saddle_free_newton_step(w)) > tiny.C(w)).any()


def test_saddle_free_newton_descends_everywhere_and_ends_in_a_minimum_from_every_start():
    trajectory = tiny.walk("saddle-free Newton", grid(), 40)
    values = tiny.C(trajectory)
    assert (np.diff(values, axis=0) <= 1e-15).all()
    first = values[1] < values[0]
    assert first.all()
    assert (distance_to_a_minimum(trajectory[-1]) < 1e-6).all()


def test_best_momentum_is_polyaks_and_no_other_pair_shrinks_faster():
    from scipy.optimize import minimize

    def factor(pair):
        eta, alpha = pair
        maps = [[[1 + alpha - eta * curvature, -alpha], [1, 0]] for curvature in (0.16, 5.84)]
        return np.abs(np.linalg.eigvals(maps)).max()

    found = minimize(factor, [0.4, 0.4], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10})
    alpha, eta = tiny.best_momentum([0.16, 5.84])
    np.testing.assert_allclose(found.x, [eta, alpha], atol=1e-3)
    np.testing.assert_allclose(factor([eta, alpha]), np.sqrt(alpha), rtol=1e-5)


def test_best_momentum_is_recovered_by_walking():
    def factor(eta, alpha):
        trajectory = tiny.walk("momentum", tiny.MINIMA[0] + [0.01, 0], 60, eta, alpha)
        distance = np.linalg.norm(trajectory - tiny.MINIMA[0], axis=1)
        return distance[50:].max() / distance[10:21].max()

    alphas, etas = np.linspace(0.44, 0.60, 9), np.linspace(0.44, 0.56, 7)
    table = np.array([[factor(eta, alpha) for eta in etas] for alpha in alphas])
    i, j = np.unravel_index(table.argmin(), table.shape)
    alpha, eta = tiny.best_momentum([0.16, 5.84])
    assert abs(alphas[i] - alpha) < 0.03 and abs(etas[j] - eta) < 0.03


def test_first_order_methods_are_those_of_the_network():
    # One step by hand: theta - eta g, and for Adam's first step the sign of the gradient times eta.
    w = np.array([0.5, -1.0])
    g = tiny.gradient(w)
    np.testing.assert_allclose(tiny.walk("gradient descent", w, 1, 0.1)[1], w - 0.1 * g)
    np.testing.assert_allclose(tiny.walk("Adam", w, 1, 0.1)[1], w - 0.1 * np.sign(g), rtol=1e-6)
    first, second = tiny.walk("momentum", w, 2, 0.1, alpha=0.7)[1:]
    np.testing.assert_allclose(second - first, 0.7 * (first - w) - 0.1 * tiny.gradient(first))


@pytest.mark.parametrize("method", tiny.METHODS)
def test_many_walks_side_by_side_equal_one_at_a_time(method):
    starts = POINTS[:5] / 2
    together = tiny.walk(method, starts, 15, eta=0.05)
    for k, start in enumerate(starts):
        np.testing.assert_allclose(together[:, k], tiny.walk(method, start, 15, eta=0.05), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("method", tiny.METHODS)
def test_on_the_diagonal_no_method_without_noise_leaves_and_a_little_noise_frees_it(method):
    assert np.abs(tiny.walk(method, [0.0, 0.0], 20)[-1]).max() == 0
    trajectory = tiny.walk(method, [0.8, -0.8], 20, eta=0.1)
    np.testing.assert_allclose(trajectory.sum(axis=1), 0, atol=1e-9)
    if method != "Newton":
        rng = np.random.default_rng(1)
        freed = tiny.walk(method, [0.8, -0.8], 400, eta=0.1, noise=1e-6, rng=rng)
        assert distance_to_a_minimum(freed[-1]) < 0.1


def test_same_seed_gives_two_methods_the_same_noise():
    walks = [
        tiny.walk(method, [1.0, 1.0], 1, 0.1, 0.9, noise=0.3, rng=np.random.default_rng(5))
        for method in ("gradient descent", "momentum")
    ]
    np.testing.assert_array_equal(*walks)


def test_spread_with_noise_is_the_predicted_one():
    def predicted(curvature, eta, alpha):
        denominator = curvature * (1 - alpha) * (2 * (1 + alpha) - eta * curvature)
        return np.sqrt(eta * (1 + alpha) / denominator)

    start = np.tile(tiny.MINIMA[0], (4000, 1))
    for eta, alpha in ((0.25, 0.0), (0.05, 0.8)):
        rng = np.random.default_rng(3)
        end = tiny.walk("momentum", start, 300, eta, alpha, noise=0.01, rng=rng)[-1] - start
        for direction, curvature in (([1, -1], 0.16), ([1, 1], 5.84)):
            spread = np.std(end @ direction) / np.sqrt(2) / 0.01
            # The standard error of a standard deviation from 4000 samples is 1.1%.
            np.testing.assert_allclose(spread, predicted(curvature, eta, alpha), rtol=0.05)


@pytest.mark.parametrize("method", tiny.METHODS)
@pytest.mark.parametrize("eta", [0.8, 1e3])
def test_a_diverging_walk_ends_in_nan_without_a_warning(method, eta):
    starts = np.array([[-0.5, 2.0], [2.0, 2.0], [1e6, -1e6], [0.0, 0.0]])
    trajectory = tiny.walk(method, starts, 50, eta)
    assert trajectory.shape == (51, 4, 2)
    gone = np.isnan(trajectory)
    assert (gone[1:] >= gone[:-1]).all()
    assert np.nanmax(np.abs(trajectory)) <= tiny.FAR
    tiny.C(trajectory)


def test_start_is_left_as_it_was():
    start = np.array([0.3, 0.4])
    tiny.walk("gradient descent", start, 5)
    np.testing.assert_array_equal(start, [0.3, 0.4])


GOOD = {"method": "momentum", "start": [0.0, 1.0]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "SGD"}, "method is 'SGD', expected one of gradient descent, momentum"),
        ({"start": [np.nan, 1.0]}, "start .* expected finite"),
        ({"start": [np.inf, 1.0]}, "start .* expected finite"),
        ({"start": [1e7, 1.0]}, "start .* expected finite"),
        ({"start": [1.0, 2.0, 3.0]}, r"start has shape \(3,\), expected \(\.\.\., 2\)"),
        ({"start": 1.0}, r"start has shape \(\)"),
        ({"start": ["a", "b"]}, "start .* expected numbers"),
        ({"start": [[1.0, 2.0], [3.0]]}, "start .* expected numbers"),
        ({"start": None}, "start is .* expected numbers"),
        ({"steps": -1}, "steps is -1"),
        ({"steps": 2.5}, "steps is 2.5"),
        ({"eta": np.nan}, "eta is nan"),
        ({"eta": -0.1}, "eta is -0.1"),
        ({"alpha": 1.0}, "alpha is 1.0, expected 0 <= alpha < 1"),
        ({"alpha": np.nan}, "alpha is nan"),
        ({"noise": -1.0}, "noise is -1.0"),
        ({"noise": 0.5}, "rng is None .* expected a numpy.random.Generator"),
    ],
)
def test_bad_input_gets_one_sentence_that_names_the_argument(change, words):
    with pytest.raises(ValueError, match=words) as error:
        tiny.walk(**{**GOOD, **change})
    assert "\n" not in str(error.value)


def test_bad_curvatures_are_named():
    for bad in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match="eigenvalue"):
            tiny.stability_limit(bad)
    with pytest.raises(ValueError, match="eigenvalues"):
        tiny.best_momentum([-2.92, 3.08])
    for function in (tiny.C, tiny.gradient, tiny.hessian, tiny.newton_step):
        with pytest.raises(ValueError, match=function.__name__):
            function([1.0, 2.0, 3.0])
