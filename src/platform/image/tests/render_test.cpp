// Every picture of the corpus with its expected answer, decoded in this process so that the sanitizers see it.
#include "platform/image/render.hpp"
#include "platform/image/tests/corpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace gavel::image {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using testing::Not;

// With every loader, for the corpus; the product's own shutters are tried out in worker_test.
class rendering : public testing::Test {
protected:
    static void SetUpTestSuite() {
        start_libvips("image_test");
        vips_operation_block_set("VipsForeignLoad", FALSE);
    }

    static order small() {
        order o;
        o.sides = {200, 100};
        return o;
    }
    static picture made(const std::string& content, const order& o = small()) {
        auto p = render(content, o);
        if (!p) throw std::runtime_error("refused: " + std::string(to_string(p.error())));
        return std::move(*p);
    }
    static std::string answer(const std::string& content, const order& o = small()) {
        const auto p = render(content, o);
        return std::string(p ? to_string(p->kind) : to_string(p.error()));
    }
    // The colour near a corner: "red", "green", "blue", "white", or what else it is.
    static std::string corner(const std::string& content, bool right, bool bottom) {
        const auto image = corpus::opened(content);
        const auto c = image.getpoint(right ? image.width() - 10 : 10, bottom ? image.height() - 10 : 10);
        const bool r = c.at(0) > 200, g = c.at(1) > 200, b = c.at(2) > 200;
        const bool not_r = c[0] < 60, not_g = c[1] < 60, not_b = c[2] < 60;
        if (r && g && b) return "white";
        if (r && not_g && not_b) return "red";
        if (g && not_r && not_b) return "green";
        if (b && not_r && not_g) return "blue";
        return std::to_string(c[0]) + " " + std::to_string(c[1]) + " " + std::to_string(c[2]);
    }
    static std::string corners(const std::string& content) {
        return corner(content, false, false) + " " + corner(content, true, false) + " " + corner(content, false, true) + " " +
               corner(content, true, true);
    }
    static std::string largest_jpeg(const picture& p) {
        for (const auto& v : p.variants)
            if (v.format == format::jpeg) return v.content;
        return {};
    }
};

TEST_F(rendering, makes_every_size_in_every_format) {
    const auto p = made(corpus::jpeg());
    EXPECT_EQ(p.width, 400);
    EXPECT_EQ(p.height, 300);
    ASSERT_EQ(p.variants.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        const auto& v = p.variants[i];
        EXPECT_EQ(v.format, static_cast<format>(i % 3));
        EXPECT_EQ(v.width, i < 3 ? 200 : 100);
        EXPECT_EQ(v.height, i < 3 ? 150 : 75);
        const auto image = corpus::opened(v.content);
        EXPECT_EQ(image.width(), v.width);
        EXPECT_EQ(image.height(), v.height);
        EXPECT_EQ(image.bands(), 3);
        EXPECT_EQ(corners(v.content), "red green blue white") << to_string(v.format);
    }
    const auto blur = corpus::opened(p.placeholder);
    EXPECT_LE(std::max(blur.width(), blur.height()), 16);
    EXPECT_LT(p.placeholder.size(), 200u);
}

TEST_F(rendering, never_enlarges) {
    const auto p = made(corpus::png(corpus::plain(120, 90)));
    ASSERT_EQ(p.variants.size(), 6u);
    EXPECT_EQ(p.variants[0].width, 120);
    EXPECT_EQ(p.variants[3].width, 100);
    const auto tiny = made(corpus::png(corpus::plain(60, 40)));
    ASSERT_EQ(tiny.variants.size(), 3u) << "one size is enough";
    EXPECT_EQ(tiny.variants[0].width, 60);
}

TEST_F(rendering, takes_every_kind) {
    EXPECT_EQ(answer(corpus::jpeg()), "jpeg");
    EXPECT_EQ(answer(corpus::png()), "png");
    EXPECT_EQ(answer(corpus::webp()), "webp");
    EXPECT_EQ(answer(corpus::avif()), "avif");
    EXPECT_EQ(answer(corpus::heic()), "heic");
    for (const auto& each : {corpus::png(), corpus::webp(), corpus::avif(), corpus::heic()})
        EXPECT_EQ(corners(largest_jpeg(made(each))), "red green blue white");
}

// The eight ways to hold a camera, by where the corners of the upright picture are in the file.
TEST_F(rendering, turns_what_was_held_sideways) {
    const std::vector<std::string> expected{"red green blue white", "green red white blue", "white blue green red", "blue white red green",
                                            "red blue green white", "blue red white green", "white green blue red", "green white red blue"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto p = made(corpus::held(orientation));
        EXPECT_EQ(corners(largest_jpeg(p)), expected.at(static_cast<std::size_t>(orientation - 1))) << orientation;
        EXPECT_EQ(p.width, orientation < 5 ? 400 : 300) << orientation;
        EXPECT_EQ(p.variants[0].height, orientation < 5 ? 150 : 200) << orientation;
    }
}

