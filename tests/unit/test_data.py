"""Facts about course_utils.data.

Nothing here needs a network or the real MNIST: a server on 127.0.0.1 plays the mirrors, and four small IDX
files, whose shapes and hashes take the place of MNIST's, play the data.
"""

import gzip
import hashlib
import http.server
import logging
import math
import os
import socket
import subprocess
import sys
import threading
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest

from course_utils import data, mnist_files
from course_utils.data import Dataset, check_images_and_labels, load_mnist
from course_utils.mnist_files import DataFileError

REAL_MNIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist"
NAMES = tuple(mnist_files.FILES)
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = NAMES
SHAPES = {TRAIN_IMAGES: (12, 28, 28), TRAIN_LABELS: (12,), TEST_IMAGES: (7, 28, 28), TEST_LABELS: (7,)}


# --- a small MNIST, and mirrors for it ---


def idx(array, magic=None):
    header = [2048 + array.ndim if magic is None else magic, *array.shape]
    return np.array(header, ">i4").tobytes() + array.tobytes()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in ("COURSE_DATA_DIR", "COURSE_OFFLINE", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def small(monkeypatch):
    """The unpacked content of four small files by name, put in MNIST's place."""
    rng = np.random.default_rng(1)
    content, files, hashes = {}, {}, {}
    for name, shape in SHAPES.items():
        values = rng.integers(0, 256 if len(shape) == 3 else 10, shape, dtype=np.uint8)
        content[name] = idx(values)
        files[name] = (shape, zlib.crc32(content[name]))
        hashes[name] = hashlib.sha256(pack(content[name])).hexdigest()
    monkeypatch.setattr(mnist_files, "FILES", files)
    monkeypatch.setattr(mnist_files, "SHA256", hashes)
    return content


def pack(content):
    return gzip.compress(content, mtime=0)


def fill(folder, contents, packed=True):
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / (f"{name}.gz" if packed else name)).write_bytes(pack(content) if packed else content)
    return folder


class Mirror:
    """A web server on 127.0.0.1: `replies` maps a name to (status, body), `requests` lists what came."""

    def __init__(self, replies):
        self.replies, self.requests = replies, []
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.rpartition("/")[2].removesuffix(".gz")
                mirror.requests.append((self.command, name))
                status, body = mirror.replies.get(name, (404, b""))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(mirror.cut(body))

            do_HEAD = do_GET

            def log_message(self, *args):
                pass

        self.cut = lambda body: body
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/mnist/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def fetched(self):
        return [name for command, name in self.requests if command == "GET"]


@pytest.fixture
def mirror():
    started = []

    def start(contents=None, status=200, replies=None):
        packed = {name: (status, pack(content)) for name, content in (contents or {}).items()}
        started.append(Mirror(replies or packed))
        return started[-1]

    yield start
    for one in started:
        one.server.shutdown()
        one.server.server_close()


@pytest.fixture
def closed_port():
    """An address where nobody listens. The port stays bound, so that nobody else can take it meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/mnist/"


@pytest.fixture
def no_connections(monkeypatch):
    """A list of the connections tried; each of them fails."""
    tried = []

    def refuse(*args, **kwargs):
        tried.append(args)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def assert_is_small(dataset, small):
    """All four files were read whole: shapes, types, and each value."""
    assert dataset.name == "MNIST"
    parts = (dataset.X_train, dataset.y_train, dataset.X_test, dataset.y_test)
    for (name, content), array in zip(small.items(), parts, strict=True):
        shape = SHAPES[name]
        values = np.frombuffer(content, np.uint8, offset=4 + 4 * len(shape))
        if len(shape) == 3:
            assert array.dtype == np.float32
            np.testing.assert_allclose(array, values.reshape(shape[0], 784) / 255, rtol=1e-6)
        else:
            assert array.dtype == np.int64
            np.testing.assert_array_equal(array, values)


def assert_is_default(dataset, capsys):
    """The default was loaded, and exactly one line said so: the Dataset's source."""
    assert dataset.name == "scikit-learn digits"
    out, err = capsys.readouterr()
    assert out == dataset.source + "\n"
    assert out.count("\n") == 1
    assert "MNIST" in out
    assert err == ""


