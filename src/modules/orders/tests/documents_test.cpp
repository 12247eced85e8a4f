// Invoice and packing slip in every language. GAVEL_TEST_DOCUMENTS names a folder in which they are kept to be looked at.
#include "modules/orders/documents.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

// What fontconfig has read of the fonts it keeps to the end, in tables that LeakSanitizer cannot look into. It does not grow with
// documents.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }

namespace gavel::orders {
namespace {

whole_order made_up(std::size_t lines) {
    whole_order w;
    auto& o = w.order;
    o.id = order_id{1042};
    o.state = order_state::paid;
    o.created_at = o.entered_at = *parse_instant("2026-11-27T18:35:00Z");
    o.paid_at = *parse_instant("2026-11-28T09:10:00Z");
    o.due_at = *parse_instant("2026-12-02T09:10:00Z");
    o.payment = payments::payment_id{7};
    o.delivery_method = "nova_poshta";
    o.shipping = 7'000;
    w.buyer.display_name = "Олена Ґжицька";
    w.seller.display_name = "Антикварна крамниця «Під Їжаком»";
    delivery d;
    d.method = "nova_poshta";
    d.place = "branch";
    d.recipient = "Ґжицька Олена Єгорівна";
    d.phone = "+380671234567";
    d.city = "Івано-Франківськ";
    d.point = "12";
    d.note = "Будь ласка, загорніть у два шари: річ тендітна";
    w.delivery = d;
    for (std::size_t i = 0; i < lines; ++i) {
        repository::shown_line l;
        l.line.lot = lot_id{static_cast<std::int64_t>(2'001 + i)};
        l.line.hammer = 123'456;
        l.title = i % 2 == 0
                      ? "Срібна чайна ложка з монограмою Києво-Печерської майстерні, ХІХ століття, клеймо Андрія Любецького, 84 проба"
                      : "Монета 5 карбованців";
        o.hammer += l.line.hammer;
        o.premium += 11'111;
        w.lines.push_back(std::move(l));
    }
    return w;
}

void keep(const std::string& name, const std::string& bytes) {
    const auto* folder = std::getenv("GAVEL_TEST_DOCUMENTS");
    if (!folder) return;
    std::ofstream(std::string(folder) + "/" + name, std::ios::binary) << bytes;
}

TEST(order_documents, are_made_in_every_language) {
    for (const auto lang : all_languages) {
        const auto invoice = invoice_pdf(made_up(3), lang), slip = packing_slip_pdf(made_up(3), lang);
        EXPECT_TRUE(invoice.starts_with("%PDF-1.") && slip.starts_with("%PDF-1."));
        EXPECT_NE(invoice.find("/Count 1"), std::string::npos);
        keep("invoice." + std::string(to_string(lang)) + ".pdf", invoice);
        keep("slip." + std::string(to_string(lang)) + ".pdf", slip);
    }
}

TEST(order_documents, go_on_on_the_next_page_and_bear_what_is_missing) {
    const auto longest = invoice_pdf(made_up(lines_max), language::uk);
    EXPECT_EQ(longest.find("/Count 1\n"), std::string::npos);
    keep("long.uk.pdf", longest);
    auto bare = made_up(1);
    bare.delivery = std::nullopt;
    bare.order.delivery_method = std::nullopt;
    bare.order.shipping = std::nullopt;
    bare.order.state = order_state::awaiting_payment;
    bare.order.paid_at = std::nullopt;
    keep("bare.uk.pdf", invoice_pdf(bare, language::uk));
}

}  // namespace
}  // namespace gavel::orders