TEST_F(rendering, turns_once_more_when_asked) {
    auto o = small();
    o.quarter_turns = 1;
    const auto p = made(corpus::jpeg(), o);
    EXPECT_EQ(corners(largest_jpeg(p)), "blue red white green");
    EXPECT_EQ(p.width, 300);
    EXPECT_EQ(p.variants[0].width, 150);
    o.quarter_turns = 2;
    EXPECT_EQ(corners(largest_jpeg(made(corpus::held(3), o))), "red green blue white") << "after what the camera noted";
}

TEST_F(rendering, forgets_where_and_with_what_it_was_taken) {
    const auto original = corpus::held(1);
    ASSERT_THAT(original, HasSubstr("SECRETCAMERA"));
    const auto p = made(original);
    for (const auto& v : p.variants) {
        EXPECT_THAT(v.content, Not(HasSubstr("SECRETCAMERA")));
        EXPECT_THAT(v.content, Not(HasSubstr("Exif")));
        EXPECT_THAT(v.content, Not(HasSubstr("ICC_PROFILE")));
        const auto image = corpus::opened(v.content);
        for (const auto* each : {VIPS_META_EXIF_NAME, VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_ICC_NAME})
            EXPECT_EQ(image.get_typeof(each), 0u) << each << " in " << to_string(v.format);
    }
}

TEST_F(rendering, cuts_a_square_for_avatars) {
    order o;
    o.square = true;
    o.sides = {256, 64};
    o.formats = {format::jpeg};
    const auto p = made(corpus::jpeg(), o);
    ASSERT_EQ(p.variants.size(), 2u);
    for (const auto& v : p.variants) EXPECT_EQ(v.width, v.height);
    EXPECT_EQ(p.variants[0].width, 256);
    const auto portrait = made(corpus::jpeg(corpus::plain(90, 200)), o);
    EXPECT_EQ(portrait.variants[0].width, 90) << "never enlarged";
    EXPECT_EQ(portrait.variants[0].height, 90);
}

// --- other ways to write a colour ---

TEST_F(rendering, sixteen_bits) {
    const auto deep = corpus::plain()
                          .cast(VIPS_FORMAT_USHORT)
                          .linear(257.0, 0.0)
                          .cast(VIPS_FORMAT_USHORT)
                          .copy(corpus::VImage::option()->set("interpretation", VIPS_INTERPRETATION_RGB16));
    EXPECT_EQ(corners(largest_jpeg(made(corpus::png(deep)))), "red green blue white");
}

TEST_F(rendering, cmyk_with_and_without_a_profile) {
    const auto inks = corpus::plain().icc_transform("cmyk");
    const auto with = corpus::taken(inks.jpegsave_buffer(corpus::VImage::option()->set("Q", 95)));
    auto bare = inks.copy();
    bare.remove(VIPS_META_ICC_NAME);
    const auto without = corpus::taken(bare.jpegsave_buffer(corpus::VImage::option()->set("Q", 95)));
    for (const auto& each : {with, without}) {
        const auto image = corpus::opened(largest_jpeg(made(each)));
        EXPECT_EQ(image.bands(), 3);
        const auto c = image.getpoint(10, 10);
        EXPECT_GT(c[0], c[1] + 100) << "red stays red";
    }
}

TEST_F(rendering, another_colour_space) {
    const auto wide = corpus::plain().icc_transform("p3", corpus::VImage::option()->set("input_profile", "srgb"));
    const auto image = corpus::opened(largest_jpeg(made(corpus::png(wide))));
    const auto expected = corpus::plain().getpoint(200, 150), c = image.getpoint(100, 75);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(c[i], expected[i], 8) << i;
}

TEST_F(rendering, a_profile_that_is_none) {
    EXPECT_EQ(corners(largest_jpeg(made(corpus::with_segment(corpus::jpeg(), '\xe2', "ICC_PROFILE\0\1\1"s + std::string(500, 'x'))))),
              "red green blue white");
}

TEST_F(rendering, grey_and_transparent) {
    const auto grey = made(corpus::png(corpus::plain().colourspace(VIPS_INTERPRETATION_B_W)));
    EXPECT_EQ(corpus::opened(largest_jpeg(grey)).bands(), 3);
    const auto clear = corpus::plain().bandjoin(corpus::VImage::black(400, 300));
    const auto image = corpus::opened(largest_jpeg(made(corpus::png(clear))));
    EXPECT_EQ(image.bands(), 3);
    EXPECT_GT(image.getpoint(100, 75)[0], 250) << "what is not there is white";
}

