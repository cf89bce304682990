# %% wrong: paths from every unit | sum over all units of layer 1
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    everything = [path_sum_of(J, g, k) for k in range(J[2].shape[1])]
    return sum(one for one, _ in everything), multiplications


def path_sum_of(J, g, j):
    L = max(J)
    return np.linalg.multi_dot([g, *[J[l] for l in range(L, 1, -1)], np.eye(J[2].shape[1])])[j], 0


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: g left out | leaves out g
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, 1.0
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: indices of J swapped | indices of J are swapped
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][below, i]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: counts the paths | number of paths
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            below = i
        multiplications += 1
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: one too many a path | One too many for each path
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        multiplications += 1
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: path sum by matrices | As few as stored results
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for l in range(L, 1, -1):
        g = J[l].T @ g
        multiplications += J[l].size
    return g[j], multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: always unit 0 | begin at another unit
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = 0, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: matrices first | multiplied with each other first
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    product, multiplications = None, 0
    for l in sorted(J):
        if product is None:
            product = J[l]
        else:
            multiplications += J[l].shape[0] * product.size
            product = J[l] @ product
    multiplications += product.size
    return g @ product, multiplications

# %% wrong: rows and columns changed places | rows and columns have changed places
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l] @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: from the first layer up | wrong order
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% wrong: counts layers | number of layers
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += 1
    return g, multiplications

# %% wrong: counts additions too | additions are counted too
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += 2 * J[l].size
    return g, multiplications

# %% wrong: counts units | One multiplication for each unit
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].shape[1]
    return g, multiplications

# %% wrong: changes g in place | still needs g: work on a copy
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g[: J[l].shape[1]] = (J[l].T @ g)[: len(g)]
        multiplications += J[l].size
    return g, multiplications

# %% wrong: stored results without a count | expected two values
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g

# %% wrong: beginnings shared, and multiplied by 1 | alike seem to share
import itertools
def path_sum(J, g, j):
    L = max(J)

    def walk(l, i, v):
        if l == L:
            return v * g[i], 1
        total, count = 0.0, 0
        for k in range(J[l + 1].shape[0]):
            one, n = walk(l + 1, k, v * J[l + 1][k, i])
            total, count = total + one, count + n + 1
        return total, count

    return walk(1, j, 1.0)


def stored_results(J, g):
    count = 0
    for l in range(max(J), 1, -1):
        g = J[l].T @ g
        count += J[l].size
    return g, count

# %% right: itertools
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications

# %% right: recursion
def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        g = J[l].T @ g
        multiplications += J[l].size
    return g, multiplications


def path_sum(J, g, j):
    L = max(J)

    def walk(l, unit, factors):
        if l > L:
            product = g[unit]
            for factor in factors:
                product = product * factor
            return product, len(factors)
        ways = [walk(l + 1, i, [*factors, J[l][i, unit]]) for i in range(len(J[l]))]
        return sum(value for value, _ in ways), sum(count for _, count in ways)

    return walk(2, j, [])

# %% right: loops
import itertools


def path_sum(J, g, j):
    L = max(J)
    gradient, multiplications = 0.0, 0
    for path in itertools.product(*(range(J[l].shape[0]) for l in range(2, L + 1))):
        below, product = j, g[path[-1]]
        for l, i in enumerate(path, start=2):
            product *= J[l][i, below]
            multiplications += 1
            below = i
        gradient += product
    return gradient, multiplications


def stored_results(J, g):
    multiplications = 0
    for l in sorted(J, reverse=True):
        below = np.zeros(J[l].shape[1])
        for i in range(J[l].shape[0]):
            for k in range(J[l].shape[1]):
                below[k] += J[l][i, k] * g[i]
                multiplications += 1
        g = below
    return g, multiplications
