// SPDX-License-Identifier: Apache-2.0

#include "peers.h"

#include <png.h>
#include <qrencode.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    unsigned char *bytes;
    size_t capacity;
    size_t count;
} memory;

static void append(png_structp png, png_bytep bytes, size_t count) {
    memory *output = png_get_io_ptr(png);
    if (count > output->capacity - output->count) png_error(png, "no room");
    memcpy(output->bytes + output->count, bytes, count);
    output->count += count;
}

static void flush(png_structp png) { (void)png; }

static bool write_png(const QRcode *code, int scale, int quiet_zone, unsigned char *row, memory *output) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
    int side = (code->width + 2 * quiet_zone) * scale;
    size_t row_bytes = ((size_t)side + 7) / 8;
    if (info == NULL || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_set_write_fn(png, output, append, flush);
    png_set_IHDR(
        png, info, (png_uint_32)side, (png_uint_32)side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT
    );
    png_write_info(png, info);
    memset(row, 0xFF, row_bytes);
    for (int y = 0; y < quiet_zone * scale; y++) png_write_row(png, row);
    for (int y = 0; y < code->width; y++) {
        const unsigned char *modules = code->data + y * code->width;
        memset(row, 0xFF, row_bytes);
        for (int x = 0; x < code->width; x++) {
            if ((modules[x] & 1) == 0) continue;
            int start = (x + quiet_zone) * scale;
            for (int pixel = start; pixel < start + scale; pixel++) row[pixel / 8] &= (unsigned char)~(0x80 >> pixel % 8);
        }
        for (int copy = 0; copy < scale; copy++) png_write_row(png, row);
    }
    memset(row, 0xFF, row_bytes);
    for (int y = 0; y < quiet_zone * scale; y++) png_write_row(png, row);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return true;
}

size_t peer_symbol_png(
    const char *text, int version, int level, int scale, int quiet_zone, unsigned char *output, size_t capacity
) {
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    memory file = {output, capacity, 0};
    QRinput *input = QRinput_new2(version, levels[level]);
    QRcode *code = NULL;
    if (input != NULL && QRinput_append(input, QR_MODE_AN, (int)strlen(text), (const unsigned char *)text) == 0)
        code = QRcode_encodeInput(input);
    unsigned char *row = code != NULL ? malloc((size_t)((code->width + 2 * quiet_zone) * scale + 7) / 8) : NULL;
    bool written = row != NULL && write_png(code, scale, quiet_zone, row, &file);
    free(row);
    QRcode_free(code);
    QRinput_free(input);
    return written ? file.count : 0;
}