TEST_F(rendering, progressive_and_interlaced) {
    EXPECT_EQ(answer(corpus::taken(corpus::plain().jpegsave_buffer(corpus::VImage::option()->set("interlace", true)))), "jpeg");
    EXPECT_EQ(answer(corpus::taken(corpus::plain().pngsave_buffer(corpus::VImage::option()->set("interlace", true)))), "png");
    EXPECT_EQ(answer(corpus::taken(corpus::plain().pngsave_buffer(corpus::VImage::option()->set("palette", true)))), "png");
    EXPECT_EQ(answer(corpus::taken(corpus::plain().webpsave_buffer(corpus::VImage::option()->set("lossless", true)))), "webp");
}

// --- what is refused ---

TEST_F(rendering, what_is_no_picture) {
    EXPECT_EQ(answer(""), "not_a_picture");
    EXPECT_EQ(answer("x"), "not_a_picture");
    EXPECT_EQ(answer("<html><script>alert(1)</script></html>"), "not_a_picture");
    EXPECT_EQ(answer(corpus::svg()), "not_accepted");
    EXPECT_EQ(answer("GIF89a"s + std::string(100, '\0')), "not_accepted");
    EXPECT_EQ(answer("\xff\xd8\xff<html><script>alert(1)</script></html>"), "damaged");
    EXPECT_EQ(answer("\x89PNG\r\n\x1a\n<html>"s), "damaged");
    EXPECT_EQ(answer(corpus::jpeg().substr(0, 4)), "damaged");
}

TEST_F(rendering, what_moves) {
    EXPECT_EQ(answer(corpus::animated_webp()), "animated");
    EXPECT_EQ(answer(corpus::animated_png()), "animated");
    EXPECT_EQ(answer(corpus::sequence()), "animated");
}

TEST_F(rendering, what_is_cut_off) {
    for (const auto& whole : {corpus::jpeg(), corpus::png(), corpus::webp(), corpus::avif(), corpus::heic()}) {
        EXPECT_EQ(answer(whole.substr(0, whole.size() / 2)), "damaged") << whole.size();
        EXPECT_EQ(answer(whole.substr(0, 40)), "damaged") << whole.size();
    }
}

TEST_F(rendering, what_is_too_large_is_refused_before_it_is_decoded) {
    EXPECT_EQ(answer(corpus::png_claiming(50'000, 50'000)), "too_many_pixels");
    EXPECT_EQ(answer(corpus::png_claiming(10'000, 10'000)), "too_many_pixels");
    EXPECT_EQ(answer(corpus::png_claiming(21'000, 100)), "too_many_pixels");
    EXPECT_EQ(answer(corpus::jpeg_claiming(65'500, 65'500)), "too_many_pixels");
    EXPECT_EQ(answer(corpus::png_claiming(5'000, 5'000)), "damaged") << "allowed, but it is not there";
    auto o = small();
    o.limits.pixels_max = 400 * 300;
    EXPECT_EQ(answer(corpus::jpeg(), o), "jpeg");
    o.limits.pixels_max -= 1;
    EXPECT_EQ(answer(corpus::jpeg(), o), "too_many_pixels");
}

TEST_F(rendering, what_nobody_could_look_at) {
    EXPECT_EQ(answer(corpus::png(corpus::plain(31, 40))), "too_small");
    EXPECT_EQ(answer(corpus::png(corpus::VImage::black(1, 1))), "too_small");
    EXPECT_EQ(answer(corpus::png(corpus::VImage::black(400, 33))), "too_narrow");
    EXPECT_EQ(answer(corpus::png(corpus::VImage::black(33, 400))), "too_narrow");
    EXPECT_EQ(answer(corpus::png(corpus::VImage::black(384, 32))), "png");
}

// --- two things at once: what comes out is only the picture ---

TEST_F(rendering, polyglots_become_pictures) {
    const auto script = "<script>alert('POLYGLOT')</script>"s;
    const std::vector<std::string> files{
        corpus::jpeg() + "PK\3\4" + script,
        corpus::with_segment(corpus::jpeg(), '\xfe', "*/=1;" + script),
        corpus::with_segment(corpus::jpeg(), '\xe1', "http://ns.adobe.com/xap/1.0/\0"s + script),
        corpus::with_chunk(corpus::png(), "tEXt", "Comment\0"s + script),
        corpus::png() + script,
        corpus::webp() + script,
    };
    for (const auto& file : files) {
        ASSERT_THAT(file, HasSubstr("POLYGLOT"));
        for (const auto& v : made(file).variants) EXPECT_THAT(v.content, Not(HasSubstr("POLYGLOT")));
    }
}

TEST_F(rendering, the_same_picture_becomes_the_same_bytes) {
    const auto content = corpus::jpeg();
    const auto first = made(content), second = made(content);
    for (std::size_t i = 0; i < first.variants.size(); ++i) EXPECT_EQ(first.variants[i].content, second.variants[i].content);
}

}  // namespace
}  // namespace gavel::image