# --- COURSE_DATA_DIR ---


@pytest.mark.parametrize("packed", [True, False])
def test_data_dir_is_read_without_a_word_or_a_connection(small, tmp_path, monkeypatch, capsys, no_connections, packed):
    folder = fill(tmp_path / "data", small, packed)
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    dataset = load_mnist(cache_dir=tmp_path / "cache")
    assert_is_small(dataset, small)
    assert str(folder) in dataset.source
    assert capsys.readouterr() == ("", "")
    assert no_connections == []
    assert not (tmp_path / "cache").exists()


def test_data_dir_comes_before_the_cache(small, tmp_path, monkeypatch):
    folder = fill(tmp_path / "data", small)
    fill(tmp_path / "cache", {name: b"damaged" for name in small})
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=()), small)


def test_a_gz_packed_by_someone_else_is_as_good(small, tmp_path, monkeypatch):
    folder = fill(tmp_path / "data", small)
    (folder / f"{TRAIN_IMAGES}.gz").write_bytes(gzip.compress(small[TRAIN_IMAGES], compresslevel=1, mtime=5))
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=()), small)


def test_a_gz_that_a_browser_unpacked_is_read_all_the_same(small, tmp_path, monkeypatch):
    folder = fill(tmp_path / "data", small)
    (folder / f"{TEST_LABELS}.gz").write_bytes(small[TEST_LABELS])
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=()), small)


def test_relative_data_dir_is_also_looked_for_from_the_projects_root(small, tmp_path, monkeypatch):
    root = Path(data.__file__).resolve().parents[1]
    fill(tmp_path / "data", small)
    (tmp_path / "lectures").mkdir()
    monkeypatch.chdir(tmp_path / "lectures")
    monkeypatch.setenv("COURSE_DATA_DIR", os.path.relpath(tmp_path / "data", root))
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=()), small)


def test_data_dir_that_does_not_exist_is_named_and_the_cache_is_used(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "nowhere"))
    dataset = load_mnist(cache_dir=fill(tmp_path / "cache", small), mirrors=())
    assert_is_small(dataset, small)
    assert capsys.readouterr().out == dataset.source + "\n"
    assert f"COURSE_DATA_DIR names {tmp_path / 'nowhere'}" in dataset.source


def test_file_lacking_in_data_dir_is_named_and_downloaded(small, tmp_path, monkeypatch, capsys, mirror):
    folder = fill(tmp_path / "data", {name: small[name] for name in NAMES[1:]})
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    web = mirror(small)
    dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=[web.url])
    assert_is_small(dataset, small)
    assert f"lacks {TRAIN_IMAGES}" in capsys.readouterr().out
    assert web.fetched() == [TRAIN_IMAGES]


# --- damaged, truncated and mislabelled files ---


def flip(content):
    return content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]


DAMAGES = {
    "truncated gz": (TRAIN_IMAGES, True, lambda s: pack(s[TRAIN_IMAGES])[:-300], "damaged"),
    "gz without its checksum": (TRAIN_IMAGES, True, lambda s: pack(s[TRAIN_IMAGES])[:-8], "damaged"),
    "gz with its checksum changed": (TRAIN_IMAGES, True, lambda s: flip(pack(s[TRAIN_IMAGES])), "CRC check"),
    "gz with garbage inside": (TRAIN_IMAGES, True, lambda s: pack(b"")[:10] + b"\xff" * 99, "damaged"),
    "truncated": (TEST_IMAGES, False, lambda s: s[TEST_IMAGES][:-1], "only 5503 bytes, expected 5504"),
    "too long": (TEST_IMAGES, False, lambda s: s[TEST_IMAGES] + b"x", "holds more than 5504 bytes"),
    "pixel changed": (TEST_IMAGES, False, lambda s: flip(s[TEST_IMAGES]), "damaged or not MNIST"),
    "cut in the header": (TEST_IMAGES, False, lambda s: s[TEST_IMAGES][:9], "shape"),
    "empty": (TEST_LABELS, True, lambda s: b"", "expected an IDX file"),
    "empty gz": (TEST_LABELS, True, lambda s: pack(b""), "expected an IDX file"),
    "a web page": (TRAIN_LABELS, True, lambda s: b"<!DOCTYPE html>", "begins with b'<!DO'"),
    "images for labels": (TRAIN_LABELS, True, lambda s: pack(s[TRAIN_IMAGES]), "holds images, expected"),
    "labels for images": (TEST_IMAGES, True, lambda s: pack(s[TEST_LABELS]), "holds labels, expected"),
    "test labels for training labels": (
        TRAIN_LABELS,
        True,
        lambda s: pack(s[TEST_LABELS]),
        "holds labels of shape (7,), expected (12,)",
    ),
}  # fmt: skip


