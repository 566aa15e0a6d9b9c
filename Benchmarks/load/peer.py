# SPDX-License-Identifier: Apache-2.0
"""The peer of the service: FastAPI and the package `cwt`, one ES256 verification for each request, nothing else.

    python peer.py make TOKEN-FILE     writes the body of a request, and keeps the key beside it
    uvicorn peer:app                   PEER_KEY names the key file
"""

import json
import os
import sys

import cwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def make(path: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    token = cwt.encode(
        {"iss": "peer", "sub": "resident", "cti": "0123456789abcdef", "exp": 4_000_000_000, "iat": 1_700_000_000},
        cwt.COSEKey.from_pem(private, kid="peer", alg="ES256"),
    )
    with open(path + ".pem", "wb") as file:
        file.write(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    with open(path, "w") as file:
        file.write(json.dumps({"code": token.hex()}) + "\n")


if __name__ == "__main__":
    make(sys.argv[2])
else:
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Shown(BaseModel):
        code: str

    with open(os.environ["PEER_KEY"]) as file:
        public = cwt.COSEKey.from_pem(file.read(), kid="peer", alg="ES256")
    app = FastAPI()

    @app.post("/v1/verifications")
    async def verify(shown: Shown) -> dict:
        claims = cwt.decode(bytes.fromhex(shown.code), public)
        return {"verdict": "accept", "issuer": claims[1]}
