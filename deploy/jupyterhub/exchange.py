"""Handing in and collecting through a folder that all students write to.

nbgrader lets whoever knows a submission's name read and change it. When it collects, it trusts what it finds: it warns
of a submission in somebody else's name and takes it all the same, it follows a symbolic link with the grader's rights
(to a gradebook, say), waits forever for a named pipe, and believes the time that a submission claims for itself.
"""

import datetime
import os
import pathlib
import pwd
import stat

from dateutil.tz import gettz
from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit
from nbgrader.utils import ignore_patterns, parse_utc

# A submission is written in one go; what was changed later than this after the time it claims was not.
GRACE = datetime.timedelta(minutes=2)


class PrivateSubmit(ExchangeSubmit):
    """nbgrader's submission, open to the student and to the inbound folder's group, which is the grader's."""

    def copy_files(self):
        """Hand in, and close the folder to everybody else."""
        super().copy_files()
        os.chmod(os.path.join(self.inbound_path, self.assignment_filename), 0o770)


class CarefulCollect(ExchangeCollect):
    """nbgrader's collection, of plain files only, each submission from the account it is named after."""

    def init_src(self):
        """Choose each student's submission among those that are the student's own."""
        super().init_src()
        # nbgrader has taken the newest by name; forged ones are dropped first, lest they push out the true one.
        self._chosen = {record["username"] for record in self.src_records}
        inbound = pathlib.Path(self.inbound_path)
        mine = {}
        for path in sorted(inbound.glob(f"*+{self.coursedir.assignment_id}+*")):
            record = self._path_to_record(str(path))
            if record["username"] in self._chosen and self._is_own(path, record["username"]):
                mine.setdefault(record["username"], []).append({**record, "timestamp": self._time(path, record)})
        self.src_records = []
        for records in mine.values():
            newest_first = self._sort_by_timestamp(records)
            in_time = [r for r in newest_first if self.duedate and r["timestamp"] <= self.duedate]
            self.src_records.append((in_time if self.before_duedate and in_time else newest_first)[0])

    def _path_to_record(self, path):
        """nbgrader's, but a name that means nothing stops nobody else's collection."""
        try:
            return super()._path_to_record(path)
        except Exception as error:  # dateutil raises what it likes
            self.log.error("Refused %s: %s", path, error)
            return {"username": "", "filename": os.path.basename(path), "timestamp": datetime.datetime.min}

    def _is_own(self, path: pathlib.Path, username: str) -> bool:
        if not username:
            return False
        found = path.lstat()
        try:
            owner = pwd.getpwuid(found.st_uid).pw_name
        except KeyError:
            owner = f"unknown account {found.st_uid}"
        if not stat.S_ISDIR(found.st_mode):
            self.log.error("Refused %s: it is no folder", path)
        elif self.check_owner and owner != username:
            self.log.error("Refused %s: it claims to be from %s and is from %s", path, username, owner)
        else:
            return True
        return False

    def _time(self, path: pathlib.Path, record: dict) -> datetime.datetime:
        """When it was handed in: as it says, or when the file system saw it change if that was clearly later."""
        changes = [path.lstat().st_ctime]
        changes += [os.lstat(os.path.join(top, name)).st_ctime for top, _, files in os.walk(path) for name in files]
        changed = datetime.datetime.fromtimestamp(max(changes), datetime.UTC).replace(tzinfo=None)
        if changed > record["timestamp"] + GRACE:
            self.log.warning("%s was changed at %s UTC: that counts as its time", path, changed)
            return changed
        return record["timestamp"]

    def do_copy(self, src, dest, log=None):
        """Copy plain files, never what a link points to, within the course's limits of size."""
        kept = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )
        left = 1000 * self.coursedir.max_dir_size
        for top, folders, files, top_fd in os.fwalk(src, follow_symlinks=False):
            ignored = kept(top, [*folders, *files])
            folders[:] = [name for name in folders if name not in ignored]
            target = os.path.join(dest, os.path.relpath(top, src))
            os.makedirs(target)
            for name in set(files) - set(ignored):
                content = _read_plain(name, top_fd, left)
                if content is None:
                    self.log.error("Left out %s/%s: not a plain file, or too large", top, name)
                    continue
                left -= len(content)
                pathlib.Path(target, name).write_bytes(content)
        self._stamp(src, dest)

    def _stamp(self, src, dest):
        """Write the time that counts where nbgrader looks for it."""
        path = pathlib.Path(src)
        time = self._time(path, self._path_to_record(str(path)))
        claimed = pathlib.Path(dest, "timestamp.txt")
        try:
            agrees = abs(parse_utc(claimed.read_text().strip()) - time) <= GRACE
        except (OSError, ValueError, OverflowError):
            agrees = False
        if not agrees:
            local = time.replace(tzinfo=datetime.UTC).astimezone(gettz(self.timezone))
            claimed.write_text(local.strftime(self.timestamp_format))


def _read_plain(name: str, folder: int, limit: int) -> bytes | None:
    """A file's bytes, or None if it is no plain file or has more than `limit` of them."""
    try:
        # Without following a link, and without waiting for somebody at a pipe's other end.
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        content = opened.read(limit + 1)
    return content if len(content) <= limit else None
