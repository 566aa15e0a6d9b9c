// SPDX-License-Identifier: Apache-2.0

import CPangoCairo
import QRSymbol

/// One page of PDF in the making: owns the cairo surface and context.
///
/// All measures are points from the top left.
@safe
struct PDFPage: ~Copyable {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    /// Where cairo's output goes; its address is handed to cairo, so it is on the heap and outlives the surface.
    private let output: UnsafeMutablePointer<[UInt8]>

    init(width: Double, height: Double, title: String, createdAt: String) {
        let output = UnsafeMutablePointer<[UInt8]>.allocate(capacity: 1)
        unsafe output.initialize(to: [])
        // When memory is out cairo returns an inert object, never NULL; finish() sees its status.
        unsafe surface = cairo_pdf_surface_create_for_stream(
            { closure, bytes, count in
                guard let output = unsafe closure?.assumingMemoryBound(to: [UInt8].self) else {
                    return CAIRO_STATUS_WRITE_ERROR
                }
                unsafe output.pointee.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            },
            output,
            width,
            height
        )
        unsafe context = cairo_create(surface)
        unsafe self.output = output
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, createdAt)
    }

    deinit {
        // The surface flushes into the output when it goes.
        unsafe cairo_destroy(context)
        unsafe cairo_surface_destroy(surface)
        unsafe output.deinitialize(count: 1)
        unsafe output.deallocate()
    }

    /// Draws a paragraph, wrapped to a width, and returns its height.
    ///
    /// `part` is what an error calls the paragraph, since it must not show the text.
    func draw(
        _ runs: [TextRun],
        named part: String,
        x: Double,
        y: Double,
        width: Double
    ) throws(PrintedSheetError) -> Double {
        let paragraph = unsafe Paragraph(runs, width: width, context: context)
        let missing = paragraph.unknownGlyphs + runs.reduce(0) { $0 + $1.controlCharacters }
        guard missing == 0 else {
            throw PrintedSheetError(
                code: .missingGlyph,
                message: "no installed font draws \(missing) characters of the \(part); fonts-noto-cjk has most"
            )
        }
        unsafe cairo_move_to(context, x, y)
        unsafe paragraph.show(on: context)
        return paragraph.height
    }

    /// Draws a thin line across.
    func drawRule(x: Double, y: Double, width: Double) {
        unsafe cairo_set_source_rgb(context, 0.6, 0.6, 0.6)
        unsafe cairo_rectangle(context, x, y, width, 0.75)
        unsafe cairo_fill(context)
    }

    /// Draws a symbol with its quiet zone into a square; the paper is its light colour.
    func drawSymbol(_ symbol: QRSymbol, x: Double, y: Double, side: Double) {
        unsafe cairo_save(context)
        unsafe cairo_translate(context, x, y)
        let module = side / Double(symbol.size + 2 * QRSymbol.quietZone)
        unsafe cairo_scale(context, module, module)
        for row in 0..<symbol.size {
            symbol.forEachDarkRun(inRow: row) { run in
                let left = Double(run.lowerBound + QRSymbol.quietZone)
                unsafe cairo_rectangle(context, left, Double(row + QRSymbol.quietZone), Double(run.count), 1)
            }
        }
        unsafe cairo_set_source_rgb(context, 0, 0, 0)
        // One fill for all bars: filled one by one, their common edges would shine through.
        unsafe cairo_fill(context)
        unsafe cairo_restore(context)
    }

    /// Ends the page and returns the file.
    func finish() throws(PrintedSheetError) -> [UInt8] {
        unsafe cairo_show_page(context)
        let contextStatus = unsafe cairo_status(context)
        unsafe cairo_surface_finish(surface)
        let surfaceStatus = unsafe cairo_surface_status(surface)
        for status in [contextStatus, surfaceStatus] where status != CAIRO_STATUS_SUCCESS {
            throw PrintedSheetError(code: .renderingFailed, message: "cairo stopped with status \(status.rawValue)")
        }
        return unsafe output.pointee
    }
}
