"""Initial weights have the size that the slide gives."""

import numpy as np
import pytest

from course_utils.initialization import initial_weights


@pytest.mark.parametrize(
    ("method", "variance"), [("balanced", 4 / (300 + 700)), ("forward", 2 / 700), ("backward", 2 / 300)]
)
def test_weights_have_the_slides_variance(method, variance):
    W = initial_weights(300, 700, np.random.default_rng(0), method)
    # The variance of n Gaussian draws is off by a factor 1 ± sqrt(2/n): 0.3% here; five times that is allowed.
    assert W.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / W.size))
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)
    assert W.shape == (300, 700) and W.dtype == np.float32


def test_unknown_method_is_named():
    with pytest.raises(ValueError, match="initialization: 'xavier' is unknown"):
        initial_weights(2, 2, np.random.default_rng(0), "xavier")
