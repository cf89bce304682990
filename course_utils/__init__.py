"""The course's small library: NumPy that looks like the slides.

What every notebook needs can be taken from here; all else from its module. What draws (``plots``, ``widgets``) is not
imported along: it brings matplotlib, which takes a second.
"""

from course_utils.data import Dataset, load_mnist
from course_utils.network import MLP, cross_entropy, relu, sigmoid, softmax
from course_utils.training import History, train

__all__ = ["MLP", "Dataset", "History", "cross_entropy", "load_mnist", "relu", "sigmoid", "softmax", "train"]
