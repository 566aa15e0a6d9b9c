// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// libpng reports errors by longjmp, which must not cross Swift frames. What can fail that way is called here.

/// Memory that a picture is written to: what does not fit is an error.
typedef struct {
    unsigned char *bytes;
    size_t capacity;
    size_t count;
} heyima_png_output;

static inline void heyima_png_append(png_structp png, png_bytep bytes, size_t count) {
    heyima_png_output *output = (heyima_png_output *)png_get_io_ptr(png);
    if (count > output->capacity - output->count) png_error(png, "no room");
    memcpy(output->bytes + output->count, bytes, count);
    output->count += count;
}

static inline void heyima_png_flush(png_structp png) { (void)png; }

static inline void heyima_png_fail(png_structp png, png_const_charp message) {
    (void)message;
    png_longjmp(png, 1);
}

static inline void heyima_png_ignore(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

/// Writes a grey picture of one bit a pixel, 1 white. Each of `row_count` packed rows of `width` pixels is written
/// `repeat` times, one below the other. Returns false, with `output` in an unspecified state, when it cannot.
static inline bool heyima_png_write_bitmap(
    heyima_png_output *output, const unsigned char *rows, png_uint_32 width, png_uint_32 row_count, png_uint_32 repeat
) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, heyima_png_fail, heyima_png_ignore);
    png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return false;
    }
    if (setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, output, heyima_png_append, heyima_png_flush);
    png_set_IHDR(
        png, info, width, row_count * repeat, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT
    );
    // Each row of modules is `repeat` equal rows of pixels: taken as differences from the row above they are runs of
    // zeros, for which zlib's run-length strategy (Z_RLE) is enough, several times faster than libpng's defaults.
    enum { run_lengths = 3 };
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_strategy(png, run_lengths);
    // The smallest tables that help: larger ones take longer to clear than they save.
    png_set_compression_mem_level(png, 5);
    png_write_info(png, info);
    size_t row_bytes = ((size_t)width + 7) / 8;
    for (png_uint_32 row = 0; row < row_count; row++)
        for (png_uint_32 copy = 0; copy < repeat; copy++) png_write_row(png, rows + row * row_bytes);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return true;
}
