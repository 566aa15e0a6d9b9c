# SPDX-License-Identifier: Apache-2.0

"""openapi.yaml is true of a running service: schemathesis asks it what the document says, and what it does not."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import yaml
from jsonschema_rs import validator_for

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
PROGRAMS = Path(os.environ.get("HEYIMA_PROGRAMS", REPOSITORY / ".build" / "debug"))
SECONDS = 25
"""For how long schemathesis may ask; what it does within is the same each time, as far as it comes."""


@dataclass
class Service:
    """A service on the loopback interface with the people of the demonstration."""

    url: str
    token: str
    directory: Path

    def schemathesis(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli"),
                *("--config-file", str(HERE / "schemathesis.toml")),
                *("run", f"{self.url}/openapi.yaml", "--url", self.url, "--no-color", *arguments),
            ],
            env=os.environ | {"HEYIMA_TOKEN": self.token},
            cwd=self.directory,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    directory = tmp_path_factory.mktemp("service")
    kept = directory / "kept"
    program = str(PROGRAMS / "heyima")
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [program, *arguments], env=environment, cwd=REPOSITORY, check=True, capture_output=True, text=True
        ).stdout

    run("demo", "--quiet", "--keep", str(kept))
    deployment = ["--data", str(kept / "deployment"), "--passphrase-file", str(kept / "passphrase")]
    terminal = ["S1", "--role", "supervisor", "--region", "440600", "--json"]
    added = json.loads(run("terminals", "add", *terminal, *deployment))
    # The rates are there against strangers who ask as schemathesis does.
    settings = directory / "service.json"
    rates = dict.fromkeys(("strangerPerMinute", "strangerBurst", "terminalPerMinute", "terminalBurst"), 1_000_000)
    settings.write_text(json.dumps({"listen": "127.0.0.1:0", "limits": rates}))
    with subprocess.Popen(
        [program, "serve", "--json", "--config", str(settings), *deployment],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=(directory / "log").open("w"),
        text=True,
    ) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["listening"]
        yield Service(url, added["token"], directory)
        process.terminate()
        assert process.wait(30) == 0, "the service did not stop gracefully"


def test_an_accepted_code_is_as_documented(service: Service) -> None:
    document = yaml.safe_load(requests.get(f"{service.url}/openapi.yaml", timeout=10).text)
    schema = {"$ref": "#/components/schemas/Verdict", "components": document["components"]}
    headers = {"Authorization": f"Bearer {service.token}"}
    purpose = {"item": "MZ-02", "business": "20261124-1", "operator": "W03"}
    picture = (service.directory / "kept" / "code.png").read_bytes()
    by_picture = requests.post(
        f"{service.url}/v1/verifications",
        headers=headers | {"Content-Type": "image/png"},
        params=purpose,
        data=picture,
        timeout=10,
    )
    text = (service.directory / "kept" / "code.txt").read_text().strip()
    sent = purpose | {"code": text}
    by_code = requests.post(f"{service.url}/v1/verifications", headers=headers, json=sent, timeout=10)
    for answer in (by_picture, by_code):
        assert answer.status_code == 200
        validator_for(schema).validate(answer.json())
    # The demonstration kept the code half a minute ago: it is accepted, or has expired meanwhile.
    first, second = by_picture.json(), by_code.json()
    reasons = [reason["code"] for reason in first["reasons"]]
    assert first["verdict"] == "accept" or {"code_expired", "code_too_old"} & set(reasons), first
    assert second["verdict"] == "reject"


def test_schemathesis_finds_nothing(service: Service) -> None:
    result = service.schemathesis("--max-time", str(SECONDS))
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    log = (service.directory / "log").read_text()
    assert "level=error" not in log
    assert service.token not in log
