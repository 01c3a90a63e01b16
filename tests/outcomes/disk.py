"""What `test_disk` runs with the program it is given: one check of a file that tries to read what it must not.

    python disk.py FOLDER

prints as JSON where the course is, what the learner's code could do, and how the check ended.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tutor.checking import landlock
from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.course import Course
from tutor.course.model import ExerciseStep

WAYS = {
    "open": "open({path!r}).read(1)",
    "os.open": "os.read(os.open({path!r}, os.O_RDONLY), 1)",
    "pathlib": "pathlib.Path({path!r}).read_bytes()[:1]",
    "io.FileIO": "io.FileIO({path!r}).read(1)",
    "mmap": "mmap.mmap(os.open({path!r}, os.O_RDONLY), 1, prot=mmap.PROT_READ)[:1]",
    "import": "importlib.machinery.SourceFileLoader('mine', {path!r}).get_data({path!r})[:1]",
    "runpy": "runpy.run_path({path!r}) and 1",
    "linecache": "linecache.getline({path!r}, 1)[:1]",
    "a link": "os.symlink({path!r}, 'way') or open('way').read(1)",
    "a hard link": "os.link({path!r}, 'hard') or open('hard').read(1)",
    "a copy": "shutil.copy({path!r}, 'copy')",
    "a link to the folder": "os.symlink({folder!r}, 'folder') or open('folder/' + {name!r}).read(1)",
    "the folder's descriptor": "os.read(os.open({name!r}, os.O_RDONLY, dir_fd=os.open({folder!r}, os.O_PATH)), 1)",
    "the folder's names": "os.listdir({folder!r})",
    "/proc/self/root": "open('/proc/self/root' + {path!r}).read(1)",
    "another root": "os.chroot('/') or open({path!r}).read(1)",
    "subprocess": "subprocess.run(['cat', {path!r}], capture_output=True).stdout[:1]",
    "a process of Python": "subprocess.run([sys.executable, '-c', 'print(open(' + repr({path!r}) + ').read(1))'],"
    " capture_output=True).stdout[:1]",
    "torch's storage": "torch.UntypedStorage.from_file({path!r}, False, 1)[0]",
    "numpy": "numpy.fromfile({path!r}, numpy.uint8, 1)[0]",
    "ctypes": "ctypes.string_at(ctypes.create_string_buffer(2)) if ctypes.CDLL(None).open({encoded!r}, 0) < 0 else 1",
    "sqlite": "sqlite3.connect('file:' + {path!r} + '?mode=ro', uri=True).execute('pragma schema_version').fetchone()",
    "writing": "open({path!r}, 'a')",
}
ELSEWHERE = {
    "the names of processes": "os.listdir('/proc/1')",
    "the parent's memory": "open('/proc/' + str(os.getppid()) + '/mem', 'rb')",
    "its own memory": "open('/proc/self/mem', 'rb')",
    "environments": "open('/proc/self/environ', 'rb').read(1)",
    "the home": "os.listdir(os.path.expanduser('~'))",
    "the temporary folder": "os.listdir('/tmp')",
    "writing there": "open('/tmp/dltutor-was-here', 'w')",
    "writing into Python": "open(torch.__file__, 'a')",
    "writing into the tutor": "open({tutor!r}, 'a')",
    "the network": "socket.create_connection(('127.0.0.1', 22), 1)",
}
MAY = {
    "a stub": "open({stub!r}).read(1)",
    "torch's files": "open(torch.__file__).read(1)",
    "the tutor's files": "open({tutor!r}).read(1)",
    "a file of its own": "open('mine', 'w').write('x') and open('mine').read(1)",
    "a temporary file": "tempfile.TemporaryFile().write(b'x')",
}
TOP = (
    "import ctypes, importlib.machinery, io, linecache, mmap, numpy, os, pathlib, runpy, shutil, socket, sqlite3, "
    "subprocess, sys, tempfile, torch"
)


def attempt(name: str, way: str) -> str:
    return f"""
try: got = {way}
except BaseException as fault: got = None
if got: print('got', {name!r})
for left in ('way', 'hard', 'copy', 'folder'):
    try: os.unlink(left)
    except OSError: pass
"""


def main(folder: Path) -> None:
    """Checks one file that tries all of it at import."""
    course = Course.open()
    chapter, step = course.find("ch10/dot-score")
    assert isinstance(step, ExerciseStep)
    secrets = [course.reference(chapter, step), course.check_file(chapter, step), course.answers_file(chapter, step)]
    tutor, stub = str(Path(landlock.__file__)), str(course.stub(chapter, step))
    text = TOP + "\n"
    for at, path in enumerate(secrets):
        fields = {"path": str(path), "folder": str(path.parent), "name": path.name, "encoded": str(path).encode()}
        text += "".join(attempt(f"{at} {name}", way.format(**fields)) for name, way in WAYS.items())
    text += "".join(attempt(name, way.format(tutor=tutor, stub=stub)) for name, way in (ELSEWHERE | MAY).items())
    file = folder / chapter.name / step.file
    file.parent.mkdir(parents=True)
    file.write_text(text + "\ndef dot_score(query, keys):\n    return keys\n")
    checker = Checker()
    try:
        verdict = checker.check(plan(course, chapter, step, folder))
    finally:
        checker.close()
    got = [line.removeprefix("got ") for line in verdict.output.splitlines() if line.startswith("got ")]
    answer = {"root": str(course.root), "got": got, "status": verdict.status, "sandbox": verdict.sandbox}
    print(json.dumps(answer | {"reasons": [check.reason for check in verdict.checks], "kernel": landlock.version()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
