// Documents are whole, bounded and in Ukrainian.
#include "platform/pdf/writer.hpp"

#include <gtest/gtest.h>

// What fontconfig has read of the fonts it keeps to the end, in tables that LeakSanitizer cannot look into. It does not grow with
// documents.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }

namespace gavel::pdf {
namespace {

TEST(pdf_writer, makes_a_document) {
    writer w("Рахунок № 42", "uk", "Замовлення № 42");
    w.heading("Рахунок № 42");
    w.fact("Покупець", "Олена Ґудзь, Київ");
    w.fact("Нічого", "");
    w.table({{"Лот", 4}, {"Ціна", 1, true}}, {{"Срібна ложка ХІХ століття", "1 234,56 ₴"}});
    w.total("Разом", "1 234,56 ₴", true);
    w.box();
    w.paragraph("Перевірено");
    const auto bytes = w.finish();
    EXPECT_TRUE(bytes.starts_with("%PDF-1."));
    EXPECT_NE(bytes.find("%%EOF"), std::string::npos);
    EXPECT_LT(bytes.size(), 200'000u) << "only the glyphs that are used";
    EXPECT_NE(bytes.find("FontFile"), std::string::npos) << "the font is in it";
}

TEST(pdf_writer, goes_on_on_the_next_page) {
    writer w("x", "en", "");
    for (int i = 0; i < 120; ++i) w.paragraph("A line that is there to fill the page.");
    w.table({{"Lot", 1}}, std::vector<std::vector<std::string>>(60, {"A row"}));
    const auto bytes = w.finish();
    EXPECT_TRUE(bytes.find("/Count 4") != std::string::npos || bytes.find("/Count 5") != std::string::npos)
        << bytes.substr(bytes.find("/Count"), 10);
}

TEST(pdf_writer, has_bounds) {
    writer endless("x", "en", "");
    EXPECT_THROW(for (int i = 0; i < 2'000; ++i) endless.paragraph("A line"), failure);
    writer w("x", "uk", "");
    std::string all;
    for (int i = 0; i < 30'000; ++i) all += "ї";
    w.paragraph(all);
    EXPECT_TRUE(w.finish().starts_with("%PDF"));
}

TEST(pdf_writer, may_be_dropped_unfinished) {
    writer w("x", "en", "");
    w.heading("Nothing comes of it");
}

}  // namespace
}  // namespace gavel::pdf
