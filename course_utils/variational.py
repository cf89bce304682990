"""A variational method: a distribution over every weight instead of a number (slide 37)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from course_utils.network import MLP, Cache, cross_entropy
from course_utils.regularization import check_strength

# The criterion is far flatter in log sigma than in the means. In units of rho, where a stepsize counts PACE^2 times,
# plain gradient descent moves both.
PACE = 10.0


class VariationalMLP(MLP):
    """Each parameter is Gaussian, w ~ N(mean, sigma^2), all independent; training moves the means and the sigmas.

    The criterion is E_q[C] + strength * KL(q || prior) / n_train: how badly the draws fit, plus what it costs to say
    more about the weights than the prior did (Hinton and van Camp 1993). One draw a step, w = mean + sigma * epsilon,
    gives an unbiased gradient with respect to both: "Bayes by backprop" (Blundell et al. 2015). Predictions use the
    means; :meth:`draws` gives networks for the average over q.

    Args:
        sizes: as in MLP.
        n_train: number of training samples, N in the criterion.
        strength: 1 for the bound on log P(y | X) that the theory asks for; less counts the data more than once.
        prior_std: standard deviation of the prior N(0, prior_std^2) on each parameter.
        start_std: sigma at the start.
        settings: further arguments of MLP, rng among them.

    Attributes:
        theta: (2n,) the n means, then n numbers rho with log sigma = PACE * rho.
        mean, rho: (n,) views of it.
        w: (n,) the parameters that W and b are views of: a draw in training, the means for predictions.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        n_train: int,
        strength: float = 1.0,
        prior_std: float = 0.1,
        start_std: float = 0.02,
        **settings,
    ) -> None:
        super().__init__(sizes, **settings)
        self.strength = check_strength("VariationalMLP: strength", strength)
        for name, value in (("n_train", n_train), ("prior_std", prior_std), ("start_std", start_std)):
            if not value > 0:
                raise ValueError(f"VariationalMLP: {name} is {value}, expected a positive number")
        self.n_train, self.prior_std = n_train, prior_std
        self.w = self.theta
        self.theta = np.concatenate([self.w, np.full_like(self.w, np.log(start_std) / PACE)])
        self.mean, self.rho = self.theta[: self.w.size], self.theta[self.w.size :]
        self.gradient = np.empty_like(self.theta)

    @property
    def sigma(self) -> npt.NDArray:
        """Standard deviation of each parameter, (n,)."""
        sigma = PACE * self.rho
        return np.exp(sigma, out=sigma)

    def forward(self, X: npt.NDArray, cache: Cache | None = None) -> tuple[npt.NDArray, Cache]:
        """Compute the logits with the means of all parameters; see MLP."""
        self.w[...] = self.mean
        return super().forward(X, cache)

    def kl(self) -> float:
        """KL(q || prior) in nats: the sum of log(s / sigma) + (sigma^2 + mean^2) / (2 s^2) - 1/2, s the prior's."""
        return self._kl(self.sigma)

    def _kl(self, sigma: npt.NDArray) -> float:
        s, n = self.prior_std, sigma.size
        squares = float(np.vdot(sigma, sigma)) + float(np.vdot(self.mean, self.mean))
        return n * (np.log(s) - 0.5) - PACE * float(self.rho.sum(dtype=np.float64)) + squares / (2 * s**2)

    def loss_and_gradient(self, X, y, cache, rng):
        """E_q[C] from one draw of all parameters, plus its share of the KL, and its gradient (2n,); see MLP."""
        sigma = self.sigma
        noise = rng.standard_normal(sigma.shape, dtype=sigma.dtype)
        noise *= sigma
        np.add(self.mean, noise, out=self.w)
        Z, cache = super().forward(X, cache)
        C, dZ = cross_entropy(Z, y)
        g = self.backward(dZ, cache).vector
        # By mean: g + price mean / s^2. By rho: PACE (g noise + price (sigma^2 / s^2 - 1)). In place, to save time.
        price, s2 = self.strength / self.n_train, self.prior_std**2
        by_mean, by_rho = self.gradient[: g.size], self.gradient[g.size :]
        np.multiply(self.mean, price / s2, out=by_mean)
        by_mean += g
        np.multiply(sigma, sigma, out=by_rho)
        by_rho -= s2
        by_rho *= PACE * price / s2
        noise *= g
        noise *= PACE
        by_rho += noise
        return C + price * self._kl(sigma), self.gradient

    def draws(self, count: int, rng: np.random.Generator) -> list[MLP]:
        """Return networks whose parameters are drawn from q, for :class:`course_utils.ensembles.Ensemble`."""
        nets = [MLP(self.sizes, dtype=self.dtype, rng=rng) for _ in range(count)]
        for net in nets:
            net.f, net.slope = self.f, self.slope
            net.theta[...] = self.mean + self.sigma * rng.standard_normal(self.w.shape, dtype=self.w.dtype)
        return nets