@pytest.fixture(params=DAMAGES)
def damaged(request, small, tmp_path):
    """A folder with three good files and a damaged one, the damaged one, and what must be said of it."""
    name, packed, spoil, sentence = DAMAGES[request.param]
    folder = fill(tmp_path / "data", {good: small[good] for good in NAMES if good != name})
    path = folder / (f"{name}.gz" if packed else name)
    path.write_bytes(spoil(small))
    return folder, path, sentence


def test_damaged_file_in_data_dir_is_an_error_that_names_it(damaged, tmp_path, monkeypatch, no_connections):
    folder, path, sentence = damaged
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    with pytest.raises(DataFileError) as caught:
        load_mnist(cache_dir=tmp_path / "cache")
    message = str(caught.value)
    assert message.startswith(str(path))
    assert sentence in message
    assert "expected" in message
    assert "replace this file or unset COURSE_DATA_DIR" in message
    assert "\n" not in message
    assert no_connections == []
    assert path.exists()


def test_damaged_file_in_the_cache_is_named_and_downloaded_again(damaged, small, mirror, capsys):
    folder, path, sentence = damaged
    web = mirror(small)
    dataset = load_mnist(cache_dir=folder, mirrors=[web.url])
    assert_is_small(dataset, small)
    out = capsys.readouterr().out
    assert str(path) in out
    assert sentence in out
    assert "it was downloaded again" in out
    assert out.count("\n") == 1
    assert web.fetched() == [path.name.removesuffix(".gz")]
    assert_is_small(load_mnist(cache_dir=folder, mirrors=()), small)  # the cache is whole again
    assert capsys.readouterr().out == ""


def test_damaged_file_in_the_cache_and_no_network_gives_the_default(damaged, closed_port, capsys):
    folder, path, sentence = damaged
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    dataset = load_mnist(cache_dir=folder, mirrors=[closed_port])
    assert_is_default(dataset, capsys)
    assert str(path) in dataset.source
    assert sentence in dataset.source
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_unreadable_file_is_named(small, tmp_path, monkeypatch):
    folder = fill(tmp_path / "data", small)
    (folder / f"{TRAIN_LABELS}.gz").unlink()
    (folder / f"{TRAIN_LABELS}.gz").mkdir()  # root may read every file, but not a folder as one
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    with pytest.raises(DataFileError, match=f"{TRAIN_LABELS}.gz is damaged or unreadable"):
        load_mnist(cache_dir=tmp_path / "cache")


# --- cache and mirrors ---


def test_download_fills_the_cache_and_is_not_repeated(small, tmp_path, mirror, capfd, no_warnings):
    web = mirror(small)
    dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=[web.url])
    assert_is_small(dataset, small)
    assert capfd.readouterr().out == ""
    assert sorted(file.name for file in (tmp_path / "cache").iterdir()) == sorted(f"{n}.gz" for n in NAMES)
    assert sorted(web.fetched()) == sorted(NAMES)
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[web.url]), small)
    assert len(web.fetched()) == 4


@pytest.fixture
def no_warnings(recwarn):
    yield
    assert [str(warning.message) for warning in recwarn] == []


