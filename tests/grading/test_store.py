"""Results are kept whole or not at all, under a hash of all that they depend on."""

import gzip
import stat

import pytest

from course_utils.grading.store import Store, digest


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "results")


def test_what_is_put_is_got(store):
    store.put("runs", digest("a"), {"x": [1, float("inf"), "∂"]})
    assert store.get("runs", digest("a")) == {"x": [1, float("inf"), "∂"]}
    assert store.get("runs", digest("b")) is None and store.get("scores", digest("a")) is None


def test_folder_is_for_its_owner_only(store):
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no gzip", id="not gzip"),
        pytest.param(gzip.compress(b"{"), id="not JSON"),
        pytest.param(gzip.compress(b"{}" * 100)[:20], id="cut off"),
    ],
)
def test_damaged_result_counts_as_none(store, data):
    store.put("runs", digest("a"), {})
    store.path("runs", digest("a")).write_bytes(data)
    assert store.get("runs", digest("a")) is None


def test_forgotten_result_is_gone_and_forgetting_twice_is_no_error(store):
    store.put("runs", digest("a"), {})
    for _ in range(2):
        store.forget("runs", digest("a"))
        assert store.get("runs", digest("a")) is None


def test_failed_write_leaves_nothing_behind(store, monkeypatch):
    store.put("runs", digest("a"), {"old": 1})

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("course_utils.grading.store.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        store.put("runs", digest("a"), {"new": 1})
    assert store.get("runs", digest("a")) == {"old": 1}
    assert [path.name for path in store.path("runs", digest("a")).parent.iterdir()] == [f"{digest('a')}.json.gz"]


def test_seed_is_drawn_once_and_is_another_in_another_course(store, tmp_path):
    assert store.seed("a") == store.seed("a") != store.seed("b")
    assert len(store.seed("a")) == 32
    assert Store(tmp_path / "other").seed("a") != store.seed("a")


def test_hash_depends_on_values_and_their_places():
    assert digest("a", "b") != digest("ab") != digest("b", "a")
    assert digest({"x": 1, "y": 2}) == digest({"y": 2, "x": 1})
