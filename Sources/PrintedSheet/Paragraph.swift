// SPDX-License-Identifier: Apache-2.0

import CPangoCairo

/// A paragraph laid out by Pango: owns the layout; measures are points.
@safe
struct Paragraph: ~Copyable {
    /// Has the Chinese forms of characters that China, Japan and Korea write differently, and the rare ones of names;
    /// Pango asks the other installed fonts for what it lacks.
    private static let fontFamily = "Noto Sans CJK SC"

    private let layout: OpaquePointer

    /// Lays the runs out one after another; lines break at `width`, inside a word where they must.
    ///
    /// The cairo context is the one it will be shown on.
    init(_ runs: [TextRun], width: Double, context: OpaquePointer) {
        unsafe layout = pango_cairo_create_layout(context)
        let text = runs.map(\.text).joined()
        unsafe pango_layout_set_text(layout, text, Int32(text.utf8.count))
        unsafe pango_layout_set_width(layout, Self.units(width))
        unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        let attributes = unsafe pango_attr_list_new()
        var start = 0
        for run in runs {
            let bytes = start..<(start + run.text.utf8.count)
            let shade = UInt16(run.style.grey * Double(UInt16.max))
            let language = unsafe pango_attr_language_new(pango_language_from_string("zh-cn"))
            let weight = run.style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
            unsafe Self.insert(pango_attr_family_new(Self.fontFamily), over: bytes, into: attributes)
            unsafe Self.insert(language, over: bytes, into: attributes)
            unsafe Self.insert(pango_attr_size_new_absolute(Self.units(run.style.size)), over: bytes, into: attributes)
            unsafe Self.insert(pango_attr_weight_new(weight), over: bytes, into: attributes)
            unsafe Self.insert(pango_attr_foreground_new(shade, shade, shade), over: bytes, into: attributes)
            start = bytes.upperBound
        }
        unsafe pango_layout_set_attributes(layout, attributes)
        unsafe pango_attr_list_unref(attributes)
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// How many characters no font could draw: Pango would print empty boxes.
    var unknownGlyphs: Int { unsafe Int(pango_layout_get_unknown_glyphs_count(layout)) }

    var height: Double {
        var height: Int32 = 0
        unsafe pango_layout_get_size(layout, nil, &height)
        return Double(height) / Double(PANGO_SCALE)
    }

    /// Draws it with the top left corner at the context's current point.
    func show(on context: OpaquePointer) {
        unsafe pango_cairo_show_layout(context, layout)
    }

    /// Gives the list an attribute of some bytes of the text; the list owns it from then on.
    private static func insert(
        _ attribute: UnsafeMutablePointer<PangoAttribute>?,
        over bytes: Range<Int>,
        into attributes: OpaquePointer?
    ) {
        unsafe attribute?.pointee.start_index = UInt32(bytes.lowerBound)
        unsafe attribute?.pointee.end_index = UInt32(bytes.upperBound)
        unsafe pango_attr_list_insert(attributes, attribute)
    }

    private static func units(_ points: Double) -> Int32 { Int32(points * Double(PANGO_SCALE)) }
}