def test_download_logs_nothing(small, tmp_path, mirror):
    import pooch

    said = []
    handler = logging.Handler()
    handler.emit = said.append
    pooch.get_logger().addHandler(handler)
    try:
        load_mnist(cache_dir=tmp_path / "cache", mirrors=[mirror(small).url])
    finally:
        pooch.get_logger().removeHandler(handler)
    assert said == []


def test_download_has_a_progress_bar_that_goes_when_it_is_done(small, tmp_path, mirror, monkeypatch):
    import tqdm.auto

    bars = []

    class Bar(tqdm.auto.tqdm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.updates = []
            bars.append(self)

        def update(self, n=1):
            self.updates.append(n)
            return super().update(n)

    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    load_mnist(cache_dir=tmp_path / "cache", mirrors=[mirror(small).url])
    assert [bar.desc for bar in bars] == [f"{name}.gz" for name in NAMES]
    assert [bar.updates[-1] for bar in bars] == [len(pack(small[name])) for name in NAMES]
    assert not any(bar.leave for bar in bars)


def test_default_cache_is_the_users(small, tmp_path, monkeypatch, mirror):
    import pooch

    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    load_mnist(mirrors=[mirror(small).url])
    assert (tmp_path / "deep-learning-course" / f"{TEST_LABELS}.gz").exists()


def test_second_mirror_serves_when_the_first_answers_403(small, tmp_path, mirror, capfd):
    first, second = mirror(small, status=403), mirror(small)
    dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=[first.url, second.url])
    assert_is_small(dataset, small)
    assert first.fetched()
    assert capfd.readouterr().out == ""


def test_second_mirror_serves_when_the_first_sends_a_web_page(small, tmp_path, mirror):
    first = mirror(replies=dict.fromkeys(NAMES, (200, b"<html>Please log in to the wireless network</html>")))
    second = mirror(small)
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[first.url, second.url]), small)
    assert first.fetched()


def test_second_mirror_serves_when_nobody_listens_at_the_first(small, tmp_path, mirror, closed_port):
    second = mirror(small)
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[closed_port, second.url]), small)


def test_second_mirror_serves_when_the_first_breaks_off(small, tmp_path, mirror):
    first, second = mirror(small), mirror(small)
    first.cut = lambda body: body[: len(body) // 2]  # the header still announces all of it
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[first.url, second.url]), small)
    assert len(first.fetched()) == 1


def test_two_mirrors_that_each_lack_a_file_complete_one_another(small, tmp_path, mirror):
    first = mirror({name: small[name] for name in NAMES if name != TRAIN_IMAGES})
    second = mirror({name: small[name] for name in NAMES if name != TEST_LABELS})
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[first.url, second.url]), small)
    assert second.fetched() == [TRAIN_IMAGES]


def test_good_files_are_kept_when_one_cannot_be_had(small, tmp_path, mirror, capsys):
    web = mirror(small)
    web.replies[TRAIN_LABELS] = (403, b"")
    cache = tmp_path / "cache"
    assert load_mnist(cache_dir=cache, mirrors=[web.url]).name == "scikit-learn digits"
    assert sorted(file.name for file in cache.iterdir()) == sorted(f"{n}.gz" for n in NAMES if n != TRAIN_LABELS)
    again = mirror(small)
    assert_is_small(load_mnist(cache_dir=cache, mirrors=[again.url]), small)
    assert again.fetched() == [TRAIN_LABELS]


def test_nothing_half_or_wrong_is_left_in_the_cache(small, tmp_path, mirror):
    half, wrong = mirror(small), mirror(replies=dict.fromkeys(NAMES, (200, b"wrong")))
    half.cut = lambda body: body[:-1]
    load_mnist(cache_dir=tmp_path / "cache", mirrors=[half.url, wrong.url])
    assert list((tmp_path / "cache").iterdir()) == []


