# SPDX-License-Identifier: Apache-2.0

"""`write DIR` makes a deployment and its cases; `read BUNDLE` judges codes from standard input, one a line."""

import argparse
import io
import json
import sys
from pathlib import Path

from .check import Verifier
from .claims import COMPONENTS
from .deployment import Deployment
from .keys import ALGORITHMS
from .trust import Bundle
from .vectors import contents, encodings, good, signatures, trusted
from .vectors.case import Collection


def write(directory: Path, seed: int, now: int, algorithm: str, holder_algorithm: str, brief: bool = False) -> None:
    collection = Collection(Deployment(seed, now, ALGORITHMS[algorithm], ALGORITHMS[holder_algorithm]))
    for vectors in (good, signatures) if brief else (good, signatures, encodings, contents, trusted):
        vectors.add(collection)
    collection.write(directory)


def read(verifier: Verifier) -> None:
    for line in io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n"):
        print(json.dumps(verifier.verify(line).as_json(), ensure_ascii=False), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="heyima_independent", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("directory", type=Path)
    writing.add_argument("--seed", type=int, required=True)
    writing.add_argument("--now", type=int, required=True)
    emitted = ["esp256", "ed25519", "sm2"]
    writing.add_argument("--alg", choices=emitted, default="esp256", help="of root, issuer and status keys")
    writing.add_argument("--holder-alg", choices=emitted, default="esp256")
    writing.add_argument("--brief", action="store_true", help="leave out cases that are the same under any algorithm")
    reading = commands.add_parser("read")
    reading.add_argument("bundle", type=Path)
    reading.add_argument("--at", type=int, required=True, help="unix seconds")
    reading.add_argument("--require", default="", help=f"of {','.join(COMPONENTS)}, separated by commas")
    reading.add_argument("--terminal", help="the verifier's own terminal id")
    reading.add_argument("--challenge", help="the challenge text that was shown")
    reading.add_argument("--lookup", type=Path, action="append", help="a file with an encoded credential")
    arguments = parser.parse_args()
    if arguments.command == "write":
        write(arguments.directory, arguments.seed, arguments.now, arguments.alg, arguments.holder_alg, arguments.brief)
        return
    required = frozenset(filter(None, arguments.require.split(",")))
    if not required <= set(COMPONENTS):
        parser.error("--require names an unknown component")
    lookup = None if arguments.lookup is None else [path.read_bytes() for path in arguments.lookup]
    bundle = Bundle.read(arguments.bundle)
    read(Verifier(bundle, arguments.at, required, arguments.terminal, arguments.challenge, lookup))


if __name__ == "__main__":
    main()
