// SPDX-License-Identifier: Apache-2.0

// libjpeg reports errors by a callback that must not return, so every call sequence stands here, between setjmp and its
// longjmp, and Swift sees plain functions that return a status.
#pragma once

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

typedef enum {
    CJPEG_DONE = 0,
    /// Not a JPEG picture, a damaged or a truncated one.
    CJPEG_UNREADABLE = 1,
    /// More pixels, scans or memory than allowed.
    CJPEG_TOO_LARGE = 2,
} cjpeg_status;

typedef struct {
    int width;
    int height;
    /// What the decoder holds until the last scan is in: 0 for one interleaved scan, all coefficients otherwise.
    size_t coefficient_bytes;
} cjpeg_header;

struct cjpeg_reader {
    struct jpeg_decompress_struct decompressor;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf exit;
    cjpeg_status status;
};

/// Each scan costs a pass over all coefficients, for a few bytes of file; real encoders write about ten.
static const int cjpeg_max_scans = 64;

static inline void cjpeg_exit(j_common_ptr common) {
    struct cjpeg_reader *reader = (struct cjpeg_reader *)common->client_data;
    switch (common->err->msg_code) {
    case JERR_IMAGE_TOO_BIG:
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
        reader->status = CJPEG_TOO_LARGE;
        break;
    default:
        reader->status = CJPEG_UNREADABLE;
    }
    longjmp(reader->exit, 1);
}

/// libjpeg fills what is missing with grey and only warns; a truncated picture is an error here.
static inline void cjpeg_warn(j_common_ptr common, int level) {
    if (level < 0 && common->err->msg_code == JWRN_JPEG_EOF) cjpeg_exit(common);
}

static inline void cjpeg_print_nothing(j_common_ptr common) { (void)common; }

static inline void cjpeg_count_scans(j_common_ptr common) {
    struct cjpeg_reader *reader = (struct cjpeg_reader *)common->client_data;
    if (reader->decompressor.input_scan_number > cjpeg_max_scans) {
        reader->status = CJPEG_TOO_LARGE;
        longjmp(reader->exit, 1);
    }
}

static inline void cjpeg_start(struct cjpeg_reader *reader, const uint8_t *bytes, size_t count, size_t max_memory) {
    j_decompress_ptr decompressor = &reader->decompressor;
    jpeg_create_decompress(decompressor);
    reader->progress.progress_monitor = cjpeg_count_scans;
    decompressor->progress = &reader->progress;
    decompressor->mem->max_memory_to_use = (long)max_memory;
    jpeg_mem_src(decompressor, bytes, count);
    jpeg_read_header(decompressor, TRUE);
}

static inline void cjpeg_prepare(struct cjpeg_reader *reader) {
    memset(reader, 0, sizeof *reader);
    reader->decompressor.err = jpeg_std_error(&reader->errors);
    reader->decompressor.client_data = reader;
    reader->errors.error_exit = cjpeg_exit;
    reader->errors.emit_message = cjpeg_warn;
    reader->errors.output_message = cjpeg_print_nothing;
}

/// Reads the header of the JPEG picture in `count` bytes, before any memory for pixels is taken.
static inline cjpeg_status cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_header *header) {
    struct cjpeg_reader reader;
    cjpeg_prepare(&reader);
    if (setjmp(reader.exit) == 0) {
        cjpeg_start(&reader, bytes, count, 1 << 20);
        j_decompress_ptr decompressor = &reader.decompressor;
        header->width = (int)decompressor->image_width;
        header->height = (int)decompressor->image_height;
        header->coefficient_bytes = 0;
        if (jpeg_has_multiple_scans(decompressor)) {
            for (int i = 0; i < decompressor->num_components; i++) {
                const jpeg_component_info *component = &decompressor->comp_info[i];
                const size_t h = (size_t)component->h_samp_factor, v = (size_t)component->v_samp_factor;
                // Whole MCUs, as jdcoefct.c allots them.
                const size_t columns = (component->width_in_blocks + h - 1) / h * h;
                const size_t rows = (component->height_in_blocks + v - 1) / v * v;
                header->coefficient_bytes += columns * rows * sizeof(JBLOCK);
            }
        }
    }
    jpeg_destroy_decompress(&reader.decompressor);
    return reader.status;
}

/// Ink in four colours as luma. Adobe's files hold the complement of the ink, and everyone follows them.
static inline void cjpeg_luma_from_ink(const uint8_t *ink, uint8_t *luma, size_t width, int complement) {
    for (size_t x = 0; x < width; x++, ink += 4) {
        const unsigned flip = complement ? 0 : 255;
        const unsigned c = ink[0] ^ flip, m = ink[1] ^ flip, y = ink[2] ^ flip, k = ink[3] ^ flip;
        luma[x] = (uint8_t)((306 * c + 601 * m + 117 * y + 512) / 1024 * k / 255);
    }
}

/// Decodes the JPEG picture in `count` bytes to 8-bit luma, each side divided by `reduction` (1, 2, 4 or 8) and rounded up.
///
/// `luma` holds `capacity` bytes, rows without gaps; libjpeg takes at most `max_memory` bytes besides it.
static inline cjpeg_status cjpeg_read_luma(
    const uint8_t *bytes, size_t count, int reduction, size_t max_memory, uint8_t *luma, size_t capacity) {
    struct cjpeg_reader reader;
    cjpeg_prepare(&reader);
    if (setjmp(reader.exit) == 0) {
        cjpeg_start(&reader, bytes, count, max_memory);
        j_decompress_ptr decompressor = &reader.decompressor;
        const int ink = decompressor->jpeg_color_space == JCS_CMYK || decompressor->jpeg_color_space == JCS_YCCK;
        decompressor->out_color_space = ink ? JCS_CMYK : JCS_GRAYSCALE;
        decompressor->scale_num = 1;
        decompressor->scale_denom = (unsigned)reduction;
        jpeg_start_decompress(decompressor);
        const size_t width = decompressor->output_width;
        if (width * decompressor->output_height > capacity) {
            reader.status = CJPEG_UNREADABLE;
        } else {
            JSAMPARRAY row = (*decompressor->mem->alloc_sarray)(
                (j_common_ptr)decompressor, JPOOL_IMAGE, (JDIMENSION)width * 4, 1);
            while (decompressor->output_scanline < decompressor->output_height) {
                uint8_t *place = luma + width * decompressor->output_scanline;
                if (ink) {
                    jpeg_read_scanlines(decompressor, row, 1);
                    cjpeg_luma_from_ink(row[0], place, width, decompressor->saw_Adobe_marker);
                } else {
                    jpeg_read_scanlines(decompressor, &place, 1);
                }
            }
            jpeg_finish_decompress(decompressor);
        }
    }
    jpeg_destroy_decompress(&reader.decompressor);
    return reader.status;
}
