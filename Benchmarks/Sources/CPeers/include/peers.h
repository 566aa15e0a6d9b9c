// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stdbool.h>
#include <stddef.h>

/// A public SM2 key made ready to verify, from its uncompressed point of 65 bytes. NULL when it cannot be.
void *peer_sm2_key(const unsigned char *point, size_t point_count);

/// Gives the key back.
void peer_sm2_free(void *key);

/// Whether r‖s is the key's over the message, with SM3 and the user id 1234567812345678: libcrypto alone.
bool peer_sm2_verify(
    void *key, const unsigned char *signature, size_t signature_count, const unsigned char *message, size_t message_count
);

/// Writes the alphanumeric text as a PNG picture, one bit a pixel, with libqrencode and libpng as their manuals show it.
/// Level: 0 low to 3 high. Returns the size of the file, 0 when it cannot.
size_t peer_symbol_png(
    const char *text, int version, int level, int scale, int quiet_zone, unsigned char *output, size_t capacity
);
