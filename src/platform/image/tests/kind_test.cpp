#include "platform/image/kind.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::image {
namespace {

using namespace std::string_literals;

std::string said_of(const std::string& content) {
    const auto k = recognise(content);
    return std::string(k ? to_string(*k) : to_string(k.error()));
}
std::string iso(const std::string& major, const std::string& compatible = {}) {
    return std::string(3, '\0') + static_cast<char>(16 + compatible.size()) + "ftyp" + major + std::string(4, '\0') + compatible +
           std::string(20, 'x');
}

TEST(kind, by_the_first_bytes) {
    EXPECT_EQ(said_of("\xff\xd8\xff\xe0 more"), "jpeg");
    EXPECT_EQ(said_of("\x89PNG\r\n\x1a\n"s), "png");
    EXPECT_EQ(said_of("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0"s), "webp");
    EXPECT_EQ(said_of(iso("avif")), "avif");
    EXPECT_EQ(said_of(iso("heic")), "heic");
    EXPECT_EQ(said_of(iso("mif1", "mif1heic")), "heic");
    EXPECT_EQ(said_of(iso("mif1", "miafavif")), "avif");
}

TEST(kind, moving_pictures) {
    EXPECT_EQ(said_of("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"s), "animated");
    EXPECT_EQ(said_of("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0"s), "webp");
    EXPECT_EQ(said_of(iso("avis")), "animated");
    EXPECT_EQ(said_of(iso("msf1", "hevcheic")), "animated");
}

TEST(kind, known_but_not_taken) {
    for (const auto& each :
         {"GIF89a"s, "GIF87a"s, "BM6\0"s, "II*\0"s, "MM\0*"s, "%PDF-1.7"s, "8BPS"s, "\0\0\1\0"s, "\xff\x0a"s, "<svg xmlns=''>"s,
          "<?xml version='1.0'?>\n<!-- x -->\n<svg>"s, "\xef\xbb\xbf<svg>"s, iso("isom"), iso("qt  "), iso("mif1", "isom")})
        EXPECT_EQ(said_of(each), "not_accepted") << each;
}

TEST(kind, no_picture_at_all) {
    for (const auto& each : {""s, "\xff"s, "\xff\xd8"s, "x"s, "<html><body>"s, "#!/bin/sh"s, "PK\3\4"s, "RIFF\0\0\0\0WAVEfmt "s, "\x89PNG"s,
                             iso("nope"), "\0\0\0\0ftyp"s, std::string(100, '\0'), " \xff\xd8\xff"s})
        EXPECT_EQ(said_of(each), "not_a_picture") << each;
}

TEST(kind, lengths_that_lie_lead_nowhere) {
    EXPECT_EQ(said_of("\xff\xff\xff\xff"
                      "ftypmif1\0\0\0\0zzzzzzzz"s),
              "not_a_picture");
    EXPECT_EQ(said_of("\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR....."s), "png");
    EXPECT_EQ(said_of("\0\0\0\x01"
                      "ftypmif1\0\0\0\0heic"s),
              "not_a_picture");
}

}  // namespace
}  // namespace gavel::image
