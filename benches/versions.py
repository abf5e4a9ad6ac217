#!/usr/bin/env python3
"""Measure `verbatim compare` on made-up news: how many of the planted versions it finds, how many of its pairs are planted
ones, and its time against MinHash LSH of datasketch (PyPI) on the same texts, in one run.

usage: benches/versions.py STORE [--binary PATH] [--without-datasketch]

STORE is a file that `cargo run --release --example make_store 100_000 STORE` made, with STORE.versions.ndjson beside it.
"""
import argparse
import collections
import json
import re
import resource
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("store")
parser.add_argument("--binary", default="target/release/verbatim")
parser.add_argument("--without-datasketch", action="store_true")
args = parser.parse_args()


def timed(command):
    began = time.perf_counter()
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.perf_counter() - began, out.stdout


class Sets:
    """Numbers joined into sets."""

    def __init__(self):
        self.parents = {}

    def root(self, one):
        while self.parents.setdefault(one, one) != one:
            self.parents[one] = self.parents[self.parents[one]]
            one = self.parents[one]
        return one

    def join(self, one, other):
        self.parents[self.root(one)] = self.root(other)


loading, listed = timed([args.binary, "list", "--all", "--store", args.store, "--format", "ndjson"])
counts, place, texts = collections.Counter(), {}, {}
for line in listed.splitlines():
    record = json.loads(line)
    name = (record["article"], record["id"])
    place[record["article"], counts[record["article"]]] = name
    counts[record["article"]] += 1
    texts[name] = record["text"]
with open(args.store + ".versions.ndjson", encoding="utf8") as lines:
    truth = [json.loads(line) for line in lines]
planted = [(place[t["article"], t["quotation"]], place[t["of"], t["source"]], t["how"]) for t in truth]
true_sets = Sets()
for one, other, _ in planted:
    true_sets.join(one, other)


def score(name, seconds, group_of, pairs):
    """Planted pairs that were found, and found pairs that are versions of each other in truth."""
    found, all_of = collections.Counter(), collections.Counter()
    for one, other, how in planted:
        together = one in group_of and group_of.get(one) == group_of.get(other)
        for key in ("all", how):
            all_of[key] += 1
            found[key] += together
    right = wrong = 0
    for one, other in pairs:
        same = one in true_sets.parents and other in true_sets.parents and true_sets.root(one) == true_sets.root(other)
        right, wrong = right + same, wrong + (not same)
    parts = ", ".join(f"{how} {100 * found[how] / all_of[how]:.1f}" for how in sorted(all_of) if how != "all")
    print(f"{name:10} {seconds:8.2f} s   recall {100 * found['all'] / max(all_of['all'], 1):.1f} ({parts})   "
          f"precision {100 * right / max(right + wrong, 1):.1f}", flush=True)


def neighbours(groups):
    """Each member with the first of its group."""
    return [(group[0], other) for group in groups for other in group[1:]]


seconds, out = timed([args.binary, "compare", "--store", args.store, "--format", "ndjson"])
groups = [[(m["article"], m["id"]) for m in json.loads(line)["members"]] for line in out.splitlines()]
score("verbatim", seconds, {name: number for number, group in enumerate(groups) for name in group}, neighbours(groups))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{'':10} {len(texts)} quotations; reading and listing them takes {loading:.2f} s of that; at most {peak} MB")

if not args.without_datasketch:
    from datasketch import MinHash, MinHashLSH

    began = time.perf_counter()
    lsh, hashes = MinHashLSH(threshold=0.6, num_perm=128), {}
    for name, text in texts.items():
        words = re.findall(r"\w+", text.lower())
        minhash = MinHash(num_perm=128)
        minhash.update_batch([" ".join(run).encode() for run in zip(words, words[1:], words[2:])])
        hashes[name] = minhash
        lsh.insert(name, minhash)
    sets, pairs = Sets(), []
    for name, minhash in hashes.items():
        for other in lsh.query(minhash):
            if name < other:
                sets.join(name, other)
                pairs.append((name, other))
    other_seconds = time.perf_counter() - began
    members = collections.defaultdict(list)
    for name in sets.parents:
        members[sets.root(name)].append(name)
    score("datasketch", other_seconds, {name: root for root, group in members.items() for name in group}, pairs)
    print(f"{'':10} verbatim takes {seconds / other_seconds:.3f} of that time")
