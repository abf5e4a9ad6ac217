#!/usr/bin/env python3
"""Quotations of a news archive with Spark: partitions stream through `verbatim extract`, rows go to Parquet.

    spark-submit archive.py --verbatim /opt/verbatim --output out articles/*.ndjson pages-*.warc.gz tables/*.csv

Inputs are NDJSON (one article per line: `text`, and `id`, `title`, `url`, `outlet`, `author`, `published`), CSV with the
same columns, or WARC files, which are read by the program itself, one file per task.

    out/quotations/batch=…/status=ok/month=2026-01/    one row per quotation
    out/quotations/batch=…/status=bad/month=unknown/   one row per record that could not be read, with the reason
    out/done/…                                         batches that are complete
    out/same/                                          the same words in several articles (--same exact or near)

Inputs are taken in batches. A batch that is done is skipped when the job is started again; one that was interrupted is
done again as a whole, so no row is there twice. No process holds more than a block of an archive.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading

TEXT_FIELDS = ["article", "id", "speaker", "speaker_kind", "role", "text", "kind", "cue", "mention", "rule", "title",
               "url", "outlet", "author", "published"]
SCHEMA = ", ".join(f"{name} string" for name in TEXT_FIELDS) + \
    ", start long, end long, paragraph long, confidence double, error string, place string, status string, month string"

# Said before the records, so that the program takes them for NDJSON whatever the first of them looks like.
FIRST = b'{"id":"first","text":"."}\n'
BLOCK = 1 << 20


def arrow_schema():
    import pyarrow as pa

    numbers = [("start", pa.int64()), ("end", pa.int64()), ("paragraph", pa.int64()), ("confidence", pa.float64())]
    words = [(name, pa.string()) for name in ["error", "place", "status", "month"]]
    return pa.schema([(name, pa.string()) for name in TEXT_FIELDS] + numbers + words)


def with_id(line):
    """The record with an id: its own, else one made of its bytes. `None` where it is no JSON object."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    if record.get("id") not in (None, ""):
        return line
    name = "r" + hashlib.sha256(line).hexdigest()[:16]
    return json.dumps({**record, "id": name}, ensure_ascii=False).encode()


def bad(reasons):
    """Rows for records that could not be read: (place, error)."""
    import pyarrow as pa

    schema, count = arrow_schema(), len(reasons)
    columns = {name: [None] * count for name in schema.names}
    columns.update(place=[place for place, _ in reasons], error=[error for _, error in reasons],
                   status=["bad"] * count, month=["unknown"] * count)
    return pa.RecordBatch.from_pydict(columns, schema=schema)


def rows(block):
    """Rows of NDJSON that the program printed."""
    import io

    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import json as arrow_json

    schema = arrow_schema()
    options = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    reading = arrow_json.ReadOptions(block_size=max(len(block), 1 << 16))
    table = arrow_json.read_json(io.BytesIO(block), read_options=reading, parse_options=options)
    month = pc.utf8_slice_codeunits(table["published"], 0, 7)
    dated = pc.fill_null(pc.match_substring_regex(month, r"^\d{4}-\d{2}$"), False)
    table = table.set_column(table.schema.get_field_index("month"), "month",
                             pc.if_else(dated, month, pa.scalar("unknown")))
    ok = pa.array(["ok"] * len(table), pa.string())
    table = table.set_column(table.schema.get_field_index("status"), "status", ok)
    return table.select(schema.names).combine_chunks().to_batches()


