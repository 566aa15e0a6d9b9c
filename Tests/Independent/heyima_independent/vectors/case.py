# SPDX-License-Identifier: Apache-2.0

"""One case, the collection of them, and how they are written to a directory."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..deployment import Deployment
from ..trust import Bundle


@dataclass
class Case:
    """`reasons` must be given, and no other where `exact`; where `any_of` is not empty the document leaves the choice
    of the code open, and one of them must be given. `expect` holds fields of the verdict that must come out."""

    title: str
    rule: str
    text: str
    verdict: str
    reasons: tuple[str, ...]
    at: int
    kind: str | None = "dynamic"
    exact: bool = True
    any_of: Sequence[str] = ()
    bundle: str = "main"
    require: Sequence[str] = ()
    terminal: str | None = None
    challenge: str | None = None
    lookup: Sequence[str] | None = None
    expect: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "rule": self.rule,
            "kind": self.kind,
            "bundle": f"bundles/{self.bundle}",
            "at": self.at,
            "require": list(self.require),
            "terminal": self.terminal,
            "challenge": self.challenge,
            "lookup": None if self.lookup is None else [f"credentials/{name}.cwt" for name in self.lookup],
            "expectedVerdict": self.verdict,
            "expectedReasons": list(self.reasons),
            "exact": self.exact,
            "expectedAnyOf": list(self.any_of),
            "expected": self.expect,
            "text": self.text,
        }


@dataclass
class Collection:
    deployment: Deployment
    status_lists: list[bytes] = field(default_factory=list)
    """Of the main bundle."""
    cases: list[Case] = field(default_factory=list)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    credentials: dict[str, bytes] = field(default_factory=dict)

    def add(self, verdict: str, rule: str, title: str, text: str, *reasons: str, **more: Any) -> None:
        """`title` says the rule in words, `rule` its section."""
        more = {"at": self.deployment.now} | more
        if more.get("any_of"):
            more["exact"] = False
        self.cases.append(Case(title, rule, text, verdict, reasons, **more))

    def accept(self, rule: str, title: str, text: str, **more: Any) -> None:
        self.add("accept", rule, title, text, **more)

    def review(self, rule: str, title: str, text: str, *reasons: str, **more: Any) -> None:
        self.add("review", rule, title, text, *reasons, **more)

    def reject(self, rule: str, title: str, text: str, *reasons: str, **more: Any) -> None:
        self.add("reject", rule, title, text, *reasons, **more)

    def write(self, directory: Path) -> None:
        main = self.deployment.bundle(self.status_lists)
        for name, bundle in {"main": main, **self.bundles}.items():
            bundle.write(directory / "bundles" / name)
        (directory / "credentials").mkdir(parents=True, exist_ok=True)
        for name, data in self.credentials.items():
            (directory / "credentials" / f"{name}.cwt").write_bytes(data)
        lines = [json.dumps(case.as_json(), ensure_ascii=False) for case in self.cases]
        (directory / "codes.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
