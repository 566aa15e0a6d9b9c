# SPDX-License-Identifier: Apache-2.0

"""What this implementation writes it reads with the verdict it announced; its parts against published vectors."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2
import pytest

from heyima_independent import base45, cbor_strict, sm2
from heyima_independent.__main__ import write
from heyima_independent.cbor_strict import Item, Simple, Tag
from heyima_independent.check import Verifier
from heyima_independent.keys import PublicKey
from heyima_independent.refusal import Refusal
from heyima_independent.trust import Bundle

HERE = Path(__file__).parent
SEED, NOW = 1, 1795000000
COMMITTED = HERE.parents[1] / "fixtures" / "independent"
SETS = {"esp256": ("esp256", False), "ed25519": ("ed25519", True), "sm2": ("esp256", True)}
"""Issuer's algorithm → the holder's, and whether only what depends on the algorithm is committed."""


@pytest.fixture(scope="session", params=SETS)
def vectors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory: Path = tmp_path_factory.mktemp(request.param) / request.param
    write(directory, SEED, NOW, request.param, *SETS[request.param])
    return directory


def verdict(directory: Path, case: dict[str, Any]) -> dict[str, Any]:
    lookup = None if case["lookup"] is None else [(directory / name).read_bytes() for name in case["lookup"]]
    bundle = Bundle.read(directory / case["bundle"])
    required = frozenset(case["require"])
    verifier = Verifier(bundle, case["at"], required, case["terminal"], case["challenge"], lookup)
    return verifier.verify(case["text"]).as_json()


def disagreements(directory: Path) -> Iterator[str]:
    for case in json.loads((directory / "codes.json").read_text()):
        said = verdict(directory, case)
        reasons = [reason["code"] for reason in said["reasons"]]
        agrees = (
            said["verdict"] == case["expectedVerdict"]
            and set(case["expectedReasons"]) <= set(reasons)
            and (not case["exact"] or reasons == case["expectedReasons"])
            and (not case["expectedAnyOf"] or set(reasons) & set(case["expectedAnyOf"]))
            and (case["kind"] is None or case["kind"] == said["kind"])
            and holds(said, case["expected"])
        )
        if not agrees:
            yield f"{case['rule']} {case['title']}: not {case['expectedVerdict']} {case['expectedReasons']}: {said}"


def holds(value: Any, expected: Any) -> bool:
    """Whether every field expected stands in the value."""
    match expected:
        case dict():
            return isinstance(value, dict) and all(
                key in value and holds(value[key], expected[key]) for key in expected
            )
        case list():
            return len(value) == len(expected) and all(map(holds, value, expected))
    return bool(value == expected)


def test_every_case_has_the_verdict_announced(vectors: Path) -> None:
    assert list(disagreements(vectors)) == []


@pytest.mark.parametrize("algorithm", SETS)
def test_another_seed_and_time(algorithm: str, tmp_path: Path) -> None:
    write(tmp_path, SEED + 1, NOW + 12345678, algorithm, "sm2" if algorithm == "esp256" else "esp256", brief=True)
    assert list(disagreements(tmp_path)) == []


def test_titles_are_unique_and_most_cases_are_negative(vectors: Path) -> None:
    cases = json.loads((vectors / "codes.json").read_text())
    assert len({case["title"] for case in cases}) == len(cases)
    assert sum(case["expectedVerdict"] == "reject" for case in cases) > len(cases) / 2


def test_the_committed_vectors_are_what_the_seed_makes(vectors: Path) -> None:
    committed = COMMITTED / vectors.name
    assert files(vectors) == files(committed)
    assert list(disagreements(committed)) == []


def files(directory: Path) -> dict[str, bytes]:
    """Without what is in a status list: another zlib may compress it otherwise."""
    paths = {str(path.relative_to(directory)): path for path in directory.rglob("*") if path.is_file()}
    return {name: b"" if "/status/" in name else path.read_bytes() for name, path in paths.items()}


def test_codes_read_from_standard_input(vectors: Path) -> None:
    cases = json.loads((vectors / "codes.json").read_text())
    plain = [
        case for case in cases if case["bundle"] == "bundles/main" and case["at"] == NOW and "\n" not in case["text"]
    ]
    plain = [
        case for case in plain if not (case["require"] or case["terminal"] or case["challenge"] or case["lookup"])
    ][:20]
    command = [sys.executable, "-m", "heyima_independent", "read", str(vectors / "bundles/main"), "--at", str(NOW)]
    lines = "".join(case["text"] + "\n" for case in plain)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=HERE)
    said = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert said == [case["expectedVerdict"] for case in plain]


def test_every_flipped_bit_of_a_code_is_refused(vectors: Path) -> None:
    case = json.loads((vectors / "codes.json").read_text())[0]
    code = base45.decode(case["text"].removeprefix("HYM1:"))
    for place in range(0, len(code), 1 if "esp256" in vectors.name else 29):
        flipped = bytearray(code)
        flipped[place] ^= 1 << place % 8
        said = verdict(vectors, case | {"text": "HYM1:" + base45.encode(bytes(flipped))})
        assert said["verdict"] == "reject", place


@pytest.mark.parametrize(
    ("text", "data"), [("BB8", b"AB"), ("%69 VD92EX0", b"Hello!!"), ("UJCLQE7W581", b"base-45"), ("QED8WEX0", b"ietf!")]
)
def test_base45_examples(text: str, data: bytes) -> None:
    """RFC 9285 §4.3, §4.4."""
    assert base45.encode(data) == text
    assert base45.decode(text) == data


def test_sm2_example() -> None:
    """GB/T 32918.5 A.2 (GM/T 0003.5)."""
    x, y = sm2.public_point(0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8)
    signature = bytes.fromhex(
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
        "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
    )
    assert sm2.verify(x, y, b"message digest", signature)
    assert not sm2.verify(x, y, b"message digesT", signature)
    assert sm2.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_thumbprint_example() -> None:
    """RFC 9679 §6."""
    key = {
        1: 2,
        -1: 1,
        -2: bytes.fromhex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"),
        -3: bytes.fromhex("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"),
    }
    assert PublicKey.from_cose_key(key).kid.hex() == "496bd8afadf307e5"


@pytest.mark.parametrize(
    "value",
    [
        0,
        23,
        24,
        255,
        256,
        65535,
        65536,
        2**32,
        2**64 - 1,
        -1,
        -24,
        -25,
        -65537,
        -(2**64),
        b"",
        b"x" * 256,
        "é𠮷",
        [],
        [[]],
    ]
    + [{}, {1: 2, -1: {"a": [None, True, False]}}, Tag(18, [b"", {}, None]), Simple(59), {Simple(59): 1, 59: 2}, 1.5],
)
def test_the_strict_decoder_reads_what_cbor2_writes(value: Item) -> None:
    assert cbor_strict.decode(cbor_strict.encode(value)) == value


def test_map_keys_in_bytewise_order() -> None:
    """RFC 8949 §4.2.1."""
    keys = [10, 100, -1, "z", "aa", Simple(59), 65535]
    encoded = cbor_strict.encode(dict.fromkeys(reversed(keys), 0)).hex()
    assert encoded == "a7" + "0a00" + "186400" + "19ffff00" + "2000" + "617a00" + "62616100" + "f83b00"
    assert cbor2.dumps({10: 0, 100: 0}).hex() == "a20a00186400"


def test_a_refusal_names_its_code() -> None:
    with pytest.raises(Refusal) as refused:
        cbor_strict.decode(b"\xa2\x01\x00\x01\x00")
    assert refused.value.code == "malformed_cbor"
