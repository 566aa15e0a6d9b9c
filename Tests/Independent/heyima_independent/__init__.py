# SPDX-License-Identifier: Apache-2.0

"""A second implementation of docs/wire-format.md, written from the document alone.

It shares no line with the Swift sources: what both agree on is what the document says.
"""
