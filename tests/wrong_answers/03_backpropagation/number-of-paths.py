# %% wrong: the layer that the weight leads to is counted | layer that the weight leads to is counted
def number_of_paths(sizes, l):
    paths = 1
    for width in sizes[l:]:
        paths *= width
    return paths

# %% wrong: the widths are added | widths are added
def number_of_paths(sizes, l):
    return sum(sizes[l + 1 :])

# %% wrong: the outputs are left out | last layer is left out
import math

def number_of_paths(sizes, l):
    return math.prod(sizes[l + 1 : -1])

# %% wrong: all layers | All layers are counted
import math

def number_of_paths(sizes, l):
    return math.prod(sizes)

# %% wrong: from the input to the weight | layers below the weight
import math

def number_of_paths(sizes, l):
    return math.prod(sizes[:l])

# %% wrong: 64-bit integers overflow | 64-bit integers overflow
def number_of_paths(sizes, l):
    return np.prod(sizes[l + 1 :])

# %% wrong: layers counted from 0 | One layer too many
import math

def number_of_paths(sizes, l):
    return math.prod(sizes[l + 2 :])

# %% wrong: the MNIST network's number | Sizes and l are arguments
def number_of_paths(sizes, l):
    return 1440

# %% wrong: printed, not returned | returned None
import math

def number_of_paths(sizes, l):
    print(math.prod(sizes[l + 1 :]))

# %% wrong: a generator | use return, not yield
def number_of_paths(sizes, l):
    paths = 1
    for width in sizes[l + 1 :]:
        paths *= width
    yield paths

# %% wrong: calls itself without end | calls itself without end
def number_of_paths(sizes, l):
    return sizes[-1] * number_of_paths(sizes, l)

# %% right: math.prod
import math

def number_of_paths(sizes, l):
    return math.prod(sizes[l + 1 :])

# %% right: recursion
def number_of_paths(sizes, l):
    return 1 if l == len(sizes) - 1 else sizes[l + 1] * number_of_paths(sizes, l + 1)

# %% right: NumPy in floating point
def number_of_paths(sizes, l):
    return np.prod(np.array(sizes[l + 1 :], dtype=float))
