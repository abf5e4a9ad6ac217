#!/usr/bin/env python3
"""How fast the cache makes commands, against ripgrep, grep and cat on the same store.

    cargo build --release --bin verbatim --example make_store
    benches/cache.py target/release 100000        # STORE=FILE measures with a copy of that

Whole processes, their output read through a pipe, best of five; every ratio is of two commands of one run. The cache is
one of its own in a temporary folder.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get("RUNS", "5"))


def best(command, environment=None):
    """The best time in seconds, and the last output."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        times.append(time.perf_counter() - start)
    return min(times), ran.stdout


def main():
    folder, count = sys.argv[1], sys.argv[2]
    program = os.path.abspath(os.path.join(folder, "verbatim"))
    with tempfile.TemporaryDirectory(prefix="verbatim-cache-") as place:
        store = os.path.join(place, "store.yaml")
        if os.environ.get("STORE"):
            shutil.copyfile(os.environ["STORE"], store)
        else:
            subprocess.run([os.path.join(folder, "examples", "make_store"), count, store], check=True)
        environment = {**os.environ, "XDG_CACHE_HOME": os.path.join(place, "cache"), "LC_ALL": "C.UTF-8"}

        def ours(*arguments):
            return best([program, "--store", store, *arguments], environment)

        time.sleep(2.1)  # A file that has just changed is hashed.
        start = time.perf_counter()
        subprocess.run([program, "--store", store, "list", "--count", "drugs"], env=environment, check=True,
                       stdout=subprocess.DEVNULL)
        cold = time.perf_counter() - start
        plain = best([program, "--no-cache", "--store", store, "list", "--count", "drugs"], environment)[0]
        print(f"reading without a cache {plain:.2f} s, filling one {cold:.2f} s: {cold / plain:.2f}")
        for words, queries in (
            ("drugs", ("drugs", "full:drugs", 'full:"the drugs"', "full:/drugs? /", "context:drugs", "about:drugs")),
            ("zzzq", ("zzzq", "full:zzzq")),
        ):
            found = best(["rg", "-c", "-i", words, store], environment)[0]
            for query in queries:
                ours("list", "--count", query)
                own, answer = ours("list", "--count", query)
                same = subprocess.run([program, "--no-cache", "--store", store, "list", "--count", query],
                                      stdout=subprocess.PIPE, env=environment).stdout
                assert answer == same, query
                print(f"list --count {query}: {own * 1e3:.0f} ms, rg -c -i {words} {found * 1e3:.0f} ms: "
                      f"{own / found:.2f}")
        grep = best(["grep", "-ci", "drugs", store], environment)[0]
        for command in ("stats", "speakers", "articles"):
            own, _ = ours(command)
            print(f"{command}: {own * 1e3:.0f} ms, grep -ci {grep * 1e3:.0f} ms: {own / grep:.2f}")
        draft = os.path.join(place, "draft.md")
        with open(draft, "w") as file:
            file.write("“Nobody who was there would say anything of the kind to a stranger,” said Ada Berg.\n")
        ours("verify", draft)
        own, answer = ours("verify", draft)
        plain = best([program, "--no-cache", "--store", store, "verify", draft], environment)
        assert answer == plain[1], "verify"
        print(f"verify: {own * 1e3:.0f} ms, without a cache {plain[0] * 1e3:.0f} ms: {own / plain[0]:.2f}")
        kept = sum(os.path.getsize(os.path.join(below, name))
                   for below, _, names in os.walk(os.path.join(place, "cache")) for name in names)
        print(f"cache: {kept / 1e6:.0f} MB, {kept / os.path.getsize(store):.2f} of the store")
        article = os.path.join(place, "article.txt")
        copy = os.path.join(place, "copy")
        ratios = []
        for number in range(RUNS):
            with open(article, "w") as file:
                file.write(f"“We saw number {number} leave the harbour,” said Ada Berg.\n")
            start = time.perf_counter()
            subprocess.run(f"cp {store} {copy} && sync {copy}", shell=True, check=True)
            copied = time.perf_counter() - start
            time.sleep(2.1)
            subprocess.run([program, "--store", store, "list", "--count", "zzzq"], env=environment,
                           stdout=subprocess.DEVNULL)
            start = time.perf_counter()
            subprocess.run([program, "--store", store, "add", article, "--title", f"Number {number}"], check=True,
                           env=environment, stdout=subprocess.DEVNULL)
            ratios.append(((time.perf_counter() - start) / copied, copied))
        ratio, copied = min(ratios)
        print(f"add an article: {ratio * copied:.3f} s, cp and sync {copied:.3f} s: {ratio:.2f}")
        with open(store, "ab") as file:
            file.write(b"---\narticle: {id: one-more}\nquotes:\n- text: one zzzq more\n")
        start = time.perf_counter()
        ran = subprocess.run([program, "--store", store, "list", "--count", "zzzq"], stdout=subprocess.PIPE,
                             env=environment)
        print(f"after one article was added outside: {time.perf_counter() - start:.3f} s ({ran.stdout.decode().strip()})")


if __name__ == "__main__":
    main()
