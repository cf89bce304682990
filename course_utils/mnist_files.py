"""Where MNIST's four files are found: a folder, the user's cache, or a download that is checked."""

import contextlib
import gzip
import math
import os
import tempfile
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

# Each file's shape, and the CRC-32 of its unpacked bytes.
FILES = {
    "train-images-idx3-ubyte": ((60_000, 28, 28), 0xE9F4D8B3),
    "train-labels-idx1-ubyte": ((60_000,), 0xE0CB4AD2),
    "t10k-images-idx3-ubyte": ((10_000, 28, 28), 0x91373BDF),
    "t10k-labels-idx1-ubyte": ((10_000,), 0x4AB9EFF9),
}

# The SHA-256 of each published .gz (as in TensorFlow Datasets). It is asked of downloads only: the same bytes
# packed again have another one.
SHA256 = {
    "train-images-idx3-ubyte": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}


class DataFileError(ValueError):
    """A data file is damaged, cut short or not what its name says."""


@dataclass
class Found:
    """What the search has found so far: bytes by file name, the places they came from, what went wrong."""

    arrays: dict[str, npt.NDArray[np.uint8]] = field(default_factory=dict)
    origins: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def missing(self) -> list[str]:
        return [name for name in FILES if name not in self.arrays]

    def add(self, name: str, array: npt.NDArray[np.uint8], origin: str) -> None:
        self.arrays[name] = array
        self.origins.append(origin)


def in_one(sentences: list[str]) -> str:
    """Join sentences, each only once."""
    return "; ".join(dict.fromkeys(sentences))


