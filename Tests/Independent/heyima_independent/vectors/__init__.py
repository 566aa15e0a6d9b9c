# SPDX-License-Identifier: Apache-2.0

"""What a verifier must say of which code: a list of cases, most of them negative, with the bundles they need."""