def test_everything_failing_gives_the_default_and_one_sentence_with_the_reasons(
    small, tmp_path, mirror, closed_port, capfd, no_warnings
):
    forbidden = mirror(small, status=403)
    wrong = mirror(replies=dict.fromkeys(NAMES, (200, b"wrong")))
    half = mirror(small)
    half.cut = lambda body: body[:-1]
    mirrors = [forbidden.url, wrong.url, half.url, closed_port]
    dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=mirrors)
    assert dataset.name == "scikit-learn digits"
    out = capfd.readouterr().out
    assert out == dataset.source + "\n"
    assert out.count("answered 403") == 1  # and not once for each of the four files
    assert out.count("wrong SHA-256") == 1
    assert out.count("broke off") == 1
    assert out.count("does not answer") == 1


def test_no_network_asks_each_mirror_once_and_gives_the_default(small, tmp_path, capsys, no_connections):
    dataset = load_mnist(cache_dir=tmp_path / "cache")
    assert_is_default(dataset, capsys)
    for url in data.MIRRORS:
        assert url.split("/")[2] in dataset.source
    assert len(no_connections) == len(data.MIRRORS)


def test_mirror_that_never_answers_is_given_up(small, tmp_path, monkeypatch, capsys):
    """Even where requests itself would wait for ever, as it does for the look-up of a name."""
    import requests

    released = threading.Event()
    monkeypatch.setattr(requests, "head", lambda *args, **kwargs: released.wait())
    try:
        dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=["http://127.0.0.1:9/"], timeout=0.01)
    finally:
        released.set()
    assert_is_default(dataset, capsys)


def test_mirror_that_stalls_is_asked_for_one_file_only(small, tmp_path, mirror, capfd):
    web, released = mirror(small), threading.Event()

    def stall(body):
        released.wait()
        return b""

    web.cut = stall
    try:
        dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=[web.url], timeout=0.5)
    finally:
        released.set()
    assert dataset.name == "scikit-learn digits"
    assert "broke off" in dataset.source
    assert len(web.fetched()) == 1


def test_course_offline_makes_no_connection(small, tmp_path, monkeypatch, capsys, no_connections):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    dataset = load_mnist(cache_dir=tmp_path / "cache")
    assert_is_default(dataset, capsys)
    assert "COURSE_OFFLINE" in dataset.source
    assert no_connections == []


def test_course_offline_still_reads_the_cache(small, tmp_path, monkeypatch, capsys, no_connections):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    assert_is_small(load_mnist(cache_dir=fill(tmp_path / "cache", small)), small)
    assert capsys.readouterr().out == ""
    assert no_connections == []


def test_course_offline_0_is_online(small, tmp_path, monkeypatch, mirror):
    monkeypatch.setenv("COURSE_OFFLINE", "0")
    assert_is_small(load_mnist(cache_dir=tmp_path / "cache", mirrors=[mirror(small).url]), small)


def assert_kept_for_this_session(dataset, small, cache, temporary, capfd):
    assert_is_small(dataset, small)
    out = capfd.readouterr().out
    assert out == dataset.source + "\n"
    assert out.count(f"the cache {cache} cannot be written") == 1
    assert list(temporary.iterdir()) == []


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_cache_that_cannot_be_made_keeps_mnist_for_the_session(small, tmp_path, temporary, mirror, capfd):
    (tmp_path / "file").write_text("not a folder")  # root may write to a read-only folder, but not below a file
    cache = tmp_path / "file" / "cache"
    dataset = load_mnist(cache_dir=cache, mirrors=[mirror(small).url])
    assert_kept_for_this_session(dataset, small, cache, temporary, capfd)


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_read_only_cache_keeps_mnist_for_the_session(small, tmp_path, temporary, mirror, capfd, monkeypatch, error):
    import pooch.core

    cache = fill(tmp_path / "cache", {TEST_LABELS: small[TEST_LABELS]})
    make_local_storage = pooch.core.make_local_storage

    def read_only(path, env=None):
        if str(path).startswith(str(cache)):
            raise error
        make_local_storage(path, env)

    monkeypatch.setattr(pooch.core, "make_local_storage", read_only)
    web = mirror(small)
    dataset = load_mnist(cache_dir=cache, mirrors=[web.url])
    assert_kept_for_this_session(dataset, small, cache, temporary, capfd)
    assert sorted(web.fetched()) == sorted(set(NAMES) - {TEST_LABELS})  # what the cache has is used


