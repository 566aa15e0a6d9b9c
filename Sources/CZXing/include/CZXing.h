// SPDX-License-Identifier: Apache-2.0

// The C face of zxing-cpp: QR symbols in a picture of 8-bit luma.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Called once per symbol with its content, which is valid during the call only.
typedef void (*czxing_found)(void *_Nullable context, const uint8_t *_Nonnull bytes, size_t count);

/// Calls `found` for every QR symbol in `height` rows of `width` pixels that start `stride` bytes apart.
///
/// At most `max_symbols` (1 to 255) are looked for. `thorough` also looks between scan lines and in downscaled copies.
/// The content is what the symbol holds byte for byte, unless the symbol names its character set (ECI): then it is UTF-8.
/// Returns the number of symbols, or -1 when the library ran out of memory or failed otherwise.
int czxing_read(
    const uint8_t *_Nonnull luma,
    int width,
    int height,
    int stride,
    int max_symbols,
    int thorough,
    czxing_found _Nonnull found,
    void *_Nullable context);

#ifdef __cplusplus
}
#endif