def extract(program, options, feed, source):
    """Runs the program once. `feed` gives bytes for its standard input; `None` where it reads files itself."""
    with tempfile.TemporaryDirectory() as folder:
        errors = os.path.join(folder, "errors.ndjson")
        command = [program, "extract", "--format", "ndjson", "--threads", "1", "--errors", errors, *options]
        child = subprocess.Popen(command, stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        failed = []

        def write():
            try:
                for part in feed:
                    child.stdin.write(part)
                child.stdin.close()
            except BrokenPipeError:
                pass  # The exit code says what happened.
            except Exception as error:
                failed.append(error)
                child.kill()

        writer = threading.Thread(target=write, daemon=True) if feed else None
        try:
            if writer:
                writer.start()
            rest = b""
            while part := child.stdout.read1(BLOCK):
                rest += part
                if len(rest) >= BLOCK and (end := rest.rfind(b"\n") + 1):
                    yield from rows(rest[:end])
                    rest = rest[end:]
            if rest:
                yield from rows(rest)
            code = child.wait()
        finally:
            child.kill()
            child.wait()
        if writer:
            writer.join()
        if failed:
            raise failed[0]
        # 1: nothing was found. 2: something could not be read, which the errors name.
        if code not in (0, 1, 2) or (code == 2 and not os.path.exists(errors)):
            raise RuntimeError(f"verbatim ended with {code} on {source}")
        reasons = []
        if os.path.exists(errors):
            with open(errors, encoding="utf-8") as lines:
                for line in lines:
                    problem = json.loads(line)
                    reasons.append((f"{source} {problem.get('place', '')}", problem.get("error", "")))
                    if len(reasons) == 10_000:
                        yield bad(reasons)
                        reasons = []
        if reasons:
            yield bad(reasons)


def of_records(program, options):
    """For `mapInArrow`: the column `value` holds a JSON object per row."""

    def run(batches):
        broken = []

        def feed():
            yield FIRST
            for batch in batches:
                for value in batch.column(0).to_pylist():
                    line = value.encode()
                    if not line.strip():
                        continue
                    record = with_id(line)
                    if record is None:
                        broken.append(("record " + hashlib.sha256(line).hexdigest()[:16], "is no JSON object"))
                    else:
                        yield record + b"\n"

        yield from extract(program, [*options, "-"], feed(), "records")
        if broken:
            yield bad(broken)

    return run


def of_files(program, options):
    """For `mapInArrow`: the column `value` holds the path of a file per row."""

    def run(batches):
        for batch in batches:
            for path in batch.column(0).to_pylist():
                yield from extract(program, [*options, path], None, path)

    return run


def kind(path):
    name = path.lower()
    for ending in (".gz", ".zst"):
        name = name.removesuffix(ending)
    if name.endswith((".warc", ".arc")):
        return "files"
    return "csv" if name.endswith((".csv", ".tsv")) else "records"


def batches(paths, most):
    """Paths of one kind, together no more than so many bytes, each with the name of the batch."""
    groups, sizes = [], []
    for path in sorted(paths, key=lambda path: (kind(path), path)):
        stat = os.stat(path)
        fresh = not groups or kind(groups[-1][0][0]) != kind(path) or sizes[-1] + stat.st_size > most
        if fresh:
            groups.append([])
            sizes.append(0)
        groups[-1].append((path, stat.st_size, stat.st_mtime_ns))
        sizes[-1] += stat.st_size
    for group in groups:
        name = hashlib.sha256(repr(group).encode()).hexdigest()[:16]
        yield name, [path for path, _, _ in group]


def read(spark, paths, arguments):
    sort = kind(paths[0])
    if sort == "files":
        frame = spark.createDataFrame([(path,) for path in paths], "value string").repartition(len(paths))
        return frame.mapInArrow(of_files(arguments.verbatim, arguments.options), SCHEMA)
    if sort == "csv":
        from pyspark.sql.functions import struct, to_json

        table = spark.read.option("header", True).option("multiLine", True).option("escape", '"').csv(paths)
        frame = table.select(to_json(struct("*")).alias("value"))
    else:
        frame = spark.read.text(paths)
    return frame.mapInArrow(of_records(arguments.verbatim, arguments.options), SCHEMA)


def words(frame):
    """A column `words`: what is compared."""
    from pyspark.sql.functions import col, lower, regexp_replace, trim

    plain = regexp_replace(lower(col("text")), r"[^\p{L}\p{N}]+", " ")
    return frame.withColumn("words", trim(plain))


def same(spark, found, how, least):
    """The same words in several articles: equal but for case and punctuation, or nearly so."""
    from pyspark.sql.functions import col, collect_set, count_distinct, size, split

    long = words(found).withColumn("tokens", split("words", " ")).where(size("tokens") >= least)
    if how == "exact":
        grouped = long.groupBy("words").agg(count_distinct("article").alias("articles"),
                                            collect_set("speaker").alias("speakers"),
                                            collect_set("article").alias("where"))
        return grouped.where(col("articles") > 1)
    from pyspark.ml.feature import HashingTF, MinHashLSH, NGram

    # Words that are equal are compared once.
    once = long.dropDuplicates(["words"]).select("article", "id", "speaker", "text", "tokens")
    grams = NGram(n=3, inputCol="tokens", outputCol="grams").transform(once)
    sets = HashingTF(inputCol="grams", outputCol="set", binary=True, numFeatures=1 << 20).transform(grams)
    model = MinHashLSH(inputCol="set", outputCol="hashes", numHashTables=4, seed=1).fit(sets)
    pairs = model.approxSimilarityJoin(sets, sets, 0.5, "distance")
    one, other = col("datasetA"), col("datasetB")
    pairs = pairs.where(one["article"] < other["article"])
    side = lambda of, name: [of[field].alias(f"{field}{name}") for field in ("article", "id", "speaker", "text")]
    return pairs.select(*side(one, "_1"), *side(other, "_2"), "distance")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", help="files: .ndjson, .csv, .warc.gz")
    parser.add_argument("--output", required=True, help="folder for Parquet")
    parser.add_argument("--verbatim", default="verbatim", help="the program, at the same path on every worker")
    parser.add_argument("--batch", type=float, default=8.0, help="gigabytes of input per batch [default: 8]")
    parser.add_argument("--same", choices=["no", "exact", "near"], default="no", help="find the same words")
    parser.add_argument("--least", type=int, default=6, help="words that make a quotation long enough for it")
    parser.add_argument("--option", dest="options", action="append", default=[], help="for `verbatim extract`")
    arguments = parser.parse_args()

    from pyspark.sql import SparkSession
    from pyspark.sql.functions import col

    spark = SparkSession.builder.appName("verbatim").getOrCreate()
    spark.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    done = os.path.join(arguments.output, "done")
    os.makedirs(done, exist_ok=True)
    quotations = os.path.join(arguments.output, "quotations")
    for name, paths in batches(arguments.inputs, arguments.batch * 1e9):
        mark = os.path.join(done, name)
        if os.path.exists(mark):
            print(f"batch {name}: done before", file=sys.stderr)
            continue
        target = os.path.join(quotations, f"batch={name}")
        found = read(spark, paths, arguments)
        found.write.mode("overwrite").partitionBy("status", "month").parquet(target)
        written = spark.read.schema(SCHEMA).parquet(target)
        counts = {row["status"]: row["count"] for row in written.groupBy("status").count().collect()}
        with open(mark + ".tmp", "w", encoding="utf-8") as file:
            json.dump({"inputs": paths, **counts}, file)
        os.replace(mark + ".tmp", mark)
        print(f"batch {name}: {counts.get('ok', 0)} quotations, {counts.get('bad', 0)} bad records", file=sys.stderr)
    if arguments.same != "no":
        found = spark.read.schema(SCHEMA + ", batch string").parquet(quotations).where(col("status") == "ok")
        together = same(spark, found, arguments.same, arguments.least)
        together.write.mode("overwrite").parquet(os.path.join(arguments.output, "same"))
    spark.stop()


if __name__ == "__main__":
    main()
