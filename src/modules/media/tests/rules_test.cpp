#include "modules/media/rules.hpp"

#include "modules/media/errors.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace gavel::media {
namespace {

using namespace std::string_literals;

// --- one more file ---

struct refusal {
    const char* name;
    std::function<void(counts&, std::int64_t& bytes, options&)> change;
    const problem* expected;
};

class one_more : public testing::TestWithParam<refusal> {};

TEST_P(one_more, is_refused_for_this_reason_and_no_other) {
    options limits;
    counts now{23, 59, (4096LL * 1024 * 1024) - 1000};
    std::int64_t bytes = 1000;
    ASSERT_TRUE(judge_one_more(purpose::lot_photo, bytes, now, limits));  // one change away from what is allowed
    GetParam().change(now, bytes, limits);
    const auto answer = judge_one_more(purpose::lot_photo, bytes, now, limits);
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(*GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(rules, one_more,
                         testing::Values(refusal{"album", [](auto& now, auto&, auto&) { now.in_album = 24; }, &album_full},
                                         refusal{"album_setting", [](auto&, auto&, auto& limits) { limits.lot_photos_max = 23; },
                                                 &album_full},
                                         refusal{"unfinished", [](auto& now, auto&, auto&) { now.unfinished = 60; }, &too_many_uploads},
                                         refusal{"space", [](auto&, auto& bytes, auto&) { bytes = 1001; }, &quota_exceeded},
                                         refusal{"space_used", [](auto& now, auto&, auto&) { ++now.account_bytes; }, &quota_exceeded}),
                         [](const auto& each) { return each.param.name; });

TEST(one_more_avatar, takes_the_place_of_the_old_one) {
    EXPECT_TRUE(judge_one_more(purpose::avatar, 1000, counts{50, 0, 0}, options()));
    EXPECT_FALSE(judge_one_more(purpose::lot_document, 1000, counts{8, 0, 0}, options()));
}

// --- documents ---

const std::string pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

TEST(pdf, begins_and_ends_as_one) {
    EXPECT_TRUE(is_pdf(pdf));
    EXPECT_TRUE(is_pdf("%PDF-2.0\n%%EOF"));
    EXPECT_TRUE(is_pdf(pdf + "\r\n \0\n"s));
    EXPECT_TRUE(is_pdf(pdf + "more objects of a later revision\n%%EOF\n"));
    EXPECT_FALSE(is_pdf(""));
    EXPECT_FALSE(is_pdf("%PDF-1.7"));
    EXPECT_FALSE(is_pdf("%PDF-9.9\n%%EOF"));
    EXPECT_FALSE(is_pdf("\n" + pdf)) << "readers would take it, and so would others";
    EXPECT_FALSE(is_pdf("<html>" + pdf));
    EXPECT_FALSE(is_pdf(pdf.substr(0, 30)));
    EXPECT_FALSE(is_pdf(pdf + "PK\3\4 an archive besides"));
    EXPECT_FALSE(is_pdf(pdf + std::string(2000, '\n')));
    EXPECT_FALSE(is_pdf("\xff\xd8\xff\xe0 a picture"));
}

TEST(document_name, is_a_name_and_nothing_else) {
    EXPECT_EQ(document_name_of("Висновок експерта.pdf"), "Висновок експерта.pdf");
    EXPECT_EQ(document_name_of("report"), "report.pdf");
    EXPECT_EQ(document_name_of("report.PDF"), "report.pdf");
    EXPECT_EQ(document_name_of("invoice.exe"), "invoice.exe.pdf");
    EXPECT_EQ(document_name_of("../../etc/passwd"), "etc passwd.pdf");
    EXPECT_EQ(document_name_of("a\"b<c>|d\n.pdf"), "a b c  d.pdf");
    EXPECT_EQ(document_name_of("..."), "document.pdf");
    EXPECT_EQ(document_name_of(" .pdf "), "document.pdf");
    EXPECT_EQ(document_name_of(std::string(200, 'x')).size(), name_max);
}

// --- orders ---

TEST(order, of_a_photo_and_of_a_portrait) {
    options limits;
    limits.pixels_max = 7'000'000;
    const auto photo = order_for(purpose::lot_photo, 3, limits), portrait = order_for(purpose::avatar, 0, limits);
    EXPECT_EQ(photo.sides, (std::vector<int>{2048, 1280, 640, 320}));
    EXPECT_EQ(photo.formats.size(), 3u);
    EXPECT_EQ(photo.quarter_turns, 3);
    EXPECT_FALSE(photo.square);
    EXPECT_EQ(photo.limits.pixels_max, 7'000'000);
    EXPECT_TRUE(portrait.square);
    EXPECT_EQ(portrait.sides.front(), 512);
}

}  // namespace
}  // namespace gavel::media
