#!/usr/bin/env python3
"""Soaks the explorer: random keys, resizes, edits by others and kills on a store of 300 quotations.

    fuzz/soak.py PROGRAM [MINUTES] [SEED]

Held: no panic, no hang, no broken store, no quotation lost, no edit lost that was made and had come to rest before the
kill. Prints the figures; ends with 1 at the first thing that does not hold, and leaves the folder for a look.
Needs a Unix and Python 3 without packages.
"""
import fcntl, os, pty, random, re, select, signal, struct, subprocess, sys, tempfile, termios, time

PROGRAM = os.path.abspath(sys.argv[1])
MINUTES = float(sys.argv[2]) if len(sys.argv) > 2 else 30
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**6)
# Left out: keys that start other programs, write files, add or remove text, or leave.
KEYS = list("jkhlgGJKzbnNsS*cxriuv=,.()LBM?1234 \t\r") + ["\x1b", "\x12", "\x04", "\x15", "\x06", "\x02", "\x1b[A",
        "\x1b[B", "\x1b[5~", "\x1b[6~", "/bridge\r", "fis:star\r", "fkind:direct\r", "F", "tone\r", "mnote\r", "gg"]
random.seed(SEED)
folder = tempfile.mkdtemp(prefix="soak-")
store = os.path.join(folder, "quotes.yaml")
environment = dict(os.environ, HOME=folder, TERM="xterm-256color", XDG_CONFIG_HOME=folder + "/c",
                   XDG_STATE_HOME=folder + "/s", XDG_DATA_HOME=folder + "/d", XDG_CACHE_HOME=folder + "/k")
figures = dict(sessions=0, keys=0, resizes=0, outside=0, kills=0, acknowledged=0)


def fail(what, output=b""):
    print(f"FAILED with seed {SEED} in {folder}: {what}\n{output[-1500:]!r}\n{figures}")
    sys.exit(1)


def verbatim(*arguments):
    return subprocess.run([PROGRAM, *arguments, "--store", store], env=environment, capture_output=True, text=True,
                          timeout=120)


def make_store():
    for number in range(60):
        path = os.path.join(folder, f"a{number}.txt")
        with open(path, "w") as file:
            for line in range(5):
                file.write(f"“We counted {number * 5 + line} boats on the river today,” said Ann Lee{number % 7}.\n\n")
    verbatim("add", *[os.path.join(folder, f"a{number}.txt") for number in range(60)])
    return count()


def count():
    return len(verbatim("list", "--all", "--format", "ndjson").stdout.splitlines()) if HAS_ALL else \
        len(verbatim("list", "is:rejected OR NOT is:rejected", "--format", "ndjson").stdout.splitlines())


HAS_ALL = "--all" in subprocess.run([PROGRAM, "list", "--help"], capture_output=True, text=True).stdout


class Session:
    def __init__(self, *arguments):
        self.output = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execve(PROGRAM, [PROGRAM, store, *arguments], environment)
        self.resize(100, 30)
        self.read(1.0)

    def resize(self, columns, rows):
        try:
            fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        except OSError:
            pass

    def read(self, quiet):
        """Reads until nothing has come for `quiet` seconds; whether the program still runs."""
        end = time.time() + 30
        while time.time() < end and select.select([self.terminal], [], [], quiet)[0]:
            try:
                part = os.read(self.terminal, 65536)
            except OSError:
                return False
            if not part:
                return False
            self.output += part
            # What a terminal answers to the questions that are asked at the start.
            if b"\x1b[c" in part:
                self.keys("\x1b[?62;c")
        return True

    def keys(self, keys):
        try:
            os.write(self.terminal, keys.encode())
        except OSError:
            pass

    def end(self, number):
        """Ends it by a signal, or by `q` for 0; gives its wait status."""
        if number:
            os.kill(self.process, number)
        else:
            # Apart from each other: Esc and a letter at once are Alt and the letter.
            for keys in ["\x1b"] * 4 + ["q"]:
                self.keys(keys)
                self.read(0.15)
        end = time.time() + 20
        while time.time() < end:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                os.close(self.terminal)
                return status
            self.read(0.05)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        fail(f"it did not end by {number or 'q'}", self.output)


def edit_from_outside():
    """What an editor does: writes the whole file again beside the old one, and renames it."""
    with open(store) as file:
        text = file.read()
    places = [match.start() for match in re.finditer(r"^  star: true\n", text, re.M)]
    if places and random.random() < 0.5:
        place = random.choice(places)
        text = text[:place] + text[place + len("  star: true\n"):]
    else:
        text = "# somebody was here\n" + text if not text.startswith("#") else text.split("\n", 1)[1]
    with open(store + ".new", "w") as file:
        file.write(text)
    os.rename(store + ".new", store)


def random_session():
    session = Session()
    for _ in range(random.randrange(20, 120)):
        choice = random.random()
        if choice < 0.85:
            session.keys(random.choice(KEYS))
            figures["keys"] += 1
        elif choice < 0.97:
            session.resize(random.choice([1, 10, 40, 80, 99, 100, 120, 200]), random.choice([1, 2, 5, 10, 24, 40, 60]))
            figures["resizes"] += 1
        else:
            edit_from_outside()
            figures["outside"] += 1
        if random.random() < 0.3 and not session.read(0.01):
            fail("it ended by itself", session.output)
    how = random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, 0])
    figures["kills"] += how == signal.SIGKILL
    status = session.end(how)
    if b"panicked" in session.output or os.WIFEXITED(status) and os.WEXITSTATUS(status) == 101:
        fail("it panicked", session.output)


def acknowledged_session(number):
    """A note that has come to rest survives the kill right after."""
    note = f"kept{number}"
    session = Session()
    session.keys("2" + "j" * random.randrange(20))
    session.read(0.2)
    session.keys("m\x15" + note + "\r")
    session.read(0.6)
    if b"NOT SAVED" in session.output:
        fail("an edit was not saved", session.output)
    session.end(signal.SIGKILL)
    figures["kills"] += 1
    with open(store) as file:
        if note not in file.read():
            fail(f"the note {note} is lost", session.output)
    figures["acknowledged"] += 1


quotations = make_store()
if quotations < 300:
    fail(f"only {quotations} quotations")
end = time.time() + 60 * MINUTES
while time.time() < end:
    figures["sessions"] += 1
    (acknowledged_session if figures["sessions"] % 3 == 0 else lambda _: random_session())(figures["sessions"])
    checked = verbatim("check")
    if checked.returncode != 0:
        fail(f"check: {checked.stdout} {checked.stderr}")
    if count() != quotations:
        fail(f"{count()} of {quotations} quotations are left")
print(f"held with seed {SEED}: {figures}")
