"""How fast an epoch is, beside PyTorch's and scikit-learn's.

The same network (784-225-144-10), the same batches of 100, the same optimizer (momentum), all in float32. Each
competitor lives in a process of its own with as many threads as it takes by itself; they take turns, an epoch each.
"""

import multiprocessing
import statistics
import time
from collections.abc import Iterator

SIZES = (784, 225, 144, 10)
N, ETA, ALPHA, TURNS = 100, 0.1, 0.9, 7


def numpy_epoch(X, y):
    """The course's own training loop."""
    import numpy as np

    from course_utils.network import MLP
    from course_utils.optimizers import Momentum
    from course_utils.training import Epoch

    rng = np.random.default_rng(0)
    epoch = Epoch(MLP(SIZES, rng=rng), X, y, N, Momentum(ALPHA), 0.0, 0.0, rng)
    return lambda: epoch.run(lambda done: ETA)


def pytorch_epoch(X, y):
    """As PyTorch's own tutorial writes a training loop, in eager mode; with its batches taken straight from a tensor,
    because a DataLoader that collates sample by sample takes many times as long."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    layers = [nn.Linear(784, 225), nn.ReLU(), nn.Linear(225, 144), nn.ReLU(), nn.Linear(144, 10)]
    model, loss_fn = nn.Sequential(*layers), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=ETA, momentum=ALPHA)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def run():
        total = 0.0
        order = torch.randperm(len(X))
        for start in range(0, len(X), N):
            rows = order[start : start + N]
            loss = loss_fn(model(X[rows]), y[rows])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
        return total / len(X)

    return run


def sklearn_epoch(X, y):
    """One pass of MLPClassifier."""
    import numpy as np
    from sklearn.neural_network import MLPClassifier

    settings = {"solver": "sgd", "learning_rate_init": ETA, "momentum": ALPHA, "nesterovs_momentum": False}
    model = MLPClassifier(SIZES[1:-1], batch_size=N, alpha=0, random_state=0, **settings)
    classes = np.arange(10)
    return lambda: model.partial_fit(X, y, classes=classes)


def large_product(X, y):
    """The machine's best: a product of two 2048×2048 float32 matrices, several times."""
    import numpy as np

    A = np.random.default_rng(0).random((2048, 2048), dtype=np.float32)
    C = np.empty_like(A)
    return lambda: np.matmul(A, A, out=C)


COMPETITORS = {"numpy": numpy_epoch, "pytorch": pytorch_epoch, "sklearn": sklearn_epoch, "product": large_product}


def compete(make, pipe) -> None:
    """Live in a process of one's own: warm up, then run once for each message and answer with the seconds."""
    from course_utils.data import load_mnist

    data = load_mnist()
    run = make(data.X_train, data.y_train)
    run()
    pipe.send("ready")
    while pipe.recv():
        start = time.perf_counter()
        run()
        pipe.send(time.perf_counter() - start)


def measure() -> Iterator[tuple[str, float]]:
    """Yield the ratios of epochs per second, and the share of the machine's best rate that an epoch reaches."""
    context = multiprocessing.get_context("spawn")
    pipes = {}
    for name, make in COMPETITORS.items():
        pipes[name], theirs = context.Pipe()
        context.Process(target=compete, args=(make, theirs), daemon=True).start()
        theirs.close()  # so that a competitor that dies is noticed
        pipes[name].recv()
    seconds = {name: [] for name in COMPETITORS}
    for _ in range(TURNS):
        for name, pipe in pipes.items():
            # The product takes a tenth of a second: the best of several is the machine's best.
            for _ in range(5 if name == "product" else 1):
                pipe.send(True)
                seconds[name].append(pipe.recv())
    for pipe in pipes.values():
        pipe.send(False)
    for name in ("pytorch", "sklearn"):
        ratios = [theirs / ours for theirs, ours in zip(seconds[name], seconds["numpy"], strict=True)]
        yield f"epoch_speed_vs_{name}", statistics.median(ratios)
    weights = [n_j * n_i for n_j, n_i in zip(SIZES, SIZES[1:], strict=False)]
    # Forward and the weights' gradients take a product each for every layer; the signals' gradients not for the first.
    operations = 2 * 60000 * (3 * sum(weights) - weights[0])
    median = statistics.median(seconds["numpy"])
    best = 2 * 2048**3 / min(seconds["product"])
    yield "epoch_seconds", median
    yield "best_gflops", best / 1e9
    yield "gemm_fraction", operations / median / best
