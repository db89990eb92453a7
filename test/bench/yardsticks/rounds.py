"""The protocol of a contender: says that it is ready, then answers each number with the time of so many batches."""

import json
import sys
import time


def blas():
    """The linear algebra that this process has loaded, by the name of its file."""
    try:
        with open("/proc/self/maps") as maps:
            files = {line.split("/")[-1].strip() for line in maps if "blas" in line or "mkl" in line}
    except OSError:
        return "unknown BLAS"
    fast = sorted(name for name in files if "openblas" in name or "mkl" in name)
    return fast[0] if fast else "reference BLAS" if files else "no BLAS"


def serve(description, batches):
    """batches(count) returns units, trajectories and a check; time is that of the processor."""
    print(json.dumps({"ready": description}), flush=True)
    for line in sys.stdin:
        start = time.process_time_ns()
        units, trajectories, check = batches(int(line))
        spent = time.process_time_ns() - start
        answer = {"nanoseconds": spent, "units": units, "trajectories": trajectories, "check": check}
        print(json.dumps(answer), flush=True)
