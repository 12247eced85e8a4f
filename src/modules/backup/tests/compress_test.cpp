#include "modules/backup/compress.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gavel::backup {
namespace {

std::string lines(std::size_t bytes) {
    std::mt19937 dice(3);
    std::string text;
    while (text.size() < bytes) text += "lot " + std::to_string(dice() % 5000) + "\tbid " + std::to_string(dice() % 90) + "\n";
    text.resize(bytes);
    return text;
}

template <class T>
std::string through(T& t, std::string_view bytes, std::size_t piece) {
    std::string all;
    const auto out = [&](std::string_view made) {
        EXPECT_FALSE(made.empty());
        EXPECT_LE(made.size(), piece_bytes_max);
        all += made;
    };
    for (std::size_t at = 0; at < bytes.size(); at += piece) t.add(bytes.substr(at, piece), out);
    t.finish(out);
    return all;
}

std::string compressed(std::string_view content, int level = 3, std::size_t piece = 1 << 20) {
    compressor c(level);
    return through(c, content, piece);
}

std::string decompressed(std::string_view stream, std::size_t piece = 1 << 20) {
    decompressor d;
    return through(d, stream, piece);
}

TEST(compress, content_comes_back_however_it_is_split) {
    for (const std::size_t size : {0, 1, 1000, 128 * 1024, 1'000'003}) {
        const auto content = lines(size);
        for (const std::size_t piece : {1, 1000, 131072, 1 << 20}) {
            if (piece == 1 && size > 200'000) continue;
            const auto stream = compressed(content, 3, piece);
            EXPECT_TRUE(decompressed(stream, piece) == content) << size << " " << piece;
        }
    }
    EXPECT_LT(compressed(lines(1'000'000)).size(), 400'000u);
}

TEST(compress, every_level_that_is_offered_can_be_read) {
    std::string content;  // longer than the largest window
    while (content.size() <= window_bytes_max) content += lines(1'000'000);
    for (const int level : {1, 3, 9, compression_level_max}) EXPECT_TRUE(decompressed(compressed(content, level)) == content) << level;
    EXPECT_THROW(compressor(0), std::invalid_argument);
    EXPECT_THROW(compressor(compression_level_max + 1), std::invalid_argument);
}

TEST(compress, a_bomb_comes_out_in_small_pieces) {
    const auto stream = compressed(std::string(100'000'000, '\0'));
    ASSERT_LT(stream.size(), 20'000u);
    std::size_t total = 0;
    decompressor d;
    d.add(stream, [&](std::string_view made) {
        ASSERT_LE(made.size(), piece_bytes_max);
        total += made.size();
    });
    EXPECT_EQ(total, 100'000'000u);
}

TEST(compress, cut_and_longer_streams_are_refused) {
    const auto stream = compressed(lines(3000));
    for (std::size_t size = 0; size < stream.size(); ++size) EXPECT_THROW(decompressed(stream.substr(0, size)), damaged) << size;
    EXPECT_THROW(decompressed(stream + "x"), damaged);
    EXPECT_THROW(decompressed(stream + stream), damaged);
    EXPECT_THROW(decompressed("PGDMP and so on"), damaged);
}

// Some bits of zstd say nothing about the content: a larger window, what the last bit of a block of codes is followed by.
TEST(compress, damage_never_gives_other_content) {
    const auto content = lines(3000), stream = compressed(content);
    int refused = 0;
    for (std::size_t at = 0; at < stream.size(); ++at) {
        auto wrong = stream;
        wrong[at] ^= 0x10;
        try {
            EXPECT_EQ(decompressed(wrong), content) << at;
        } catch (const damaged&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, static_cast<int>(stream.size()) - 20);
}

TEST(compress, a_window_that_would_take_much_memory_is_refused) {
    // A frame header that asks for 128 MiB: magic, no content size, window of 2^27.
    const std::string greedy{"\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00", 9};
    EXPECT_THROW(decompressed(greedy), damaged);
}

}  // namespace
}  // namespace gavel::backup