def test_full_disk_everywhere_gives_the_default(small, tmp_path, mirror, capfd, monkeypatch):
    import pooch

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pooch, "retrieve", full)
    dataset = load_mnist(cache_dir=tmp_path / "cache", mirrors=[mirror(small).url])
    assert dataset.name == "scikit-learn digits"
    assert "No space left on device" in dataset.source


# --- the default ---


@pytest.fixture(scope="module")
def digits():
    return data.load_small_digits("a sentence")


def test_default_has_mnists_layout(digits):
    assert digits.X_train.shape == (1500, 784)
    assert digits.X_test.shape == (297, 784)
    assert digits.X_train.dtype == digits.X_test.dtype == np.float32
    assert digits.y_train.dtype == digits.y_test.dtype == np.int64
    assert digits.X_train.min() == 0
    assert 0.9 < digits.X_train.max() <= 1
    assert not digits.X_train.reshape(-1, 28, 28)[:, :4].any()  # a margin of 4, as in MNIST
    assert not digits.X_train.reshape(-1, 28, 28)[:, :, -4:].any()
    check_images_and_labels(digits.X_train, digits.y_train)
    check_images_and_labels(digits.X_test, digits.y_test)


def test_default_has_about_as_many_of_each_digit(digits):
    for y in (digits.y_train, digits.y_test):
        share = np.bincount(y, minlength=10) / len(y)
        assert share.min() > 0.09
        assert share.max() < 0.11


def test_default_is_upright_and_belongs_to_its_labels(digits):
    """Shrunk to 8×8 again, each image is the one of scikit-learn's that has its label."""
    from sklearn.datasets import load_digits

    original = load_digits()
    small = digits.X_test.reshape(-1, 28, 28)[:, 4:24, 4:24].reshape(-1, 4, 5, 4, 5).mean(axis=(2, 4)).reshape(-1, 16)
    reference = original.images.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16) / 16
    nearest = np.argmin(((small[:, np.newaxis] - reference) ** 2).sum(axis=2), axis=1)
    assert np.mean(original.target[nearest] == digits.y_test) > 0.95


def test_default_is_the_same_every_time(digits):
    again = data.load_small_digits("a sentence")
    np.testing.assert_array_equal(again.X_train, digits.X_train)
    np.testing.assert_array_equal(again.y_test, digits.y_test)


def test_default_shares_no_image_between_training_and_test(digits):
    train = {row.tobytes() for row in digits.X_train}
    assert not [row for row in digits.X_test if row.tobytes() in train]


# --- Dataset ---


@pytest.fixture
def dataset():
    X = np.arange(20 * 784, dtype=np.float32).reshape(20, 784)
    return Dataset(X, np.arange(20) % 10, X[:5], np.arange(5), name="MNIST", source="made up")


def test_split_takes_the_last_images_as_views(dataset):
    parts = dataset.split(6)
    np.testing.assert_array_equal(parts.X_train, dataset.X_train[:14])
    np.testing.assert_array_equal(parts.X_valid, dataset.X_train[14:])
    np.testing.assert_array_equal(parts.y_train, dataset.y_train[:14])
    np.testing.assert_array_equal(parts.y_valid, dataset.y_train[14:])
    assert parts.X_train.base is parts.X_valid.base is not None
    assert np.shares_memory(parts.X_valid, dataset.X_train)
    assert np.shares_memory(parts.X_train, dataset.X_train)
    assert parts.X_test is dataset.X_test
    assert (parts.name, parts.source) == ("MNIST", "made up")
    assert len(dataset.X_train) == 20


def test_validation_set_is_empty_until_split(dataset):
    assert dataset.X_valid.shape == dataset.split(0).X_valid.shape == (0, 784)
    assert dataset.y_valid.shape == dataset.split(0).y_valid.shape == (0,)


