#include "platform/pdf/writer.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>

namespace gavel::pdf {
namespace {

constexpr double page_width = 595.28, page_height = 841.89;  // A4 in points
constexpr double margin = 48, foot = 40;
constexpr double content_width = page_width - 2 * margin;
constexpr const char* family = "DejaVu Sans";

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

struct unref {
    void operator()(PangoLayout* l) const { g_object_unref(l); }
};
using layout_ptr = std::unique_ptr<PangoLayout, unref>;

// Cut at the boundary of a character.
std::string_view bounded(std::string_view text) {
    if (text.size() <= text_max) return text;
    auto end = text_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

struct writer::state {
    std::string bytes, footer, language;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    double y = margin;
    int page = 1;
    bool begun_box = false;

    ~state() {
        if (cairo) cairo_destroy(cairo);
        if (surface) {
            cairo_surface_finish(surface);
            cairo_surface_destroy(surface);
        }
    }

    layout_ptr layout(std::string_view text, double size, bool bold, double width, bool right = false) const {
        layout_ptr l(pango_cairo_create_layout(cairo));
        auto* font = pango_font_description_new();
        pango_font_description_set_family(font, family);
        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(l.get(), font);
        pango_font_description_free(font);
        pango_context_set_language(pango_layout_get_context(l.get()), pango_language_from_string(language.c_str()));
        pango_layout_set_width(l.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(l.get(), PANGO_WRAP_WORD_CHAR);
        if (right) pango_layout_set_alignment(l.get(), PANGO_ALIGN_RIGHT);
        const auto shown = bounded(text);
        pango_layout_set_text(l.get(), shown.data(), static_cast<int>(shown.size()));
        return l;
    }

    static double height_of(const layout_ptr& l) {
        int width = 0, height = 0;
        pango_layout_get_size(l.get(), &width, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    void ink(double grey) { cairo_set_source_rgb(cairo, grey, grey, grey); }

    void show(const layout_ptr& l, double x, double at, double grey = 0.1) {
        ink(grey);
        cairo_move_to(cairo, x, at);
        pango_cairo_show_layout(cairo, l.get());
    }

    void rule(double grey, double thickness = 0.6) {
        ink(grey);
        cairo_set_line_width(cairo, thickness);
        cairo_move_to(cairo, margin, y);
        cairo_line_to(cairo, margin + content_width, y);
        cairo_stroke(cairo);
    }

    void end_page() {
        const auto left = layout(footer, 8, false, content_width - 60);
        const auto number = layout(std::to_string(page), 8, false, 50, true);
        show(left, margin, page_height - foot, 0.45);
        show(number, margin + content_width - 50, page_height - foot, 0.45);
        cairo_show_page(cairo);
    }

    void next_page() {
        end_page();
        if (++page > pages_max) throw failure("a document of more pages than we make");
        y = margin;
    }

    // Room for so much on this page, or the next one. True: the page has changed.
    bool need(double height) {
        if (y + height <= page_height - foot - 14 || y == margin) return false;
        next_page();
        return true;
    }

    // Lines of a text one after the other, so that a long one goes on on the next page.
    void flow(std::string_view text, double size, bool bold, double grey, double after) {
        const double x = begun_box ? margin + 20 : margin;
        const auto l = layout(text, size, bold, content_width - (x - margin));
        auto* lines = pango_layout_get_lines_readonly(l.get());
        bool first = true;
        for (auto* each = lines; each; each = each->next) {
            auto* one = static_cast<PangoLayoutLine*>(each->data);
            PangoRectangle logical;
            pango_layout_line_get_extents(one, nullptr, &logical);
            const double height = static_cast<double>(logical.height) / PANGO_SCALE, ascent = -static_cast<double>(logical.y) / PANGO_SCALE;
            need(height);
            if (first && begun_box) {
                ink(0.1);
                cairo_set_line_width(cairo, 0.9);
                cairo_rectangle(cairo, margin, y + 2, 9, 9);
                cairo_stroke(cairo);
            }
            first = false;
            ink(grey);
            cairo_move_to(cairo, x, y + ascent);
            pango_cairo_show_layout_line(cairo, one);
            y += height;
        }
        begun_box = false;
        y += after;
    }

    void check() const {
        const auto status = cairo_status(cairo);
        if (status != CAIRO_STATUS_SUCCESS) throw failure(cairo_status_to_string(status));
    }
};

writer::writer(std::string_view title, std::string_view language_code, std::string_view footer) : state_(std::make_unique<state>()) {
    auto& s = *state_;
    s.footer = footer;
    s.language = language_code;
    s.surface = cairo_pdf_surface_create_for_stream(append, &s.bytes, page_width, page_height);
    cairo_pdf_surface_set_metadata(s.surface, CAIRO_PDF_METADATA_TITLE, std::string(bounded(title)).c_str());
    cairo_pdf_surface_set_metadata(s.surface, CAIRO_PDF_METADATA_CREATOR, "Gavel");
    s.cairo = cairo_create(s.surface);
    s.check();
}

writer::~writer() = default;

void writer::heading(std::string_view text) { state_->flow(text, 20, true, 0.05, 6); }
void writer::subheading(std::string_view text) {
    state_->need(50);
    state_->y += 8;
    state_->flow(text, 11.5, true, 0.05, 4);
}
void writer::paragraph(std::string_view text) { state_->flow(text, 10, false, 0.1, 5); }
void writer::small(std::string_view text) { state_->flow(text, 8.5, false, 0.4, 4); }
void writer::space(double points) { state_->y += points; }
void writer::box() { state_->begun_box = true; }

void writer::fact(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    auto& s = *state_;
    constexpr double label_width = 130;
    const auto name = s.layout(label, 9, false, label_width - 8);
    const auto what = s.layout(value, 10, false, content_width - label_width);
    const double height = std::max(state::height_of(name), state::height_of(what));
    s.need(height);
    s.show(name, margin, s.y + 1, 0.4);
    s.show(what, margin + label_width, s.y);
    s.y += height + 3;
}

void writer::big_fact(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    state_->flow(label, 9, false, 0.4, 1);
    state_->flow(value, 16, true, 0.05, 8);
}

void writer::table(const std::vector<column>& columns, const std::vector<std::vector<std::string>>& rows) {
    auto& s = *state_;
    double shares = 0;
    for (const auto& each : columns) shares += each.share;
    constexpr double gap = 8;
    const auto row = [&](const std::vector<std::string>& cells, bool head) {
        std::vector<layout_ptr> parts;
        double height = 0;
        for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
            const double width = content_width * columns[i].share / shares - gap;
            parts.push_back(s.layout(cells[i], head ? 8.5 : 10, false, width, columns[i].right));
            height = std::max(height, state::height_of(parts.back()));
        }
        const bool fresh = s.need(height + 8);
        double x = margin;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const double width = content_width * columns[i].share / shares;
            s.show(parts[i], columns[i].right ? x + gap : x, s.y + 3, head ? 0.4 : 0.1);
            x += width;
        }
        s.y += height + 7;
        s.rule(head ? 0.3 : 0.82, head ? 0.9 : 0.5);
        return fresh;
    };
    std::vector<std::string> titles;
    for (const auto& each : columns) titles.push_back(each.title);
    s.need(60);
    row(titles, true);
    for (const auto& each : rows) row(each, false);
    s.y += 6;
}

void writer::total(std::string_view label, std::string_view value, bool strong) {
    auto& s = *state_;
    const double size = strong ? 12 : 10;
    const auto name = s.layout(label, size, strong, content_width - 140, true);
    const auto what = s.layout(value, size, strong, 130, true);
    const double height = std::max(state::height_of(name), state::height_of(what));
    s.need(height);
    s.show(name, margin, s.y, strong ? 0.05 : 0.35);
    s.show(what, margin + content_width - 130, s.y, 0.05);
    s.y += height + 3;
}

std::string writer::finish() {
    auto& s = *state_;
    s.end_page();
    s.check();
    cairo_destroy(s.cairo);
    s.cairo = nullptr;
    cairo_surface_finish(s.surface);
    const auto status = cairo_surface_status(s.surface);
    if (status != CAIRO_STATUS_SUCCESS) throw failure(cairo_status_to_string(status));
    return std::move(s.bytes);
}

}  // namespace gavel::pdf