def to_unit_floats(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """(N, 28, 28) bytes to (N, 784) float32 in [0, 1], never by way of float64, which would take 376 MB."""
    return np.multiply(images.reshape(len(images), -1), np.float32(1 / 255), dtype=np.float32)


def look_in_data_dir(found: Found) -> None:
    setting = os.environ.get("COURSE_DATA_DIR")
    if not setting:
        return
    # A kernel starts in its notebook's folder; a relative path may be meant from the project's root.
    choices = (Path(setting).expanduser(), Path(__file__).resolve().parents[1] / setting)
    folder = next((choice for choice in choices if choice.is_dir()), None)
    if folder is None:
        found.notes.append(f"COURSE_DATA_DIR names {setting}, which is no folder")
        return
    if damage := _look_in_folder(folder, found, "the folder"):
        raise DataFileError(f"{damage[0]}; replace this file or unset COURSE_DATA_DIR")
    if missing := found.missing():
        found.notes.append(f"{folder}, named by COURSE_DATA_DIR, lacks {', '.join(missing)}")


def _look_in_folder(folder: Path, found: Found, what: str) -> list[str]:
    """Read what `folder` has of the missing files, packed or not; return a sentence for each damaged one."""
    damage = []
    for name in found.missing():
        paths = (folder / f"{name}.gz", folder / name)
        if path := next(filter(os.path.exists, paths), None):  # Path.exists raises in a folder closed to us
            try:
                found.add(name, _read_idx(path, name), f"{what} {folder}")
            except DataFileError as error:
                damage.append(str(error))
    return damage


def _read_idx(path: Path, name: str) -> npt.NDArray[np.uint8]:
    """Read the whole IDX file at `path`, packed or not, or raise DataFileError saying what is wrong with it.

    The format (http://yann.lecun.com/exdb/mnist): big-endian int32s, namely a magic number (2049 for labels,
    2051 for images) and the shape, and then the values, a byte each. FILES[name] says what to expect.
    """
    shape, crc32 = FILES[name]
    kinds = {2049: "labels", 2051: "images"}
    kind = kinds[2048 + len(shape)]
    n_header = 4 + 4 * len(shape)
    n_bytes = n_header + math.prod(shape)
    try:
        with open(path, "rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"  # whatever its name: browsers may unpack a .gz
        with (gzip.open if is_packed else open)(path, "rb") as file:
            content = file.read(n_bytes + 1)  # one more than expected, so that gzip reaches its own checksum
    except (OSError, EOFError, zlib.error) as error:
        raise DataFileError(f"{path} is damaged or unreadable ({error}), expected all of {name}") from None
    magic, *found_shape = np.frombuffer(content[:n_header].ljust(n_header, b"\0"), ">i4").tolist()
    if magic not in kinds:
        raise DataFileError(f"{path} begins with {content[:4]!r}, expected an IDX file of {kind}")
    if kinds[magic] != kind:
        raise DataFileError(f"{path} holds {kinds[magic]}, expected {kind}")
    if tuple(found_shape) != shape:
        raise DataFileError(f"{path} holds {kind} of shape {tuple(found_shape)}, expected {shape}")
    if len(content) != n_bytes:
        length = f"more than {n_bytes}" if len(content) > n_bytes else f"only {len(content)}"
        raise DataFileError(f"{path} holds {length} bytes, expected {n_bytes}")
    if zlib.crc32(content) != crc32:
        raise DataFileError(f"{path} is damaged or not MNIST: CRC-32 {zlib.crc32(content):08x}, expected {crc32:08x}")
    return np.frombuffer(content, np.uint8, offset=n_header).reshape(shape)


def look_in_cache_and_mirrors(
    found: Found, cache_dir: str | os.PathLike | None, mirrors: Sequence[str], timeout: float
) -> None:
    import pooch  # here, so that who has the data in a folder does not wait for the import

    cache = Path(cache_dir or os.environ.get("COURSE_CACHE_DIR") or pooch.os_cache("deep-learning-course")).expanduser()
    damage = _look_in_folder(cache, found, "the cache")
    problems = []
    if os.environ.get("COURSE_OFFLINE", "") not in ("", "0"):
        problems, mirrors = ["COURSE_OFFLINE is set"], ()
    for mirror in mirrors:
        if found.missing():
            problems += _look_in_mirror(mirror, found, cache, timeout)
    outcome = "a download will replace it" if found.missing() else "it was downloaded again"
    found.notes += [f"{sentence}, {outcome}" for sentence in damage]
    if found.missing():  # otherwise it does not matter which mirror failed
        found.notes += [f"not all of it is in the cache {cache}", *problems]


def _look_in_mirror(mirror: str, found: Found, cache: Path, timeout: float) -> list[str]:
    """Download what is still missing; return a sentence for each thing that went wrong."""
    import requests

    mirror = mirror.rstrip("/") + "/"
    host = urlsplit(mirror).hostname
    problems = []
    if not _answers(f"{mirror}{found.missing()[0]}.gz", timeout):
        return [f"{host} does not answer"]
    for name in found.missing():
        try:
            found.add(name, _download(mirror, name, cache, found, timeout), f"{host} (downloaded)")
        except requests.HTTPError as error:
            problems.append(f"{host} answered {error.response.status_code} instead of sending the file")
        except requests.RequestException:
            return [*problems, f"{host} broke off"]  # each further file would only wait for its time-out
        except ValueError:
            problems.append(f"{host} sent something else than MNIST (wrong SHA-256)")
        except OSError as error:
            return [*problems, f"there is no room for {name}.gz ({error})"]
    return problems


def _answers(url: str, timeout: float) -> bool:
    """Does anyone answer at `url`, be it with an error, within `timeout` seconds?

    requests applies its time-out to each address of a host by itself and not at all to the look-up of its
    name, so a dead network could hold up a class for minutes. A thread is something one can stop waiting for.
    """
    import requests

    answered = threading.Event()

    def knock() -> None:
        with contextlib.suppress(Exception):  # whatever went wrong: nobody answered
            requests.head(url, timeout=timeout)
            answered.set()

    thread = threading.Thread(target=knock, daemon=True)
    thread.start()
    thread.join(timeout)
    return answered.is_set()


def _download(mirror: str, name: str, cache: Path, found: Found, timeout: float) -> npt.NDArray[np.uint8]:
    """Download one file into `cache`, or for this session only if it cannot be written to, and read it.

    pooch writes under a temporary name, checks the hash, and only then renames, so no half file gets the
    final name, whoever else downloads at the same time.
    """
    import requests

    try:
        return _read_idx(_retrieve(mirror, name, cache, timeout), name)
    except requests.RequestException:  # an OSError as well, but not about the folder
        raise
    except OSError:  # read-only, full, below a file ...
        with tempfile.TemporaryDirectory() as folder:
            array = _read_idx(_retrieve(mirror, name, Path(folder), timeout), name)
        found.notes.append(f"the cache {cache} cannot be written, so the download is for this session only")
        return array


def _retrieve(mirror: str, name: str, folder: Path, timeout: float) -> Path:
    """Have pooch download one file into `folder`, with a progress bar that goes when it is done."""
    import pooch
    from tqdm.auto import tqdm

    pooch.get_logger().setLevel("WARNING")  # it would log every file to stderr, red in a notebook
    with tqdm(total=1, desc=f"{name}.gz", unit="B", unit_scale=True, leave=False) as bar:
        downloader = pooch.HTTPDownloader(progressbar=bar, chunk_size=2**16, timeout=timeout)
        try:
            url, sha256 = f"{mirror}{name}.gz", SHA256[name]
            return Path(pooch.retrieve(url, sha256, fname=f"{name}.gz", path=folder, downloader=downloader))
        finally:
            bar.total = None  # a bar that stops short of its total would stay on the screen, in red
