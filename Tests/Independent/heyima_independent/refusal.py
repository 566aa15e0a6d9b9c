# SPDX-License-Identifier: Apache-2.0

"""The one exception: a rule that was broken, by its reason code (product.md §4)."""


class Refusal(Exception):
    """A code, list or key that breaks a rule; `code` is the stable reason."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


def malformed(detail: str) -> Refusal:
    return Refusal("malformed_code", detail)