def test_split_by_a_fraction_suits_both_data_sets(dataset, digits):
    assert len(dataset.split(0.25).X_valid) == 5
    assert len(digits.split(1 / 6).X_valid) == 250


@pytest.mark.parametrize("n_valid", [20, 21, -1, 1.5, -0.5, 6.0, "6", None, True, np.nan])
def test_split_refuses_other_numbers(dataset, n_valid):
    with pytest.raises(ValueError, match=r"^n_valid: .*expected"):
        dataset.split(n_valid)


def test_split_twice_is_refused(dataset):
    with pytest.raises(ValueError, match=r"^split: the set already has 6 validation images, expected none"):
        dataset.split(6).split(6)


def test_subset_draws_without_replacement_and_keeps_images_with_labels(dataset):
    part = dataset.split(5).subset(15, np.random.default_rng(0))
    rows = (part.X_train[:, 0] / 784).astype(int)
    assert sorted(rows) == list(range(15))
    assert list(rows) != list(range(15))
    np.testing.assert_array_equal(part.y_train, rows % 10)
    assert len(part.X_valid) == 5
    assert part.X_train.dtype == np.float32


def test_subset_is_the_generators_choice(dataset):
    first, second, other = (dataset.subset(8, np.random.default_rng(seed)).y_train for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    assert len(dataset.subset(0.5, np.random.default_rng(1)).y_train) == 10


@pytest.mark.parametrize("n_train", [0, 21, -1, 1.5, "8", None])
def test_subset_refuses_other_numbers(dataset, n_train):
    with pytest.raises(ValueError, match=r"^n_train: .*expected"):
        dataset.subset(n_train, np.random.default_rng(0))


def test_subset_asks_for_a_generator(dataset):
    with pytest.raises(TypeError, match=r"^rng: got int, expected a Generator"):
        dataset.subset(5, 0)


def test_repr_is_one_short_line(dataset):
    assert repr(dataset.split(6)) == "<MNIST: 14 training, 6 validation and 5 test images>"


def test_dataset_cannot_be_assigned_to(dataset):
    with pytest.raises(AttributeError):
        dataset.X_train = dataset.X_test


# --- check_images_and_labels ---

X_GOOD = np.linspace(0, 1, 12, dtype=np.float32).reshape(4, 3)
Y_GOOD = np.array([0, 9, 3, 1])


def with_value(value):
    X = X_GOOD.copy()
    X[2, 1] = value
    return X


BAD = {
    "list X": (X_GOOD.tolist(), Y_GOOD, TypeError, "X_train: got list, expected a NumPy array"),
    "list y": (X_GOOD, [0, 9, 3, 1], TypeError, "y_train: got list, expected a NumPy array"),
    "bytes not scaled": (X_GOOD.astype(np.uint8), Y_GOOD, TypeError, "X_train: has dtype uint8"),
    "float labels": (X_GOOD, Y_GOOD.astype(float), TypeError, "y_train: has dtype float64"),
    "bool labels": (X_GOOD, Y_GOOD > 2, TypeError, "y_train: has dtype bool, expected integers"),
    "images not flat": (X_GOOD.reshape(4, 3, 1), Y_GOOD, ValueError, "X_train: has shape (4, 3, 1), expected"),
    "one image": (X_GOOD[0], Y_GOOD, ValueError, "X_train: has shape (3,), expected (N, D)"),
    "no image": (X_GOOD[:0], Y_GOOD[:0], ValueError, "X_train: is empty, shape (0, 3)"),
    "no pixel": (X_GOOD[:, :0], Y_GOOD, ValueError, "X_train: is empty, shape (4, 0)"),
    "one-hot labels": (X_GOOD, np.eye(4, dtype=int), ValueError, "y_train: has shape (4, 4), expected (4,)"),
    "too few labels": (X_GOOD, Y_GOOD[:3], ValueError, "y_train: has shape (3,), expected (4,)"),
    "label too large": (X_GOOD, Y_GOOD + 3, ValueError, "y_train: labels run from 3 to 12, expected 0 to 9"),
    "label just too large": (X_GOOD, Y_GOOD + 1, ValueError, "y_train: labels run from 1 to 10,"),
    "label negative": (X_GOOD, Y_GOOD - 1, ValueError, "y_train: labels run from -1 to 8, expected 0"),
    "NaN": (with_value(np.nan), Y_GOOD, ValueError, "X_train: row 2 has NaN or infinity (1 such"),
    "infinity": (with_value(np.inf), Y_GOOD, ValueError, "X_train: row 2 has NaN or infinity (1 such"),
    "-infinity": (with_value(-np.inf), Y_GOOD, ValueError, "X_train: row 2 has NaN or infinity (1 such"),
}  # fmt: skip


@pytest.mark.parametrize(("X", "y", "error", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_images_and_labels_are_named_in_one_sentence(X, y, error, sentence, no_warnings):
    with pytest.raises(error) as caught:
        check_images_and_labels(X, y, names=("X_train", "y_train"))
    assert str(caught.value).startswith(sentence)
    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_good_images_and_labels_pass(no_warnings):
    check_images_and_labels(X_GOOD, Y_GOOD)
    check_images_and_labels(X_GOOD.astype(np.float64), Y_GOOD.astype(np.uint8))
    check_images_and_labels(X_GOOD[::2], Y_GOOD[::2] // 4, n_classes=2)
    check_images_and_labels(np.full((4, 3), 3e38, np.float32), Y_GOOD)  # finite, though the sum is not


def test_check_needs_little_memory_beside_the_images():
    X, y = np.zeros((2000, 784), np.float32), np.zeros(2000, np.int64)
    tracemalloc.start()
    try:
        check_images_and_labels(X, y)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < X.nbytes / 20


# --- the module, and the real MNIST where it is at hand ---


def test_import_loads_neither_pooch_nor_sklearn_nor_tqdm():
    code = "import sys, course_utils.data; print({'pooch', 'sklearn', 'tqdm', 'requests'} & set(sys.modules))"
    root = Path(data.__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_bytes_become_floats_without_a_float64_copy():
    images = np.full((500, 28, 28), 255, np.uint8)
    tracemalloc.start()
    try:
        X = mnist_files.to_unit_floats(images)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * X.nbytes
    assert X.max() == 1


def test_files_are_named_and_shaped_like_mnists():
    assert [shape for shape, _ in mnist_files.FILES.values()] == [
        (60000, 28, 28),
        (60000,),
        (10000, 28, 28),
        (10000,),
    ]
    assert mnist_files.SHA256.keys() == mnist_files.FILES.keys()
    assert all(len(bytes.fromhex(sha256)) == 32 for sha256 in mnist_files.SHA256.values())
    assert sum(math.prod(shape) for shape, _ in mnist_files.FILES.values()) == 54_950_000


@pytest.mark.skipif(not REAL_MNIST.is_dir(), reason=f"needs the real MNIST in {REAL_MNIST}")
def test_real_mnist_loads(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA_DIR", str(REAL_MNIST))
    mnist = load_mnist(cache_dir=tmp_path / "cache", mirrors=())
    assert capsys.readouterr().out == ""
    assert mnist.X_train.shape == (60_000, 784)
    assert mnist.X_test.shape == (10_000, 784)
    assert mnist.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(mnist.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert mnist.X_train.min() == 0
    assert mnist.X_train.max() == 1
    assert abs(float(mnist.X_train.mean()) - 0.1307) < 1e-3


@pytest.mark.skipif(not REAL_MNIST.is_dir(), reason=f"needs the real MNIST in {REAL_MNIST}")
@pytest.mark.parametrize("name", NAMES[1:])  # the training images there were packed again
def test_real_mnist_has_the_hash_that_downloads_must_have(name):
    assert hashlib.sha256((REAL_MNIST / f"{name}.gz").read_bytes()).hexdigest() == mnist_files.SHA256[name]


def test_course_cache_dir_is_the_cache(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_DATA_DIR", "")
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "of the hub"))
    assert load_mnist().name == "scikit-learn digits"
    assert "of the hub" in capsys.readouterr().out
